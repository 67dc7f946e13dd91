"""What a person may set, in one typed place: the environment first, then ``.env``, then defaults.

Owns names, bounds, defaults and the sentences that refuse a bad value, and writes
``.env.example`` from them (``python -m backend.settings`` writes, ``--check`` compares). Must not
import torch or flask, nor start anything. Names and defaults of the page's own settings (seed,
preset…) are the contract's business, not this module's.
"""

from __future__ import annotations

import difflib
import ipaddress
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import Field, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[1]
ENV_FILE = ROOT / ".env"
EXAMPLE_FILE = ROOT / ".env.example"

_HOST_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*", re.IGNORECASE)


class SettingsError(ValueError):
    """One or more settings are unusable; the text has one line for each, fit to be printed."""


def usable_cores() -> int:
    """How many cores this process may use (a container often grants fewer than there are)."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Settings(BaseSettings):
    """What the server was told. Frozen; build it with `load_settings`, or by keyword in tests.

    An empty value means the default. Unknown names in ``.env`` are refused, because a misspelt
    setting that is silently ignored is worse than a start that fails; unknown names in the
    environment belong to others and are not looked at.
    """

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_ignore_empty=True, env_file_encoding="utf-8-sig"
    )

    host: str = Field(
        "127.0.0.1", description="Address to listen on; 127.0.0.1 keeps the app to this machine."
    )
    port: int = Field(
        5000,
        ge=1,
        le=65535,
        description="Port of page and API, 1 to 65535 (macOS: AirPlay may hold 5000).",
    )
    max_running: int = Field(
        default_factory=lambda: max(4, usable_cores()),
        ge=1,
        le=1024,
        description="Trainings at once, 1 to 1024; more wait. Empty: the cores, at least 4.",
    )
    max_sessions: int = Field(
        40, ge=1, le=10_000, description="Runs kept in memory, finished ones included, 1 to 10000."
    )
    max_weights_mb: int = Field(
        1024,
        ge=1,
        le=1_000_000,
        description="Memory in MB for the past weights of all runs together, 1 to 1000000.",
    )
    warm_workers: int = Field(
        1,
        ge=0,
        le=64,
        description="Training processes kept ready for the next Play, 0 to 64; 310 MB each.",
    )
    engine: Literal["auto", "torch"] = Field(
        "auto", description="What trains: auto (compiled code where it was built) or torch."
    )
    session_idle_seconds: int = Field(
        3600,
        ge=1,
        le=604_800,
        description="Seconds a run that is not training is kept unused, 1 to 604800.",
    )
    datasets_dir: Path = Field(
        Path("datasets"),
        description="Folder of the bundled texts; relative to the project's folder.",
    )
    page_dir: Path = Field(
        Path("frontend/dist"),
        description="Folder of the built page; relative to the project's folder.",
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        ("http://localhost:3000", "http://127.0.0.1:3000"),
        description="Pages that may call the API besides the server's own, separated by commas.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="How much is logged: DEBUG, INFO, WARNING or ERROR."
    )
    fault_hooks: bool = Field(
        False, description="Lets tests break workers on purpose; leave it false."
    )
    open_browser: bool = Field(
        True, description="Whether ./setup.sh run opens the page when there is a display."
    )

    @field_validator("host")
    @classmethod
    def _is_host(cls, value: str) -> str:
        try:
            return str(ipaddress.ip_address(value.removeprefix("[").removesuffix("]")))
        except ValueError:
            # Digits and dots alone are a mistyped address, not a name to ask a resolver for.
            if _HOST_NAME.fullmatch(value) and not re.fullmatch(r"[\d.]+", value):
                return value.lower()
        raise ValueError("must be an address or a host name, like 127.0.0.1 or localhost")

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("allowed_origins")
    @classmethod
    def _are_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_origin(item) for item in value)

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("engine", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("datasets_dir", "page_dir")
    @classmethod
    def _from_root(cls, value: Path) -> Path:
        return ROOT / value.expanduser()

    @cached_property
    def origins(self) -> frozenset[str]:
        """Every origin that may call: the allowed ones and the server's own, lower case."""
        names = {"localhost", "127.0.0.1", "[::1]"} if self.on_localhost else set()
        if not _is_any(self.host):
            names.add(bracketed(self.host))
        return frozenset(self.allowed_origins) | {_origin(f"http://{n}:{self.port}") for n in names}

    @property
    def on_localhost(self) -> bool:
        """Whether a browser of this machine reaches the server by the name ``localhost``."""
        if self.host == "localhost" or _is_any(self.host):
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def url(self) -> str:
        """The address to open in a browser on this machine."""
        return f"http://{'localhost' if self.on_localhost else bracketed(self.host)}:{self.port}"


def bracketed(host: str) -> str:
    """A host as it stands in a URL: IPv6 addresses in brackets."""
    return f"[{host}]" if ":" in host else host


def _is_any(host: str) -> bool:
    return host in ("0.0.0.0", "::")


def _origin(text: str) -> str:
    """An origin as browsers send it: lower case, default port left out. Raises ValueError."""
    complaint = f"must hold origins like http://localhost:3000, not {text!r}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError(complaint) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise ValueError(complaint)
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError(complaint)
    default = {"http": 80, "https": 443}[parts.scheme]
    tail = "" if port in (None, default) else f":{port}"
    return f"{parts.scheme}://{bracketed(parts.hostname)}{tail}"


def load_settings(env_file: Path | None = ENV_FILE, **given: Any) -> Settings:
    """Read the settings; what is ``given`` wins over the environment, which wins over the file.

    Raises:
        SettingsError: with one line for each value out of bounds or unknown name in the file.
    """
    try:
        return Settings(_env_file=env_file, **given)
    except (UnicodeDecodeError, OSError) as error:
        raise SettingsError(f".env must be a readable text file in UTF-8; {error}") from None
    except ValidationError as error:
        in_file = dotenv_values(env_file, encoding="utf-8-sig") if env_file else {}
        lines = [_sentence(detail, in_file, given) for detail in error.errors()]
        raise SettingsError("\n".join(lines)) from None


def _sentence(detail: ErrorDetails, in_file: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    """One line: which setting, what it must be, and who says otherwise."""
    name = str(detail["loc"][0])
    if name in given:
        said = f"the caller says {given[name]!r}"
    elif name.upper() in {key.upper() for key in os.environ}:
        said = f"the environment says {_value(os.environ, name)}"
    else:
        said = f".env says {_value(in_file, name)}"
    if name not in Settings.model_fields:
        near = difflib.get_close_matches(name.upper(), [row.name for row in describe()], 1)
        hint = f" Did you mean {near[0]}?" if near else " .env.example lists them all."
        return f"{name.upper()} is not a setting; {said}.{hint}"
    return f"{name.upper()} {_must(name, detail)}; {said}"


def _value(source: Mapping[str, Any], name: str) -> Any:
    return next((value for key, value in source.items() if key.upper() == name.upper()), None)


def _must(name: str, detail: ErrorDetails) -> str:
    """What the setting must be, from its declared bounds."""
    field = Settings.model_fields[name]
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    if field.annotation is int:
        bounds = {
            key: getattr(mark, key)
            for mark in field.metadata
            for key in ("ge", "le")
            if hasattr(mark, key)
        }
        return f"must be {bounds['ge']} to {bounds['le']}"
    if field.annotation is bool:
        return "must be true or false"
    if detail["type"] == "literal_error":
        return f"must be {detail['ctx']['expected']}"
    return detail["msg"]


@dataclass(frozen=True)
class SettingRow:
    """One setting as ``.env.example`` shows it: an empty default is worked out at start."""

    name: str
    default: str
    comment: str


def describe() -> tuple[SettingRow, ...]:
    """Every setting in the order of the class, with its default as text and one line about it."""
    return tuple(
        SettingRow(name.upper(), _text(field.default), field.description or "")
        for name, field in Settings.model_fields.items()
    )


def _text(default: object) -> str:
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, tuple):
        return ",".join(default)
    return str(default) if isinstance(default, str | int | Path) else ""


def example() -> str:
    """The text of ``.env.example``."""
    head = (
        "# Copy to .env and change what you need; the environment wins over the file.\n"
        "# An empty value means the default. A name that is not listed here is refused.\n"
        "# Written by ./setup.sh types from backend/settings.py.\n"
    )
    return head + "".join(f"\n# {row.comment}\n{row.name}={row.default}\n" for row in describe())


def main(arguments: list[str]) -> int:
    """Write ``.env.example``, or with ``--check`` tell if it is stale. Returns the exit code."""
    if "--check" in arguments:
        if EXAMPLE_FILE.exists() and EXAMPLE_FILE.read_text("utf-8") == example():
            return 0
        print(".env.example is stale. Run: ./setup.sh types", file=sys.stderr)
        return 1
    EXAMPLE_FILE.write_text(example(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
