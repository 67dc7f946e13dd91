"""Settings: where a value comes from, what is refused and how, and the example file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from backend.settings import (
    EXAMPLE_FILE,
    ROOT,
    Settings,
    SettingsError,
    describe,
    example,
    load_settings,
    usable_cores,
)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The developer's own environment must not decide a test."""
    for row in describe():
        monkeypatch.delenv(row.name, raising=False)


def env_file(folder: Path, text: str) -> Path:
    path = folder / ".env"
    path.write_text(text, "utf-8")
    return path


def test_defaults_keep_the_app_to_this_machine() -> None:
    settings = load_settings(None)
    assert (settings.host, settings.port) == ("127.0.0.1", 5000)
    assert settings.url == "http://localhost:5000"
    assert settings.max_running == max(4, usable_cores())
    assert (settings.max_sessions, settings.warm_workers) == (40, 1)
    assert settings.session_idle_seconds == 3600
    assert settings.datasets_dir == ROOT / "datasets"
    assert settings.page_dir == ROOT / "frontend" / "dist"
    assert settings.fault_hooks is False


def test_environment_wins_over_file_and_caller_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = env_file(tmp_path, "PORT=5001\nMAX_SESSIONS=7\nLOG_LEVEL=debug\n")
    monkeypatch.setenv("PORT", "5002")
    settings = load_settings(path)
    assert (settings.port, settings.max_sessions, settings.log_level) == (5002, 7, "DEBUG")
    assert load_settings(path, port=5003).port == 5003


def test_an_empty_value_means_the_default(tmp_path: Path) -> None:
    assert load_settings(env_file(tmp_path, "PORT=\nMAX_RUNNING=\n")) == load_settings(None)


def test_a_missing_file_and_a_byte_order_mark_are_fine(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none").port == 5000
    assert load_settings(env_file(tmp_path, "\ufeffPORT=5005\n")).port == 5005


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("PORT=99999", "PORT must be 1 to 65535; .env says 99999"),
        ("PORT=0", "PORT must be 1 to 65535; .env says 0"),
        ("PORT=http", "PORT must be 1 to 65535; .env says http"),
        ("MAX_RUNNING=0", "MAX_RUNNING must be 1 to 1024; .env says 0"),
        ("WARM_WORKERS=-1", "WARM_WORKERS must be 0 to 64; .env says -1"),
        ("FAULT_HOOKS=perhaps", "FAULT_HOOKS must be true or false; .env says perhaps"),
        (
            "LOG_LEVEL=loud",
            "LOG_LEVEL must be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'; .env says loud",
        ),
        (
            "HOST=1.2.3",
            "HOST must be an address or a host name, like 127.0.0.1 or localhost; .env says 1.2.3",
        ),
        ("PROT=5000", "PROT is not a setting; .env says 5000. Did you mean PORT?"),
        (
            "UNHEARD_OF=1",
            "UNHEARD_OF is not a setting; .env says 1. .env.example lists them all.",
        ),
    ],
)
def test_refusals_name_setting_bound_and_source(tmp_path: Path, line: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(env_file(tmp_path, line + "\n"))
    assert str(refused.value) == sentence


def test_every_bad_setting_gets_its_line_and_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "x")
    with pytest.raises(SettingsError) as refused:
        load_settings(env_file(tmp_path, "MAX_SESSIONS=0\nPORT=5000\n"), warm_workers=99)
    assert sorted(str(refused.value).splitlines()) == [
        "MAX_SESSIONS must be 1 to 10000; .env says 0",
        "PORT must be 1 to 65535; the environment says x",
        "WARM_WORKERS must be 0 to 64; the caller says 99",
    ]


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_bytes(b"PORT=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"\.env must be a readable text file in UTF-8"):
        load_settings(path)


@pytest.mark.parametrize(
    "bad",
    [
        "*",
        "null",
        "localhost:3000",
        "ftp://a",
        "http://a/path",
        "http://u:p@a",
        "http://a:x",
        "http://",
    ],
)
def test_only_exact_origins_are_allowed(bad: str) -> None:
    with pytest.raises(SettingsError, match="ALLOWED_ORIGINS must hold origins"):
        load_settings(None, allowed_origins=f"http://good:1,{bad}")


def test_own_origin_is_allowed_beside_the_listed_ones() -> None:
    settings = load_settings(
        None, port=5007, allowed_origins="HTTPS://Class.Example:443/, http://b:1"
    )
    assert settings.origins == {
        "https://class.example",
        "http://b:1",
        "http://localhost:5007",
        "http://127.0.0.1:5007",
        "http://[::1]:5007",
    }
    other = load_settings(None, host="192.168.1.20", allowed_origins="")
    assert "http://192.168.1.20:5000" in other.origins
    assert "http://localhost:5000" not in other.origins


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", "http://localhost:5000"),
        ("[::1]", "http://localhost:5000"),
        ("Localhost", "http://localhost:5000"),
        ("fe80::1", "http://[fe80::1]:5000"),
        ("class.example", "http://class.example:5000"),
    ],
)
def test_the_url_to_open_follows_the_host(host: str, url: str) -> None:
    assert load_settings(None, host=host).url == url


def test_settings_are_frozen() -> None:
    settings = load_settings(None)
    with pytest.raises(ValidationError, match="frozen"):
        settings.port = 1  # type: ignore[misc]


def test_example_file_lists_every_setting_with_its_default(tmp_path: Path) -> None:
    text = EXAMPLE_FILE.read_text("utf-8")
    assert text == example(), "Run: ./setup.sh types"
    assert [row.name for row in describe()] == [name.upper() for name in Settings.model_fields]
    for row in describe():
        assert row.comment and "\n" not in row.comment
        assert f"# {row.comment}\n{row.name}={row.default}\n" in text
    # Copied as it stands, the example changes nothing.
    assert load_settings(env_file(tmp_path, text)) == load_settings(None)


def test_reading_settings_loads_neither_torch_nor_flask() -> None:
    probe = "import sys, backend.settings; print({'torch', 'flask'} & set(sys.modules))"
    found = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "set()"
