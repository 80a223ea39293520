"""Which tests prove the defence against each threat: number → tests, as pytest names them, without parameters."""

from collections.abc import Mapping
from typing import Final

_B: Final = "tests/hostile/test_b_callback.py::"
_T: Final = "tests/hostile/test_t_threats.py::"
_L: Final = "tests/hostile/test_l_api_calls.py::"
_LOOPBACK: Final = "tests/unit/auth/test_loopback.py::"
_SIGN_IN: Final = "tests/unit/services/test_sign_in.py::"
_OTHER: Final = "tests/unit/services/test_other_person.py::"
_TLS: Final = "tests/unit/network/test_tls.py::"
_NETWORKS: Final = "tests/hostile/test_networks.py::"
_PROXIES: Final = "tests/unit/network/test_proxies.py::"

THREATS: Final[Mapping[str, tuple[str, ...]]] = {
    # the listener
    "T1": (
        _LOOPBACK + "test_a_busy_port_is_passed_over",
        _LOOPBACK + "test_all_ports_busy",
        _LOOPBACK + "test_nobody_can_listen_beside_it",
        _SIGN_IN + "test_busy_ports",
    ),
    "T2": (_LOOPBACK + "TestLocalhost", _LOOPBACK + "test_localhost_without_version_six"),
    "T3": (
        _LOOPBACK + "test_only_this_computer_is_listened_on",
        _B + "test_nobody_else_on_the_network_is_heard",
    ),
    "T4": (_T + "test_T4_a_thousand_forged_posts_and_a_hundred_idle_connections",),
    "T5": (_B + "test_a_request_that_is_not_the_browsers", _B + "test_pages_are_constant_and_inert"),
    "T6": (_B + "test_a_request_that_is_not_the_browsers", _B + "test_more_headers"),
    "T7": (_B + "test_a_request_that_is_not_the_browsers", _B + "test_what_browsers_may_do_differently"),
    "T8": (
        _B + "test_B22_what_browsers_ask_for_by_themselves",
        _B + "test_B18_idle_connections_keep_nobody_waiting",
        _B + "test_B18_a_crowd_larger_than_the_places_keeps_nobody_waiting",
    ),
    "T9": (
        _B + "test_more_headers",
        _B + "test_a_form_that_is_not_the_answer",
        _B + "test_B15_what_is_hardly_a_request",
        _B + "test_B17_a_trickle_is_limited_as_a_whole",
    ),
    "T10": (_B + "test_B25_the_answer_counts_once", _B + "test_B25_of_two_answers_at_once_one_counts"),
    "T11": (_B + "test_B27_an_answer_to_a_former_sign_in_is_not_used",),
    "T12": (
        _SIGN_IN + "test_one_at_a_time",
        _T + "test_T12_two_programs_sign_in_at_once_each_on_a_port_of_its_own",
    ),
    "T13": (
        _B + "test_pages_are_constant_and_inert",
        "tests/hostile/test_c_authorization_response.py::test_each_parameter",
        "tests/hostile/test_h_userinfo.py::test_odd_claims_are_words_and_no_more",
    ),
    "T14": (_B + "test_no_parameter_steers_the_redirect",),
    "T15": (
        _B + "test_nothing_is_printed",
        "tests/unit/services/test_secrecy.py::test_no_secret_in_logs_or_files",
    ),
    "T16": (
        _LOOPBACK + "test_it_closes_at_once_when_nothing_came",
        _LOOPBACK + "test_it_does_not_wait_for_ever_for_the_last_page",
        _LOOPBACK + "test_children_do_not_inherit_it",
    ),
    "T17": (_T + "test_T17_there_is_no_browser_in_the_program",),
    # the protocol
    "T20": (
        _T + "test_T20_the_code_of_another_sign_in_is_not_redeemed",
        "tests/hostile/test_d_front_id_token.py::test_the_hashes_of_what_comes_with_it",
    ),
    "T21": (
        _T + "test_T21_a_refused_verifier_is_not_tried_without",
        _T + "test_T21_every_sign_in_has_secrets_of_its_own",
    ),
    "T22": (
        _T + "test_T22_another_server_answers",
        "tests/hostile/test_c_authorization_response.py::test_each_parameter",
    ),
    "T23": (
        "tests/hostile/test_c_authorization_response.py::test_C10_the_access_token_of_the_browser_is_never_used",
        "tests/hostile/test_d_front_id_token.py::test_the_hashes_of_what_comes_with_it",
        "tests/hostile/test_h_userinfo.py::test_userinfo",
    ),
    "T24": ("tests/hostile/test_g_back_id_token.py::test_the_two_tokens_speak_of_one_sign_in",),
    "T25": (
        "tests/hostile/test_d_front_id_token.py::test_every_rule_of_an_id_token",
        "tests/hostile/test_a_discovery.py::test_A17_keys_that_change_just_before_signing",
        "tests/hostile/test_a_discovery.py::test_A18_a_key_id_that_never_comes_is_asked_for_once_a_minute",
    ),
    "T26": (
        _T + "test_T26_a_wrong_clock_is_named",
        _T + "test_T26_a_clock_that_is_nearly_right_will_do",
        _T + "test_T26_without_a_date_the_clock_is_not_blamed",
    ),
    "T27": (
        _T + "test_T27_the_client_secret_goes_into_one_body_and_nowhere_else",
        "tests/unit/services/test_secrecy.py::test_no_secret_in_logs_or_files",
    ),
    "T28": (
        "tests/hostile/test_a_discovery.py::test_documents_and_keys",
        "tests/hostile/test_a_discovery.py::test_A19_never_for_another_authority",
    ),
    "T29": (_T + "test_T29_a_browser_that_does_not_come", _SIGN_IN + "test_cancelled_while_waiting"),
    "T30": (_SIGN_IN + "test_denied", _SIGN_IN + "test_timed_out", _SIGN_IN + "test_cancelled"),
    "T31": (
        _SIGN_IN + "test_signing_in_again_keeps_the_account",
        _OTHER + "test_the_old_account_is_kept_and_the_new_tokens_given_back",
        _OTHER + "test_the_person_takes_the_place_of_the_account",
        _OTHER + "test_where_nobody_can_be_asked_nothing_changes",
    ),
    "T32": (_T + "test_T32_a_device_endpoint_is_not_used",),
    # the access token in use, and the network
    "T44": (_L + "test_T44_a_redirect_is_shown_and_not_followed",),
    "T45": (_L + "test_T45_no_typed_address_leads_the_token_away",),
    "T46": (_L + "test_T46_a_netrc_neither_adds_nor_replaces_credentials",),
    "T47": (
        "tests/hostile/test_e_token_transport.py::test_E1_nothing_of_the_exchange_reaches_another_server",
    ),
    "T48": (
        _NETWORKS + "test_T48_a_company_that_looks_into_the_traffic",
        _TLS + "test_a_certificate_that_signed_itself",
        _TLS + "test_each_systems_codes_have_the_same_names",
        _TLS + "test_a_private_authority_is_refused",
        _TLS + "test_a_private_authority_is_accepted_where_its_file_is_named",
        _TLS + "test_a_certificate_for_another_name",
        _TLS + "test_a_certificate_out_of_its_time",
    ),
    "T49": (
        _NETWORKS + "test_T49_sign_in_and_call_through_the_persons_own_proxy",
        _NETWORKS + "test_T49_a_proxy_that_is_not_told_the_right_words",
        _NETWORKS + "test_T49_this_computer_is_never_reached_through_it",
        _PROXIES + "test_the_environments_proxy_leads_to_other_computers",
        _PROXIES + "test_this_computer_is_never_reached_through_a_proxy",
        _PROXIES + "test_a_proxy_that_refuses",
    ),
}
