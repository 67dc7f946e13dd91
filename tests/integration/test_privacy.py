"""A person's words: in memory while their session lives, nowhere else and never after."""

from __future__ import annotations

import psutil
import pytest

from tests.live.api import Api, assert_refused, small
from tests.live.client import Client
from tests.live.server import Server
from tests.live.story import train

#: Words that nothing else on this machine holds.
SECRETS = ("quizzaciously", "absquatulated", "bumfuzzled")
LETTER = (
    f"Dear Anna, he {SECRETS[1]} with the silver, and I was {SECRETS[0]} {SECRETS[2]} by it. "
    "I counted the spoons twice, and the cat counted them too, from her usual place. "
) * 8


@pytest.fixture
def server(narrow_server: Server) -> Server:
    return narrow_server


def holders(server: Server) -> list[str]:
    """Every file of the server, named or only held open, that has one of the secrets."""
    assert server.temporary_files is not None
    found = [path for path in server.temporary_files.rglob("*") if path.is_file()]
    open_files = [
        file.path
        for process in (psutil.Process(server.process.pid), *server.children())
        for file in process.open_files()
        if not file.path.startswith(("/proc", "/dev", "/sys"))
    ]
    return [
        str(path)
        for path in (*found, *open_files)
        if any(secret.encode() in _bytes(str(path)) for secret in SECRETS)
    ]


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:  # closed and gone meanwhile
        return b""


def test_words_are_gone_with_their_session(server: Server, client: Client, api: Api) -> None:
    uploaded = api.post("/api/datasets/upload", files={"file": ("a.txt", LETTER.encode() * 500)})
    assert uploaded.status_code == 201, uploaded.text
    pasted = api.post("/api/datasets/from-text", {"text": LETTER}).json()["dataset_id"]
    body = small(feature_type="style_transfer", dataset_id=pasted)
    session_id = api.create(body)["session_id"]
    train(client, session_id)
    report = client.wait("style_metrics")
    assert SECRETS[0] in report["original_excerpt"], "it does know them"
    assert api.post(f"/api/sessions/{session_id}/quiz", {}).ok
    assert api.post("/api/documents", {"text": LETTER, "format": "docx"}).ok
    assert_refused(api.post("/api/documents", {"text": LETTER, "format": LETTER}), 400, _INVALID)
    assert_refused(api.post("/api/datasets/from-text", {"text": SECRETS[0]}), 400, "text_too_short")
    assert holders(server) == [], "no file has them while it lives"

    text = f"/api/datasets/{pasted}/text"
    assert SECRETS[0] in api.get(text).text
    assert api.delete(f"/api/sessions/{session_id}").ok
    assert_refused(api.get(text), 404, "dataset_not_found")
    for call in ("generate", "quiz", "inspect"):
        answer = api.post(f"/api/sessions/{session_id}/{call}", {"text": "a"})
        assert_refused(answer, 404, "session_not_found")
    assert_refused(api.get(f"/api/sessions/{session_id}/history"), 404, "session_not_found")

    # The upload that no session used goes by itself; test_queue.py waits for it.
    assert holders(server) == []
    told = server.log()
    assert not any(secret in told for secret in SECRETS), "the log has no word of it"


_INVALID = "invalid_request"
