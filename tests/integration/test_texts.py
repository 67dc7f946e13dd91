"""Health, presets, bundled texts, and the texts that people bring."""

from __future__ import annotations

import io
import zipfile

import pytest
import requests

from tests.live.api import Api, assert_refused, small
from tests.live.raw import http
from tests.live.server import ROOT, Server
from tests.live.tables import NOBODY

VERSE = "The rain is on the hill and the sun is on the sea, and who is there to tell. "
UPLOAD = "/api/datasets/upload"
PASTE = "/api/datasets/from-text"


def upload(api: Api, name: str, data: bytes) -> requests.Response:
    return api.post(UPLOAD, files={"file": (name, data)})


def word_file(*paragraphs: str) -> bytes:
    import docx

    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left cell", "right cell"
    document.add_paragraph("the end of it")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_health_tells_what_runs(api: Api) -> None:
    health = api.get("/api/health").json()
    assert health["status"] == "ok" and health["device"] == "cpu", health
    assert health["workers"]["limit"] == 3, health
    assert {"total", "running", "queued"} == set(health["sessions"]), health


def test_bundled_texts_are_counted_from_their_files(api: Api) -> None:
    rows = {row["name"]: row for row in api.get("/api/datasets").json()["datasets"]}
    assert set(rows) == {"shakespeare", "poems", "childrens", "repeats", "names"}, set(rows)
    for name, row in rows.items():
        text = (ROOT / "datasets" / f"{name}.txt").read_text("utf-8")
        assert row["char_count"] == len(text), name
        assert row["vocab_size"] == len(set(text)), name
        assert row["word_count"] == len(text.split()), name
        assert row["file_path"] == f"/datasets/{name}.txt"
        assert row["source"] and row["licence"] and row["display_name"], row
    # The path is a name, not an address: no text is served there.
    assert_refused(api.get("/datasets/shakespeare.txt"), 404, "not_found")


def test_presets_are_complete(api: Api) -> None:
    presets = {p["name"]: p for p in api.get("/api/presets").json()["presets"]}
    assert {"tuned", "classic", "style"} <= set(presets), set(presets)
    for name, preset in presets.items():
        session = api.create({"feature_type": "watch_learn", "dataset_id": "poems", "preset": name})
        assert session["preset"] == name
        chosen = session["training_config"]
        # The poems are a long text: what the preset fits to those is in its fit.
        fitted = preset["training"]
        if fit := preset["fit"]:
            batch_size = fitted["batch_size"] * fit["most_batches"]
            fitted |= {"input_noise": fit["long_text_noise"], "batch_size": batch_size}
        assert chosen == fitted, name
        model = {k: v for k, v in session["model_config"].items() if k != "vocab_size"}
        assert model == preset["model"], name
        assert session["speed_multiplier"] == preset["speed_multiplier"]
        api.delete(f"/api/sessions/{session['session_id']}")


def test_the_document_is_the_committed_one(api: Api) -> None:
    import json

    committed = json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))
    assert api.get("/api/openapi.json").json() == committed


def test_a_pasted_text_is_cleaned_kept_and_given_back(api: Api) -> None:
    raw = "Caf\u0065\u0301 \u2615 and\r\nrain \ud800\x00 <b>&amp;</b> " + VERSE
    answer = api.post(PASTE, data=b'{"text": ' + _escaped(raw) + b"}")
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert told["dataset_id"].startswith("user_") and len(told["dataset_id"]) == 41, told
    kept = api.get(f"/api/datasets/{told['dataset_id']}/text").json()
    assert kept["dataset_id"] == told["dataset_id"]
    text = kept["text"]
    assert text.startswith("Café"), text[:20]
    assert "<b>&amp;</b>" in text and "\r" not in text and "\x00" not in text, text[:60]
    assert told["char_count"] == len(text) and told["vocab_size"] == len(set(text)), told
    assert told["word_count"] == len(text.split()), told
    assert told["filtered_chars"] >= 3, told
    assert text.startswith(told["text_preview"]), told


def _escaped(text: str) -> bytes:
    import json

    return json.dumps(text).encode()


@pytest.mark.parametrize(
    ("text", "error_type"),
    [
        ("", "text_too_short"),
        ("short", "text_too_short"),
        ("word" * 100, "text_too_short"),
        ("\U0001f600" * 200, "text_too_short"),
        (VERSE * 800, "text_too_long"),
    ],
    ids=["empty", "short", "one word", "emoji alone", "50,000 and more"],
)
def test_pasted_texts_have_bounds(api: Api, text: str, error_type: str) -> None:
    body = assert_refused(api.post(PASTE, {"text": text}), 400, error_type)
    assert body["limit"] is not None and body["value"] is not None, body


def test_uploads_of_every_kind(api: Api) -> None:
    text = VERSE * 3 + "Ελλάδα, naïve, 文字. "
    for name, data, encoding in (
        ("a.txt", text.encode(), "utf-8"),
        ("mark.TXT", b"\xef\xbb\xbf" + text.encode(), "utf-8"),
        ("wide.txt", text.encode("utf-16"), "utf-16"),
    ):
        answer = upload(api, name, data)
        assert answer.status_code == 201, f"{name}: {answer.text}"
        told = answer.json()
        assert told["filename"] == name
        assert told["encoding"].lower().startswith(encoding), told
        kept = api.get(f"/api/datasets/{told['dataset_id']}/text").json()["text"]
        assert kept.strip() == text.strip(), name
    answer = upload(api, "文档.docx", word_file(VERSE, VERSE))
    assert answer.status_code == 201, answer.text
    assert answer.json()["filename"] == "文档.docx"
    kept = api.get(f"/api/datasets/{answer.json()['dataset_id']}/text").json()["text"]
    assert kept.index("left cell") < kept.index("right cell") < kept.index("the end"), kept


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.txt",
        "C:\\Users\\me\\a.txt",
        "<script>alert(1)</script>.txt",
        "a" * 5000 + ".txt",
        "\u202egpj.txt",
        "half \udcff.txt",
        "new\nline.txt",
        'quote".txt',
    ],
    ids=["up", "drive", "markup", "long", "right to left", "broken", "line", "quote"],
)
def test_a_file_name_is_data(server: Server, name: str) -> None:
    raw = name.encode("utf-8", "surrogateescape").replace(b'"', b"%22").replace(b"\n", b"%0A")
    body = (
        b'--cut\r\nContent-Disposition: form-data; name="file"; filename="' + raw + b'"\r\n'
        b"Content-Type: text/plain\r\n\r\n" + VERSE.encode() * 3 + b"\r\n--cut--\r\n"
    )
    head = (
        f"POST {UPLOAD} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        f"Content-Type: multipart/form-data; boundary=cut\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    answer = http(server.port, head.encode() + body)
    status = int(answer.split()[1])
    assert status in ((400,) if "\udcff" in name else (201, 415)), answer[:400]
    if status == 201:
        assert b'"dataset_id"' in answer and b"/work" not in answer, answer[:400]


@pytest.mark.parametrize(
    ("name", "data", "status", "error_type"),
    [
        ("a.pdf", b"%PDF-1.4", 415, "file_invalid_type"),
        ("a", b"words", 415, "file_invalid_type"),
        ("a.txt.exe", b"words", 415, "file_invalid_type"),
        ("a.txt", b"", 400, "text_too_short"),
        ("a.txt", b"too short", 400, "text_too_short"),
        ("a.txt", bytes(range(256)) * 8, 422, "file_unreadable"),
        ("a.docx", b"not a zip at all" * 20, 422, "file_unreadable"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, 422, "file_unreadable"),
    ],
    ids=["pdf", "no ending", "exe", "empty", "short", "binary", "no zip", "old Word"],
)
def test_files_that_cannot_be_read(
    api: Api, name: str, data: bytes, status: int, error_type: str
) -> None:
    assert_refused(upload(api, name, data), status, error_type)


def test_a_zip_bomb_costs_nothing(api: Api) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<x/>")
        bomb.writestr("word/document.xml", b"\x00" * 200_000_000)
    assert_refused(upload(api, "bomb.docx", buffer.getvalue()), 422, "file_unreadable")
    assert api.get("/api/health").ok


def test_ten_megabytes_are_the_limit(api: Api) -> None:
    size = 10 * 2**20
    for more in (1, 2**20):
        body = assert_refused(upload(api, "a.txt", b"a" * (size + more)), 400, "file_too_large")
        assert body["limit"] == size, body
    exact = (VERSE * (size // len(VERSE) + 1))[:size].encode()
    # Ten megabytes are allowed, five million characters are too.
    assert_refused(upload(api, "a.txt", exact), 400, "text_too_long")


def test_uploads_that_are_no_uploads(api: Api) -> None:
    assert_refused(api.post(UPLOAD), 400, "invalid_request")
    assert_refused(api.post(UPLOAD, {"file": "text"}), 400, "invalid_request")
    assert_refused(api.post(UPLOAD, data={"file": "text"}), 400, "invalid_request")
    assert_refused(api.post(UPLOAD, files={"other": ("a.txt", b"x")}), 400, "invalid_request")
    assert_refused(api.post(UPLOAD, files={"file": ("", b"x" * 200)}), 400, "invalid_request")
    broken = {"Content-Type": "multipart/form-data"}
    assert_refused(api.post(UPLOAD, data=b"--x\r\n", headers=broken), 400, "invalid_request")
    # A form's own fields have a smaller limit than its files.
    form = api.post(UPLOAD, data={"junk": "x" * 600_000}, files={"file": ("a.txt", b"x" * 200)})
    assert form.status_code in (400, 201), form.text
    many = [("junk", (None, "x"))] * 3000
    assert_refused(api.post(UPLOAD, files=many), 400, "invalid_request")


def test_a_text_goes_with_the_last_session_that_uses_it(api: Api) -> None:
    dataset = api.post(PASTE, {"text": VERSE * 5}).json()["dataset_id"]
    path = f"/api/datasets/{dataset}/text"
    first, second = (api.create(small(dataset_id=dataset)) for _ in range(2))
    assert first["dataset_id"] == dataset and first["dataset_title"] == "Pasted text", first
    api.delete(f"/api/sessions/{first['session_id']}")
    assert api.get(path).status_code == api.request("HEAD", path).status_code == 200
    api.delete(f"/api/sessions/{second['session_id']}")
    assert_refused(api.get(path), 404, "dataset_not_found")
    assert api.request("HEAD", path).status_code == 404
    assert_refused(
        api.post("/api/sessions/create", small(dataset_id=dataset)), 404, "dataset_not_found"
    )


@pytest.mark.parametrize("dataset", ["shakespeare", "user_", f"user_{NOBODY}", "..%2f..", "%00"])
def test_only_own_texts_are_given_back(api: Api, dataset: str) -> None:
    answer = api.get(f"/api/datasets/{dataset}/text")
    assert answer.status_code == 404, answer.text
    assert answer.json()["error_type"] in ("dataset_not_found", "not_found"), answer.text
