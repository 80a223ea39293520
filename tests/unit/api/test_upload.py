"""Files go out from the disk, whole or not at all, and never through memory."""

import os
import socket
import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.fakes.processes import wait_until
from tests.fakes.raw_server import RawServer, read_head
from tests.unit.api.test_sending import Call, read_body
from xena_desktop.api.upload import Upload
from xena_desktop.domain.body import FileBody, Multipart, Part
from xena_desktop.domain.errors import AttachmentChanged, AttachmentMissing, AttachmentUnreadable
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.transfer import Attachment, Phase, Transfer
from xena_desktop.domain.written_body import FilePiece

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
LARGE = 40_000_000


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.bin"
    with path.open("wb") as file:
        file.truncate(LARGE)
    return path


def test_a_file_goes_out_between_its_parts(tmp_path: Path) -> None:
    path = tmp_path / "bilag å.txt"
    path.write_bytes(b"\x00\r\n--\xff")
    seen: list[tuple[bytes, bytes]] = []

    def converse(connection: socket.socket) -> None:
        head = read_head(connection)
        seen.append((head.partition(b"\r\n\r\n")[0], read_body(connection, head)))
        connection.sendall(OK)

    body = Multipart(parts=(Part(name="note", value="æ"), Part(name="fil", file=str(path))))
    with RawServer(converse) as server, ThreadPoolExecutor(1) as pool:
        call = Call(server.port, ApiRequest(method="POST", path="x", body=body), pool)
        assert call.answer().status == 200
    ((head, sent),) = seen
    boundary = head.partition(b"boundary=")[2].partition(b"\r\n")[0]
    assert sent.split(b"--" + boundary)[2] == (
        '\r\nContent-Disposition: form-data; name="fil"; filename="bilag å.txt"\r\n'
        "Content-Type: text/plain\r\n\r\n".encode()
        + b"\x00\r\n--\xff\r\n"
    )
    assert b"Transfer-Encoding" not in head
    assert f"Content-Length: {len(sent)}\r\n".encode() in head
    assert call.transfer.attachments == (Attachment(path=str(path), size=6),)
    assert call.transfer.sent == call.transfer.to_send == len(sent)


def test_an_empty_file_is_a_body_without_bytes(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.touch()
    heads: list[bytes] = []

    def converse(connection: socket.socket) -> None:
        heads.append(read_head(connection))
        connection.sendall(OK)

    with RawServer(converse) as server, ThreadPoolExecutor(1) as pool:
        Call(server.port, ApiRequest(method="PUT", path="x", body=FileBody(path=str(path))), pool).answer()
    assert b"\r\nContent-Length: 0\r\n" in heads[0]
    assert b"\r\nContent-Type: text/csv\r\n" in heads[0]


def test_a_large_file_is_never_in_memory_as_a_whole(large: Path) -> None:
    upload = Upload((FilePiece(str(large)),), transfer=Transfer())
    tracemalloc.start()
    try:
        with upload:
            assert sum(map(len, upload)) == len(upload) == LARGE
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < LARGE / 20


def test_progress_of_a_file_and_stopping_it(large: Path) -> None:
    read_on = threading.Event()

    def converse(connection: socket.socket) -> None:
        read_head(connection)
        server.asked.set()
        read_on.wait(10)

    with RawServer(converse) as server, ThreadPoolExecutor(1) as pool:
        call = Call(server.port, ApiRequest(method="POST", path="x", body=FileBody(path=str(large))), pool)
        assert server.asked.wait(10)
        wait_until(lambda: call.transfer.sent > 0, what="something sent")
        assert 0 < call.transfer.sent < call.transfer.to_send == LARGE
        assert call.transfer.phase is Phase.SENDING
        call.stopped()
        read_on.set()
    large.unlink()  # nobody holds it any more, which Windows would say


@pytest.mark.parametrize("change", ["shorter", "longer", "other"])
def test_a_file_that_changes_under_way_breaks_the_request_off(large: Path, change: str) -> None:
    with Upload((FilePiece(str(large)), b"end"), transfer=Transfer()) as upload:
        began = len(upload.read())
        with large.open("r+b") as file:
            if change == "shorter":
                file.truncate(LARGE // 2)
            else:
                file.seek(0, os.SEEK_END if change == "longer" else os.SEEK_SET)
                file.write(b"x")
        os.utime(large, ns=(1, 1))
        steps: list[bytes] = []
        with pytest.raises(AttachmentChanged) as caught:
            steps.extend(upload)
    assert caught.value.details == {"path": str(large)}
    assert began + sum(map(len, steps)) < LARGE


def test_a_change_after_the_last_byte_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    with Upload((FilePiece(str(path)),), transfer=Transfer()) as upload:
        assert upload.read() == b"abc"
        os.utime(path, ns=(1, 1))
        assert upload.read() == b""


def test_the_server_never_gets_a_whole_request_of_a_file_that_changed(large: Path) -> None:
    got: list[int] = []

    def converse(connection: socket.socket) -> None:
        head = read_head(connection)
        os.utime(large, ns=(1, 1))
        got.append(len(read_body(connection, head)))

    with RawServer(converse) as server, ThreadPoolExecutor(1) as pool:
        call = Call(server.port, ApiRequest(method="POST", path="x", body=FileBody(path=str(large))), pool)
        with pytest.raises(AttachmentChanged):
            call.future.result(30)
        wait_until(lambda: bool(got), what="the server's end")
    assert got[0] < LARGE


@pytest.mark.parametrize(("path", "reason"), [("gone.pdf", "gone"), (".", "folder"), ("pipe", "special")])
def test_what_cannot_be_sent_is_said_before_anything_is(tmp_path: Path, path: str, reason: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    transfer = Transfer()
    with pytest.raises(AttachmentUnreadable) as caught:
        Upload((b"x", FilePiece(str(tmp_path / path), "fil")), transfer=transfer)
    assert str(caught.value.details["reason"]).startswith(reason)
    assert transfer == Transfer()


@pytest.mark.parametrize("path", ["a\x00b", "~nobody-of-that-name/x"])
def test_a_path_that_is_none(path: str) -> None:
    with pytest.raises(AttachmentUnreadable):
        Upload((FilePiece(path),), transfer=Transfer())


def test_a_file_still_to_be_chosen_is_named() -> None:
    with pytest.raises(AttachmentMissing) as caught:
        Upload((FilePiece(" ", "fil"),), transfer=Transfer())
    assert caught.value.details == {"name": "fil"}


def test_a_file_in_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "a.txt").write_bytes(b"abc")
    with Upload((FilePiece("~/a.txt"),), transfer=Transfer()) as upload:
        assert b"".join(upload) == b"abc"
