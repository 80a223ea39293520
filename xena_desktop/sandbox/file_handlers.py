"""Documents' files: PDF and pictures."""

from urllib.parse import quote

from xena_desktop.sandbox.bookkeeping import add_document
from xena_desktop.sandbox.call import Call
from xena_desktop.sandbox.refusals import Answer, FieldError, not_saved
from xena_desktop.sandbox.resource_files import read_bytes
from xena_desktop.sandbox.store import Row

BYTES = "application/octet-stream"


def versions(call: Call) -> Row:
    """The versions of a document."""
    rows = call.fiscal.every("DocumentVersion", DocumentId=call.row("Document")["Id"])
    return call.page(
        rows, show=lambda row: call.shown("DocumentVersion", row, definition="DocumentVersionDto")
    )


def upload(call: Call) -> Row:
    """A file for a voucher, as a document of its own; it gets its description from the form."""
    voucher = call.row("Voucher")
    file = call.uploads.get("file")
    if file is None or not file.name:
        raise not_saved(400, errors=[FieldError("file", call.text("required"))])
    title = call.form.get("Description") or file.name
    document = add_document(
        call.fiscal, title=title, file=(file.name, file.content_type or BYTES, file.content)
    )
    voucher.setdefault("FirstDocumentId", document["Id"])
    return call.shown("Document", document, definition="DocumentDto")


def download(call: Call) -> Answer:
    """A version's file, to be saved."""
    return _file(call, disposition="attachment")


def inline(call: Call) -> Answer:
    """A version's file, to be shown."""
    return _file(call, disposition="inline")


def thumbnail(call: Call) -> Answer:
    """A small picture of a document."""
    document = call.row("Document", name="documentId")
    version = call.fiscal.rows["DocumentVersion"][document["LastVersionId"]]
    name = "invoice-thumbnail.png" if version["IsPdf"] else "boiler-room-thumbnail.png"
    return Answer(read_bytes(f"sandbox/documents/{name}"), "image/png")


def _file(call: Call, *, disposition: str) -> Answer:
    version = call.row("DocumentVersion", name="versionId")
    # RFC 6266: names beyond ASCII go into filename*
    name = version["FileName"]
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    header = f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return Answer(call.fiscal.files[version["Id"]], version["ContentType"], {"Content-Disposition": header})
