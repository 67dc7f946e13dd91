"""Reload, lost connection, second tab: nothing lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.live.api import Api
from tests.live.client import Client, Heard
from tests.live.server import Server
from tests.live.story import assert_whole, losses, picture, train

PACED = {"max_iters": 240, "eval_interval": 20}
#: At full speed still under way when an order comes.
LONG = {"max_iters": 2000, "eval_interval": 100}


def last_seq(client: Client) -> int:
    return max(h.data["seq"] for h in client.heard if "seq" in h.data)


def test_since_replays_the_missing_tail(
    client: Client, create: Callable[..., str], connect: Callable[..., Client]
) -> None:
    session_id = create()
    client.order("join", session_id)
    end = train(client, session_id)["seq"]
    numbered = [(h.name, h.data) for h in client.heard[2:]]
    for since in (0, 1, end - 5, end - 1, end):
        late = connect()
        late.order("join", session_id, since=since)
        late.settle(session_id)
        assert late.names()[0] == "joined_room"
        expected = [(n, d) for n, d in numbered if d["seq"] > since]
        assert [(h.name, h.data) for h in late.heard[1:]] == expected, since


def test_what_the_server_cannot_replay_comes_as_a_whole(
    client: Client, create: Callable[..., str], api: Api
) -> None:
    session_id = create()
    end = train(client, session_id)["seq"]
    for payload in ({}, {"since": end + 1}, {"since": 10**15}, {"since": None}):
        before = len(client.heard)
        client.order("join", session_id, **payload)
        client.settle(session_id)
        assert client.names()[before:] == ["joined_room", "session_state"], payload
        assert client.heard[-1].data == api.history(session_id), payload


def test_a_tail_that_is_gone_comes_as_a_whole(
    client: Client, create: Callable[..., str], connect: Callable[..., Client]
) -> None:
    """The tail is bounded: heavy attention pushes the beginning out of it."""
    session_id = create(
        model={"n_embd": 8, "n_layer": 2, "n_head": 8, "block_size": 128},
        hyperparameters={"max_iters": 12, "eval_interval": 3, "batch_size": 1},
    )
    client.order("join", session_id, attention="frames")
    end = train(client, session_id)["seq"]
    late = connect()
    late.order("join", session_id, since=1)
    state = late.wait("session_state")
    assert state["seq"] == end and len(state["loss_history"]) == 5, state["seq"]
    assert late.names() == ["joined_room", "session_state"], late.names()


def test_a_second_tab_sees_the_same(
    client: Client, create: Callable[..., str], connect: Callable[..., Client], api: Api
) -> None:
    session_id = create(hyperparameters=LONG)
    client.order("join", session_id)
    second = connect()
    second.order("join", session_id)
    client.order("start_training", session_id)
    client.wait("training_progress", lambda e: e["step"] >= 30)
    second.order("pause_training", session_id)
    client.wait("training_paused")
    client.order("resume_training", session_id)
    for tab in (client, second):
        tab.wait("training_completed")
        tab.settle(session_id)
    assert [h[:2] for h in client.heard] == [h[:2] for h in second.heard]


def test_joining_in_the_middle_tells_all_so_far(
    client: Client, create: Callable[..., str], connect: Callable[..., Client]
) -> None:
    session_id = create(hyperparameters=LONG)
    client.order("join", session_id)
    client.order("start_training", session_id)
    client.wait("training_progress", lambda e: e["step"] >= 50)
    late = connect()
    late.order("join", session_id)
    for tab in (client, late):
        tab.wait("training_completed")
        tab.settle(session_id)
    state = late.events("session_state")[0]
    first = dict(zip(state["progress"]["steps"], state["progress"]["train_losses"], strict=True))
    rest = losses(late, session_id)
    assert not first.keys() & rest.keys(), "nothing twice"
    assert first | rest == losses(client, session_id), "nothing lost"
    after = [h.data["seq"] for h in late.heard[2:]]
    assert after == list(range(state["seq"] + 1, state["seq"] + 1 + len(after)))


def test_fifteen_cuts_leave_the_same_picture_as_none(
    server: Server, client: Client, api: Api
) -> None:
    from tests.live.api import small

    session = api.create(small(hyperparameters=PACED, speed_multiplier=10))
    session_id = session["session_id"]
    client.order("join", session_id)
    client.order("start_training", session_id)
    pieces: list[Heard] = []
    seen = 0
    cuts = 0
    for cut in range(16):
        tab = server.connect()
        tab.order("join", session_id, since=seen)
        if cut < 15:
            goal = 14 * (cut + 1)
            tab.wait(
                ("training_progress", "training_completed"),
                lambda e, g=goal: e.get("step", g) >= g,
            )
        else:
            tab.wait("training_completed")
        tab.close()  # in the middle of whatever comes
        pieces += [h for h in tab.heard if "seq" in h.data]
        seen = last_seq(tab) if any("seq" in h.data for h in tab.heard) else seen
        cuts += 1
        tab.check()
    client.wait("training_completed")
    client.settle(session_id)
    assert cuts == 16
    whole = [h for h in client.heard if "seq" in h.data and h.name != "session_state"]
    assert [h[:2] for h in pieces] == [h[:2] for h in whole]
    assert_whole(client, session, 240, 20)
    api.delete(f"/api/sessions/{session_id}")


def test_a_cut_during_a_pause_and_a_replay_meanwhile(
    client: Client, create: Callable[..., str], connect: Callable[..., Client]
) -> None:
    session_id = create()
    client.order("join", session_id)
    train(client, session_id)
    seen = last_seq(client)
    client.close()
    other = connect()
    train(other, session_id)
    back = connect()
    back.order("join", session_id, since=seen)
    back.settle(session_id)
    told: list[Any] = [(h.name, h.data) for h in back.heard[1:]]
    assert told[0][0] == "training_started", told[0]
    assert told == [(h.name, h.data) for h in other.heard[1:]]
    assert picture(back, session_id) == picture(other, session_id)
