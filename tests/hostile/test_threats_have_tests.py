"""Every threat of the listener, the protocol and the network has its test, and the test is there."""

import ast
from pathlib import Path

import pytest

from .threats import THREATS

PROJECT = Path(__file__).parents[2]
NUMBERS = (*range(1, 18), *range(20, 33), *range(44, 50))


def test_no_threat_is_without_a_test() -> None:
    assert list(THREATS) == [f"T{number}" for number in NUMBERS]
    assert all(THREATS.values())


@pytest.mark.parametrize("threat", THREATS)
def test_the_tests_of_the_threat_are_there(threat: str) -> None:
    for test in THREATS[threat]:
        file, _, name = test.partition("::")
        tree = ast.parse((PROJECT / file).read_text(encoding="utf-8"))
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        assert name in [node.name for node in tree.body if isinstance(node, kinds)], test
