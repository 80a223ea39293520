"""A look at files before they are sent."""

import os
from pathlib import Path

import pytest

from xena_desktop.domain.errors import AttachmentMissing, AttachmentUnreadable
from xena_desktop.domain.transfer import Attachment
from xena_desktop.storage.attachments import look_at


def test_a_file_has_a_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "æ.pdf").write_bytes(b"abc")
    assert look_at(str(tmp_path / "æ.pdf")) == Attachment(path=str(tmp_path / "æ.pdf"), size=3)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert look_at("~/æ.pdf").size == 3


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("gone", "gone"),
        (".", "folder"),
        ("pipe", "special"),
        ("a\x00b", "embedded null"),
        ("a/b", "Not a directory"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, path: str, reason: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a").touch()
    with pytest.raises(AttachmentUnreadable) as caught:
        look_at(str(tmp_path / path))
    assert reason in str(caught.value.details["reason"])


def test_none_was_chosen() -> None:
    with pytest.raises(AttachmentMissing):
        look_at(" ")
