"""The JSON of the wire: finite numbers, and finished JSON put in as it is."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from backend.web.sockets import FiniteJson, ReadyJson


def test_finished_json_goes_in_as_it_is() -> None:
    first, second = ReadyJson('{"a": [0.10]}'), ReadyJson('{"quote":"\\"ready-\\""}')
    told = FiniteJson.dumps(["event", first, {"inside": [second, 1]}])
    assert told == '["event",{"a": [0.10]},{"inside":[{"quote":"\\"ready-\\""},1]}]'
    assert FiniteJson.dumps(first) == first.text


def test_a_clients_words_never_become_finished_json() -> None:
    """Quotes within a string are escaped; only the bare mark would do, which nobody can know."""
    mark = FiniteJson._MARK
    for words in ('"', "ready-", f"'{mark}'", f"x{mark}", f'"{mark}"'):
        told = FiniteJson.dumps([words, ReadyJson("{}")])
        assert json.loads(told) == [words, {}]


def test_what_has_no_json_form_is_an_error() -> None:
    assert FiniteJson.dumps({"a": [1, 0.5, None]}) == '{"a":[1,0.5,null]}'
    for value in (float("nan"), float("inf")):
        with pytest.raises(ValueError):
            FiniteJson.dumps([value])
    with pytest.raises(TypeError, match="Decimal has no JSON form"):
        FiniteJson.dumps([Decimal(1)])
