"""What is wrong in a body by the operation's schema, in words."""

from __future__ import annotations

from xena_desktop.domain.form import BodyFault
from xena_desktop.translation import tr


def fault_words(fault: BodyFault) -> str:
    """A fault of the schema's as a person would say it."""
    name = ".".join(str(step) for step in fault.path) or tr("The body")
    match fault.rule:
        case "unknown":
            return tr("“{name}” is not known to the operation", name=name)
        case "required":
            return tr("“{wanted}” is missing", wanted=fault.wanted)
        case "enum" | "const":
            return tr("“{name}” must be one of {wanted}", name=name, wanted=fault.wanted)
        case "type":
            return tr("“{name}” must be {wanted}", name=name, wanted=_type_words(fault.wanted))
        case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum":
            return tr("“{name}” is out of range: {wanted}", name=name, wanted=fault.wanted)
        case "minLength" | "maxLength" | "minItems" | "maxItems":
            return tr("“{name}” is too short or too long: {wanted}", name=name, wanted=fault.wanted)
        case "format" | "pattern":
            return tr("“{name}” is not written as {wanted}", name=name, wanted=fault.wanted)
    return tr("“{name}” is not what the operation asks for", name=name)


def _type_words(wanted: str) -> str:
    words = {
        "string": tr("a text"),
        "integer": tr("a whole number"),
        "number": tr("a number"),
        "boolean": tr("true or false"),
        "object": tr("an object"),
        "array": tr("a list"),
    }
    return " / ".join(words.get(one, one) for one in wanted.split(", "))
