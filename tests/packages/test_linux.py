"""The Linux packages on bare machines: installed, used for the main job by a person, removed.

What the machines say is judged here; what happens on them is in the shell scripts beside this file.
"""

import json
from pathlib import Path

import pytest

from tests.packages.conftest import Packages
from tests.packages.machine import MACHINES, Machine

machines = pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.suite)

MIME_TYPE = "application/vnd.xena.connection+json"
LEFT_BEHIND = r"""
dpkg -l xena-desktop 2>/dev/null | grep ^ii && exit 1
find / -xdev -iname '*xena*' -not -path '/packages*' -not -path '/out*' -not -path '/home/*' -not -path '/tests*' \
    -not -path '/tmp/*' -not -path '/proc/*'
grep -rlis xena /usr/share/applications /usr/share/mime /usr/share/icons /etc || true
"""


@pytest.fixture
def out(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Where pictures and words of the machine go; the person may write there."""
    folder = tmp_path / "out"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    return folder


def seen(out: Path, *, installed_at: str) -> None:
    """What the person must have seen, and what must not have reached the browser."""
    assert {picture.name for picture in out.glob("*.png")} >= {
        "1-first-start.png",
        "3-profile.png",
        "4-answer.png",
    }
    assert (out / "browser-processes").read_text().split()
    assert installed_at not in (out / "browser-libraries").read_text()
    assert (out / "browser-environment").read_text() == ""
    assert json.loads((out / "whoami.json").read_text())["name"] == "Søren Holm"
    assert "Holm" in (out / "fiscal-setups.json").read_text()
    assert "xena-desktop/" in (out / "keychain").read_text()
    assert "logget ud" in (out / "sign-out.log").read_text()


@machines
def test_the_deb_brings_all_it_needs_to_a_bare_machine(machine: Machine, packages: Packages) -> None:
    said = machine.bare(
        """
        apt-get update -qq
        apt-get -o Dpkg::Use-Pty=0 install -y -qq --no-install-recommends /packages/*.deb >/dev/null 2>&1
        cd /usr/lib/xena-desktop/lib
        find . -name '*.so*' -type f -not -name libqgtk3.so |
            LD_LIBRARY_PATH=$PWD xargs -n 1 ldd 2>/dev/null | grep 'not found' && exit 1
        xena-desktop --version
        XENA_DESKTOP_HOME=/tmp/home LANG=da_DK.UTF-8 xena-desktop --help
        """,
        binds={packages.alone(packages.deb): "/packages"},
    )
    assert said.startswith(f"xena-desktop {packages.version}\n")
    assert "Kommandoer" in said
    assert "nøglering" in said or "forbindelse" in said


@machines
def test_the_deb_does_the_main_job_from_the_menu_and_leaves_nothing(
    machine: Machine, packages: Packages, out: Path
) -> None:
    left = machine.desktop(
        f"""
        apt-get update -qq
        apt-get -o Dpkg::Use-Pty=0 install -y -qq --no-install-recommends /packages/*.deb >&2
        desktop-file-validate /usr/share/applications/xena-desktop.desktop >&2
        echo '{{"format": "xena-connection/1"}}' >/tmp/probe.xenaconnection
        su person -c 'gio info -a standard::content-type /tmp/probe.xenaconnection' | grep -q {MIME_TYPE}
        test "$(su person -c 'xdg-mime query default {MIME_TYPE}')" = xena-desktop.desktop
        man -w xena-desktop >&2
        entry=/usr/share/applications/xena-desktop.desktop
        sh /tests/session.sh sh /tests/main_job.sh /out xena-desktop gio launch $entry >&2
        apt-get purge -y -qq xena-desktop >&2
        {LEFT_BEHIND}
        """,
        binds={packages.alone(packages.deb): "/packages", out: "/out"},
    )
    seen(out, installed_at="/usr/lib/xena-desktop")
    assert left == ""


@machines
def test_the_archive_does_the_main_job_from_any_folder_without_root(
    machine: Machine, packages: Packages, out: Path
) -> None:
    left = machine.desktop(
        f"""
        cd /home/person
        su person -c 'tar -xf /packages/*.tar.xz && mv xena-desktop-* "Xena på stik"'
        cd "Xena på stik"
        sh /tests/session.sh sh /tests/main_job.sh /out "$PWD/xena-desktop" "$PWD/xena-desktop" >&2
        {LEFT_BEHIND}
        """,
        binds={packages.alone(packages.archive): "/packages", out: "/out"},
    )
    seen(out, installed_at="/home/person")
    assert left == ""


def test_lintian_and_appstream_have_nothing_to_say(packages: Packages, tmp_path: Path) -> None:
    machine = MACHINES[1]
    machine.bare(
        """
        apt-get update -qq
        apt-get -o Dpkg::Use-Pty=0 install -y -qq --no-install-recommends lintian appstream >/dev/null 2>&1
        lintian --fail-on error --suppress-tags bad-distribution-in-changes-file /packages/*.deb
        dpkg-deb -x /packages/*.deb /tmp/tree
        appstreamcli validate --no-net --explain /tmp/tree/usr/share/metainfo/*.xml
        """,
        binds={packages.alone(packages.deb): "/packages"},
    )
