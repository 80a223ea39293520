"""The texts of choices and messages, in Danish and English by a person's culture."""

from xena_desktop.sandbox.resource_files import read_json


class Choices:
    """The possible values of each choice with their texts."""

    def __init__(self) -> None:
        self._choices: dict[str, dict[str, dict[str, str]]] = read_json("sandbox/choices.json")
        self._text_of: dict[str, dict[str, str]] = {}
        for group in self._choices.values():
            self._text_of |= group

    def values(self, choice: str) -> tuple[str, ...]:
        """The possible values; empty where there is no such choice."""
        return tuple(self._choices.get(choice, ()))

    def all_values(self) -> dict[str, tuple[str, ...]]:
        """The possible values of every choice."""
        return {choice: tuple(texts) for choice, texts in self._choices.items()}

    def text(self, key: str, *, culture: str, **values: object) -> str:
        """The text of a value or message in the culture's language; the key itself where there is none."""
        texts = self._text_of.get(key)
        language = "da" if culture.startswith("da") else "en"
        return texts[language].format(**values) if texts else key

    def color(self, key: str) -> str:
        """The colour of a status, as `#RRGGBB`."""
        return self._text_of[key]["color"]
