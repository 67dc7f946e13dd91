"""Serving the built page: one document for every place in the app, compressed files beside it."""

from __future__ import annotations

import gzip
import mimetypes
import os
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound
from werkzeug.routing import PathConverter
from werkzeug.security import safe_join

_COMPRESSIBLE = frozenset({".html", ".js", ".css", ".svg", ".json", ".txt"})
_TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
_FOREVER = "public, max-age=31536000, immutable"
_UNBUILT = (
    "<!doctype html><title>LLMBreaker</title><p>The page is not built yet. "
    "Run <code>./setup.sh install</code>, or <code>./setup.sh dev</code> and open "
    "<code>http://localhost:3000</code>."
)


class FileConverter(PathConverter):
    """A path that is none of the API's: there a wrong method is 405, and nothing is a file."""

    regex = r"(?!api(?:/|$))[^/].*?"


@lru_cache(maxsize=256)
def _packed(path: Path, changed_ns: int) -> bytes:
    """A file's bytes, gzipped; made again when the file changes."""
    return gzip.compress(path.read_bytes(), 9, mtime=0)


def _send(path: Path, cache: str) -> Response:
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    packs = path.suffix in _COMPRESSIBLE
    packed = packs and request.accept_encodings["gzip"] > 0
    content = _packed(path, path.stat().st_mtime_ns) if packed else path.read_bytes()
    answer = Response(content, mimetype=kind or "application/octet-stream")
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    if packs:
        answer.vary.add("Accept-Encoding")
    answer.headers["Cache-Control"] = cache
    return answer


def blueprint(folder: Path) -> Blueprint:
    """The page built in `folder`: `/`, `/app` and below, and its files."""
    page = Blueprint("page", __name__)
    page.record_once(lambda state: state.app.url_map.converters.update(file=FileConverter))

    @page.get("/")
    @page.get("/app")
    @page.get("/app/<path:place>")
    def document(place: str = "") -> Response:
        index = folder / "index.html"
        if not index.is_file():
            return Response(_UNBUILT, 503, mimetype="text/html")
        return _send(index, "no-cache")

    @page.get("/<file:name>")
    def file(name: str) -> Response:
        found = safe_join(str(folder), name)
        if found is None or not os.path.isfile(found):  # Path raises for names that are too long
            raise NotFound
        return _send(Path(found), _FOREVER if name.startswith("assets/") else "no-cache")

    return page
