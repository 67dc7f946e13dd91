"""The built page: its files and nothing else, packed, cached as long as is right."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.web import errors, page
from tests.unit.web.conftest import DOCUMENT


@pytest.mark.parametrize("path", ["/", "/app", "/app/session/123", "/app/x.js", "/index.html"])
def test_one_document_for_every_place(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200 and answer.get_data(as_text=True) == DOCUMENT
    assert answer.mimetype == "text/html"
    assert answer.headers["Cache-Control"] == "no-cache", "a new build is seen at once"


@pytest.mark.parametrize(
    ("path", "mimetype", "cache"),
    [
        ("/assets/app-1a2b.js", "text/javascript", "public, max-age=31536000, immutable"),
        ("/assets/font.woff2", "font/woff2", "public, max-age=31536000, immutable"),
        ("/favicon.svg", "image/svg+xml", "no-cache"),
        ("/apinae.txt", "text/plain", "no-cache"),
    ],
)
def test_files(client: FlaskClient, built: Path, path: str, mimetype: str, cache: str) -> None:
    answer = client.get(path)
    assert answer.data == (built / path[1:]).read_bytes()
    assert (answer.mimetype, answer.headers["Cache-Control"]) == (mimetype, cache)
    assert client.head(path).status_code == 200


def test_files_are_packed_for_who_can_unpack(client: FlaskClient, built: Path) -> None:
    path, plain = "/assets/app-1a2b.js", (built / "assets/app-1a2b.js").read_bytes()
    packed = client.get(path, headers={"Accept-Encoding": "br, gzip;q=0.5"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain and len(packed.data) < len(plain) / 5
    for accepts in ("", "identity", "br", "gzip;q=0"):
        answer = client.get(path, headers={"Accept-Encoding": accepts})
        assert "Content-Encoding" not in answer.headers and answer.data == plain
        assert answer.headers["Vary"] == "Accept-Encoding"
    font = client.get("/assets/font.woff2", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in font.headers, "it is packed already"


def test_a_new_build_is_packed_anew(client: FlaskClient, built: Path) -> None:
    headers = {"Accept-Encoding": "gzip"}
    index = built / "index.html"
    client.get("/", headers=headers)
    index.write_text("<!doctype html>newer")
    os.utime(index, ns=(1, 1))
    assert gzip.decompress(client.get("/", headers=headers).data) == b"<!doctype html>newer"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/assets//../../secret.txt",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/assets",
        "/assets/",
        "/.",
        "/..",
        "/nothing.txt",
        "/index.html%00.js",
        "/" + "a" * 5000,
        "/" + "a/" * 3000,
        "/%ff%fe",
        "/~root",
        "/C:%5Cwindows",
    ],
)
def test_nothing_but_its_files_is_served(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (404, 308), path
    if answer.status_code == 308:
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 404
    assert b"secret" not in answer.data and b"root:" not in answer.data
    assert answer.get_json()["error_type"] == "not_found"


def test_a_page_that_is_not_built_says_what_to_do(tmp_path: Path) -> None:
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(page.blueprint(tmp_path / "dist"))
    errors.install(app)
    client = app.test_client()
    for path in ("/", "/app", "/app/x"):
        answer = client.get(path)
        assert answer.status_code == 503 and "./setup.sh install" in answer.get_data(as_text=True)
    assert client.get("/favicon.svg").status_code == 404
