"""People's texts live in memory as long as somebody needs them, and within limits."""

from __future__ import annotations

import pytest

from backend.contract.errors import ContractError
from backend.sessions import texts as texts_module
from backend.sessions.texts import TextStore
from tests.unit.sessions.stage import LINES, TEXT, Stage, Texts


class Clock:
    now_s = 1000.0

    def monotonic(self) -> float:
        return self.now_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(texts_module, "time", clock)
    return clock


@pytest.fixture
def store(clock: Clock) -> TextStore:
    return TextStore(Texts(), idle_s=3600)  # type: ignore[arg-type]


def add(store: TextStore, text: str = TEXT, filename: str = "mine.txt") -> str:
    counts: dict[str, object] = {
        "encoding": "utf-8",
        "char_count": len(text),
        "vocab_size": len(set(text)),
        "word_count": len(text.split()),
        "filtered_chars": 0,
        "direction": "ltr",
        "advice": None,
        "reference_losses": LINES.model_dump(),
    }
    return store.add(filename, text, counts).dataset_id


def is_kept(store: TextStore, dataset_id: str) -> bool:
    return dataset_id in store._own


def test_a_text_of_ones_own_is_found_by_its_id(store: TextStore) -> None:
    key = add(store, filename="../../etc/passwd")
    source = store.get(key)
    assert (source.text, source.title, source.own) == (TEXT, "../../etc/passwd", True)
    assert store.own_text(key) == TEXT
    assert key.startswith("user_") and len(key) == len("user_") + 36
    assert add(store) != key


def test_the_preview_is_its_beginning(store: TextStore) -> None:
    counts = {"encoding": "utf-8", "char_count": 3000, "vocab_size": 1, "word_count": 1}
    found = {"filtered_chars": 2, "direction": "rtl", "advice": "Bring more."}
    told = store.add("x", "é" * 3000, {**counts, **found, "reference_losses": LINES.model_dump()})
    assert told.text_preview == "é" * 500
    assert (told.char_count, told.filtered_chars) == (3000, 2)
    assert (told.direction, told.advice) == ("rtl", "Bring more.")


def test_a_bundled_text_is_found_but_not_given_away(store: TextStore) -> None:
    assert store.get("words").text == TEXT and not store.get("words").own
    with pytest.raises(ContractError) as refusal:
        store.own_text("words")
    assert refusal.value.error_type == "dataset_not_found"
    assert [d.name for d in store.bundled()] == ["words"]


@pytest.mark.parametrize("wrong", ["", "nothing", "user_123", "../words"])
def test_an_unknown_id_is_not_found(store: TextStore, wrong: str) -> None:
    for ask in (store.get, store.own_text):
        with pytest.raises(ContractError) as refusal:
            ask(wrong)
        assert refusal.value.error_type == "dataset_not_found"


def test_a_text_goes_with_the_last_session_that_uses_it(store: TextStore) -> None:
    key = add(store)
    store.hold(key)
    store.hold(key)
    store.release(key)
    assert is_kept(store, key)
    store.release(key)
    assert not is_kept(store, key)
    store.release(key)
    store.hold(key)
    store.hold("words")
    store.release("words")
    assert store.get("words").text == TEXT


def test_an_unused_text_expires_after_the_idle_time(store: TextStore, clock: Clock) -> None:
    unused, used, touched = add(store), add(store), add(store)
    store.hold(used)
    clock.now_s += 3599
    store.own_text(touched)
    store.expire()
    assert is_kept(store, unused)
    clock.now_s += 2
    store.expire()
    assert [is_kept(store, key) for key in (unused, used, touched)] == [False, True, True]


def test_the_oldest_unused_text_makes_room(
    store: TextStore, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts_module, "MAX_OWN_TEXTS", 3)
    keys = []
    for _ in range(3):
        clock.now_s += 1
        keys.append(add(store))
    store.hold(keys[0])
    clock.now_s += 1
    store.get(keys[1])
    newest = add(store)
    kept = [is_kept(store, key) for key in (*keys, newest)]
    assert kept == [True, True, False, True], "the first is in use, the second was just read"


def test_characters_are_bounded_too(
    store: TextStore, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts_module, "MAX_OWN_CHARACTERS", 250)
    first = add(store, "a" * 100)
    clock.now_s += 1
    second = add(store, "b" * 100)
    third = add(store, "c" * 150)
    assert [is_kept(store, key) for key in (first, second, third)] == [False, True, True]


def test_texts_in_use_are_never_dropped(store: TextStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts_module, "MAX_OWN_TEXTS", 2)
    for _ in range(2):
        store.hold(add(store))
    with pytest.raises(ContractError) as refusal:
        add(store)
    error = refusal.value
    assert (error.error_type, error.limit, error.value) == ("too_many_requests", 2, 2)


def test_sessions_hold_and_release_their_text(stage: Stage) -> None:
    key = add(stage.texts)
    first, second = (stage.create(dataset_id=key) for _ in range(2))
    stage.manager.delete(first.id)
    assert is_kept(stage.texts, key)
    stage.manager.delete(second.id)
    assert not is_kept(stage.texts, key)


def test_a_session_that_was_refused_holds_nothing(stage: Stage) -> None:
    key = add(stage.texts, "too short for style " * 2)
    with pytest.raises(ContractError):
        stage.create(dataset_id=key, feature_type="style_transfer")
    assert stage.texts._own[key].users == 0
