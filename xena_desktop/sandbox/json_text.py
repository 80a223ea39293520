"""JSON as Xena writes it: amounts are numbers with all their decimals, never rounded through a float."""

import json
from decimal import Decimal
from typing import Any


def write_json(value: object) -> str:
    """The value as JSON; a Decimal becomes a number with exactly its digits."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict):
        members = (f"{json.dumps(str(name))}:{write_json(member)}" for name, member in value.items())
        return "{" + ",".join(members) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(write_json(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def read_json_text(text: str) -> Any:
    """The value of a JSON text, its broken numbers as Decimal; raises ValueError."""
    return json.loads(text, parse_float=Decimal)
