"""What an operation offers to begin a body with."""

from __future__ import annotations

from xena_desktop.domain.body import Part
from xena_desktop.domain.body_draft import BodyDraft, BodyKind, PartRow, kind_of
from xena_desktop.domain.form import BodyForm, Field, Kind
from xena_desktop.domain.written_body import JSON


def kinds_of(form: BodyForm) -> tuple[BodyKind, ...]:
    """The kinds that the operation takes, the one it names first at the front."""
    return tuple(dict.fromkeys(map(kind_of, form.content_types)))


def types_of_kind(form: BodyForm | None, kind: BodyKind) -> tuple[str, ...]:
    """The content types of a kind that the operation takes; ranges such as ``image/*`` cannot be declared."""
    types = form.content_types if form else ()
    return tuple(one for one in types if kind_of(one) is kind and "*" not in one)


def offered_body(form: BodyForm, kind: BodyKind) -> BodyDraft:
    """A body of this kind: the sample, or a row for each field, those on that are needed."""
    match kind:
        case BodyKind.FORM:
            return BodyDraft(kind=kind, fields=tuple(row for one in form.fields for row in _rows(one)))
        case BodyKind.MULTIPART:
            return BodyDraft(kind=kind, parts=tuple(map(_part, form.parts)))
    chosen = tuple((kind, one) for one in types_of_kind(form, kind)[:1] if one != JSON)
    return BodyDraft(kind=kind, json=form.sample if kind is BodyKind.JSON else "", content_types=chosen)


def missing_parts(form: BodyForm, rows: tuple[PartRow, ...]) -> tuple[PartRow, ...]:
    """The parts that the operation knows and that do not stand in ``rows``, switched off."""
    known = {row.part.name for row in rows}
    offered = (_part(one) for one in form.parts)
    return tuple(PartRow(used=False, part=row.part) for row in offered if row.part.name not in known)


def _rows(field: Field) -> tuple[tuple[bool, str, str], ...]:
    """A row for a field, or one for each value that it begins with."""
    pairs = field.pairs(field.default or field.example) or ((field.name, ""),)
    return tuple((field.is_required, name, value) for name, value in pairs)


def _part(field: Field) -> PartRow:
    is_file = field.kind is Kind.FILE
    part = Part(
        name=field.name,
        value="" if is_file else field.default or field.example,
        file="" if is_file else None,
        content_type=field.content_type,
    )
    return PartRow(used=field.is_required, part=part)
