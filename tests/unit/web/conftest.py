"""A small application for the pieces of the web room, each on its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, jsonify, request
from flask.testing import FlaskClient

from backend.web import errors, owner, page
from backend.web.body import MAX_BODY_BYTES, check_size, json_body
from backend.web.faults import planned_faults

DOCUMENT = "<!doctype html><title>built</title>" + " " * 500


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A built page, and beside it a file that nobody may read."""
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(DOCUMENT)
    (folder / "assets/app-1a2b.js").write_text("console.info('x');" * 100)
    (folder / "assets/font.woff2").write_bytes(b"wOF2" + bytes(100))
    (folder / "favicon.svg").write_text("<svg/>")
    (folder / "apinae.txt").write_text("bees")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link.txt").write_text("ok")
    return folder


@pytest.fixture
def app(built: Path) -> Flask:
    """Page, errors, owner and body as the server puts them together."""
    made = Flask(__name__, static_folder=None)
    made.config.update(MAX_CONTENT_LENGTH=MAX_BODY_BYTES)

    @made.post("/api/echo")
    def echo() -> Any:
        check_size(request)
        return jsonify(body=json_body(request))

    @made.get("/api/who")
    def who() -> Any:
        return jsonify(known=owner.known_owner(), owner=owner.owner())

    @made.get("/api/anonymous")
    def anonymous() -> Any:
        return jsonify(known=owner.known_owner())

    @made.get("/api/bug")
    def bug() -> Any:
        raise KeyError("/home/someone/secret")

    @made.get("/api/faults/<int:allowed>")
    def faults(allowed: int) -> Any:
        return jsonify(planned_faults(bool(allowed)))

    made.register_blueprint(page.blueprint(built))
    errors.install(made)
    owner.install(made)
    return made


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as made:
        yield made
