"""What belongs to the person rather than to one fiscal setup."""

from xena_desktop.sandbox.call import Call
from xena_desktop.sandbox.people import Role
from xena_desktop.sandbox.store import FiscalData, Row

_SECURITY_GROUPS: dict[Role, str] = {
    "administrator": "Administrator",
    "bookkeeper": "Bogholder",
    "reader": "Læser",
}
_EU = frozenset({"DK", "SE", "DE", "NL", "PL"})
_LCID = {"da-DK": 1030, "en-GB": 2057}


def fiscal_setups(call: Call) -> Row:
    """The fiscal setups of the person."""
    return call.page((fiscal.setup for fiscal, _ in _memberships(call)), show=lambda row: _setup(call, row))


def fiscal_setup(call: Call) -> Row:
    """The fiscal setup of the path."""
    return _setup(call, call.fiscal.setup)


def memberships(call: Call) -> Row:
    """The person's memberships with their security groups."""
    rows = [_membership(call, fiscal, role) for fiscal, role in _memberships(call)]
    return call.page(rows, show=lambda row: _shape(call, row, "XenaUserMembershipDto"))


def ids_memberships(call: Call) -> list[Row]:
    """The person's memberships as the identity server sees them: a bare list."""
    rows = [_membership(call, fiscal, role) for fiscal, role in _memberships(call)]
    return [_shape(call, row, "IdSMembershipDto") for row in rows]


def health(_: Call) -> Row:
    """That the Sandbox answers."""
    return {"status": "UP"}


def countries(call: Call) -> Row:
    """The countries that the Sandbox knows."""
    rows = [
        {
            "Abbreviation": key,
            "Name": key,
            "DisplayName": call.text(key),
            "IsEUMember": key in _EU,
        }
        for key in call.choices.values("Country")
    ]
    return call.page(rows, show=lambda row: _shape(call, row, "CountryDto"))


def cultures(call: Call) -> Row:
    """The cultures that the Sandbox knows."""
    rows = [{"Name": key, "DisplayName": call.text(key), "LCID": lcid} for key, lcid in _LCID.items()]
    return call.page(rows, show=lambda row: _shape(call, row, "CultureDto"))


def _memberships(call: Call) -> list[tuple[FiscalData, Role]]:
    return [(call.store.fiscals[fiscal_id], role) for fiscal_id, role in call.person.roles.items()]


def _membership(call: Call, fiscal: FiscalData, role: Role) -> Row:
    membership_id = fiscal.fiscal_id * 1000 + call.person.user_id % 1000
    picture = call.person.picture
    return {
        "Id": membership_id,
        "MembershipId": membership_id,
        "FiscalSetupId": fiscal.fiscal_id,
        "UserId": call.person.user_id,
        "ResourceId": membership_id + 1,
        "ResourceName": call.person.name,
        "CurrencyAbbreviation": "DKK",
        "FiscalSetupName": fiscal.setup["Address"]["Name"],
        "XenaSubscriptionId": fiscal.fiscal_id + 700000,
        "PictureUrl": f"{call.authority}/sandbox/pictures/{picture}" if picture else None,
        "SecurityGroups": _SECURITY_GROUPS[role],
    }


def _setup(call: Call, row: Row) -> Row:
    return _shape(call, row, "FiscalSetupDto")


def _shape(call: Call, row: Row, definition: str) -> Row:
    return call.presentation.shape(row, definition=definition, culture=call.person.culture)
