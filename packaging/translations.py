"""Keeps the translations in step with the code.

Reads every text given to ``tr`` and ``trn`` in ``xena_desktop`` and writes ``resources/translations/da.po`` anew:
sorted, one entry for each text, translations kept, texts that are gone from the code dropped. Translations lying in
``resources/translations/parts/*.po`` fill what has none yet. With ``--check`` nothing is
written; the exit code is 1 when a text has no translation, an entry belongs to no text, or ``{fields}`` differ.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polib

PROJECT: Final = Path(__file__).parents[1]
TRANSLATIONS: Final = PROJECT / "resources" / "translations"
TEXTS_OF: Final = {"tr": 1, "trn": 2}
"""The functions that translate, and how many of their first arguments are texts: one, or singular and plural."""
FIELD: Final = re.compile(r"\{[^{}]*\}")
# one language for now; its plural rule from the Unicode CLDR
METADATA: Final = {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "da",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def texts_of_the_code() -> polib.POFile:
    """Every text of the program, untranslated, with the files it stands in."""
    texts = polib.POFile(wrapwidth=0)
    for file, (singular, plural) in _texts_in_files(PROJECT / "xena_desktop"):
        entry = texts.find(singular)
        if entry is None:
            entry = polib.POEntry(msgid=singular)
            texts.append(entry)
        if plural:
            entry.msgid_plural, entry.msgstr_plural = plural, {0: "", 1: ""}
        if (file, "") not in entry.occurrences:
            entry.occurrences.append((file, ""))
    return texts


def _texts_in_files(folder: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each file with each of its texts, as singular and plural; of a text without a number the plural is empty."""
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TEXTS_OF:
                texts = [ast.literal_eval(argument) for argument in node.args[: TEXTS_OF[node.func.id]]]
                yield file.relative_to(folder).as_posix(), (texts[0], texts[1] if texts[1:] else "")


def merged(texts: polib.POFile, sources: list[polib.POFile]) -> polib.POFile:
    """``texts`` with the first translation that the sources know for each."""
    result = polib.POFile(wrapwidth=0)
    result.metadata = dict(METADATA)
    for text in sorted(texts, key=lambda entry: entry.msgid):
        for source in sources:
            known = source.find(text.msgid)
            if known is None or not known.translated() or bool(known.msgid_plural) != bool(text.msgid_plural):
                continue
            text.msgstr, text.msgstr_plural = known.msgstr, dict(known.msgstr_plural)
            text.tcomment = known.tcomment
            break
        text.occurrences.sort()
        result.append(text)
    return result


def faults(texts: polib.POFile, translations: polib.POFile) -> list[str]:
    """What is missing, left over or wrong in ``translations``; each a sentence."""
    wanted = {entry.msgid for entry in texts}
    known = {entry.msgid: entry for entry in translations if not entry.obsolete}
    found = [f"obsolete: {msgid!r}" for msgid in sorted(set(known) - wanted)]
    found += [f"obsolete: {entry.msgid!r}" for entry in translations.obsolete_entries()]
    for text in texts:
        entry = known.get(text.msgid)
        if entry is None or not entry.translated() or entry.fuzzy or entry.msgid_plural != text.msgid_plural:
            found.append(
                f"not translated: {text.msgid!r} ({', '.join(file for file, _ in text.occurrences)})"
            )
        elif not _same_fields(entry):
            found.append(f"fields differ: {text.msgid!r}")
    return found


def _same_fields(entry: polib.POEntry) -> bool:
    if not entry.msgid_plural:
        return sorted(FIELD.findall(entry.msgid)) == sorted(FIELD.findall(entry.msgstr))
    # a singular form may say "one" where the plural says {count}
    singular, plural = (set(FIELD.findall(text)) for text in (entry.msgid, entry.msgid_plural))
    one, many = (set(FIELD.findall(entry.msgstr_plural[form])) for form in (0, 1))
    return singular - {"{count}"} == one - {"{count}"} and plural == many


def main(*, check: bool) -> int:
    """Update or check; returns the exit code."""
    file = TRANSLATIONS / "da.po"
    existing = polib.pofile(str(file), wrapwidth=0) if file.exists() else polib.POFile()
    texts = texts_of_the_code()
    if check:
        found = faults(texts, existing)
    else:
        parts = [polib.pofile(str(part), wrapwidth=0) for part in sorted(TRANSLATIONS.glob("parts/*.po"))]
        result = merged(texts, [existing, *parts])
        result.save(str(file))
        found = faults(texts_of_the_code(), result)
    print("\n".join(found) or f"{len(texts)} texts, all translated")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
