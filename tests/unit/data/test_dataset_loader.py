"""Bundled texts: what is listed, what is not, and what an unknown name gets."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path

import pytest

from backend.contract.errors import ContractError
from backend.data.cleaning import clean_text
from backend.data.corpus import Corpus
from backend.data.dataset_loader import DatasetLoader
from backend.data.ngram import ReferenceLosses, reference_losses

LOSSES = {"uniform": 4.0, "unigram": 3.0, "bigram": 2.0, "trigram": 1.5}


def entry(name: str, text: str) -> dict[str, object]:
    return {
        "name": name,
        "display_name": name.title(),
        "description": "d",
        "source": "s",
        "licence": "l",
        "credit": "c",
        "char_count": len(text),
        "vocab_size": len(set(text)),
        "word_count": len(text.split()),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "reference_losses": LOSSES,
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {"verse": "a rose is a rose\n", "prose": "Grüße an alle.\n", "absent": "not built"}
    manifest = {"datasets": [entry(name, text) for name, text in texts.items()]}
    (tmp_path / "MANIFEST.json").write_text(json.dumps(manifest), encoding="utf-8")
    for name in ("verse", "prose"):
        (tmp_path / f"{name}.txt").write_bytes(texts[name].encode())
    return tmp_path


def test_lists_what_is_there(folder: Path) -> None:
    infos = DatasetLoader(folder).list()
    assert [info.name for info in infos] == ["verse", "prose"]
    verse = infos[0]
    assert (verse.char_count, verse.vocab_size, verse.word_count) == (17, 8, 5)
    assert verse.file_path == "/datasets/verse.txt"
    assert verse.reference_losses == ReferenceLosses(**LOSSES)


def test_reads_a_text_once(folder: Path) -> None:
    loader = DatasetLoader(folder)
    assert loader.text("prose") == "Grüße an alle.\n"
    (folder / "prose.txt").unlink()
    assert loader.text("prose") == "Grüße an alle.\n"
    assert loader.info("prose").display_name == "Prose"


@pytest.mark.parametrize("name", ["absent", "nothing", "../verse", "", "verse.txt"])
def test_unknown_names_get_the_names_there_are(folder: Path, name: str) -> None:
    loader = DatasetLoader(folder)
    for ask in (loader.text, loader.info):
        with pytest.raises(ContractError) as caught:
            ask(name)
        assert caught.value.error_type == "dataset_not_found"
        assert "verse, prose" in caught.value.message


def test_a_changed_text_is_not_listed(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "verse.txt").write_text("tampered", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        assert [info.name for info in DatasetLoader(folder).list()] == ["prose"]
    assert "verse.txt" in caplog.text


def test_a_text_built_later_appears(folder: Path) -> None:
    loader = DatasetLoader(folder)
    assert len(loader.list()) == 2
    (folder / "absent.txt").write_text("not built", encoding="utf-8")
    assert len(loader.list()) == 3


def test_a_folder_without_manifest_has_no_texts(tmp_path: Path) -> None:
    loader = DatasetLoader(tmp_path)
    assert loader.list() == []
    with pytest.raises(ContractError, match="datasets.build"):
        loader.text("shakespeare")


BUILT = Path(__file__).resolve().parents[3] / "datasets"


@pytest.mark.parametrize("name", ["shakespeare", "poems", "childrens", "repeats", "names"])
def test_the_manifest_tells_the_truth_about_the_built_text(name: str) -> None:
    if not (BUILT / f"{name}.txt").is_file():
        pytest.skip("not built here: python -m datasets.build")
    loader = DatasetLoader(BUILT)
    info, text = loader.info(name), loader.text(name)
    assert (info.char_count, info.vocab_size) == (len(text), len(set(text)))
    assert info.word_count == len(text.split())
    cleaned = clean_text(text)
    assert (cleaned.text, cleaned.filtered_chars) == (text, 0)
    corpus = Corpus.from_text(text, 64)
    measured = reference_losses(corpus.train, corpus.val, corpus.tokenizer.vocab_size)
    assert vars(measured) == pytest.approx(vars(info.reference_losses), abs=1e-4)
    assert not set(text) & set("[]{}#|_`&\r\t")


def test_shakespeare_opens_with_the_first_citizen_and_has_no_stage_directions() -> None:
    if not (BUILT / "shakespeare.txt").is_file():
        pytest.skip("not built here: python -m datasets.build")
    text = DatasetLoader(BUILT).text("shakespeare")
    assert text.startswith(
        "First Citizen:\nBefore we proceed any further, hear me speak.\n\nAll:\n"
    )
    assert text.endswith("Let your indulgence set me free.\n")
    for gone in ("Enter ", "Exeunt", "SCENE", "ACT ", "  "):
        assert text.count(gone) <= 12, gone  # people do say "Enter" in a speech or two
    assert "Exeunt" not in text
