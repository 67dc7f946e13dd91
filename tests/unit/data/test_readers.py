"""Files in, text out: encodings, Word documents, and files that mean harm."""

from __future__ import annotations

import codecs
import io
import random
import tracemalloc
import zipfile

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.contract.errors import ContractError
from backend.data import docx_reader
from backend.data.readers import read_file
from tests.unit.data import documents as make

ENGLISH = "It was the best of times, it was the worst of times; nobody knew which.\n" * 3
GERMAN = "Über grüne Hügel läuft ein müder Bär – „wohin?“ fragt die Füchsin.\r\n" * 4
MIXED = "Ελληνικά, русский, 中文, हिन्दी, العربية, emoji \U0001f600.\n" * 3
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def refusal(filename: str, data: bytes) -> ContractError:
    with pytest.raises(ContractError) as caught:
        read_file(filename, data)
    return caught.value


class TestText:
    @pytest.mark.parametrize(
        ("mark", "codec", "encoding"),
        [
            (b"", "utf-8", "utf-8"),
            (codecs.BOM_UTF8, "utf-8", "utf-8"),
            (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
            (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
            (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
            (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
        ],
    )
    @pytest.mark.parametrize("text", [ENGLISH, GERMAN, MIXED])
    def test_unicode(self, mark: bytes, codec: str, encoding: str, text: str) -> None:
        result = read_file("a.txt", mark + text.encode(codec))
        assert (result.text, result.encoding) == (text, encoding)

    @pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
    @pytest.mark.parametrize("text", [ENGLISH, GERMAN, MIXED, "plain words alone"])
    def test_utf16_without_a_mark(self, codec: str, text: str) -> None:
        result = read_file("a.txt", text.encode(codec))
        assert (result.text, result.encoding) == (text, codec)

    def test_cp1252(self) -> None:
        result = read_file("a.txt", GERMAN.encode("cp1252"))
        assert (result.text, result.encoding) == (GERMAN, "cp1252")

    def test_mac_roman(self) -> None:
        text = GERMAN.replace("\r\n", "\n")
        result = read_file("a.txt", text.encode("mac_roman"))
        assert (result.text, result.encoding) == (text, "mac-roman")

    @pytest.mark.parametrize(
        "name", ["A.TXT", "文档.txt", "../../etc/x.txt", "C:\\x\\y.txt", ".txt"]
    )
    def test_names_are_labels(self, name: str) -> None:
        assert read_file(name, b"hello").text == "hello"

    def test_an_empty_file_is_an_empty_text(self) -> None:
        assert read_file("a.txt", b"").text == ""

    def test_a_stray_nul_is_left_to_the_cleaning(self) -> None:
        assert read_file("a.txt", ENGLISH.encode() + b"\0").text == ENGLISH + "\0"

    @pytest.mark.parametrize(
        "data",
        [
            bytes(range(256)) * 20,
            b"\0" * 500,
            b"\x7fELF\x02\x01\x01" + bytes(900),
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(255, 0, -1)) * 5,
            b"\x01\x02\x03\x04\x05" * 100,
            OLE + b"\0" * 600,
            codecs.BOM_UTF16_LE + b"\x00\xd8" * 50,
            codecs.BOM_UTF8 + b"\xff\xfe\xfd",
            codecs.BOM_UTF32_LE + b"abcde",
            make.docx(make.paragraph("really a Word document")),
        ],
    )
    def test_what_is_no_text_is_refused(self, data: bytes) -> None:
        error = refusal("a.txt", data)
        assert (error.error_type, error.field) == ("file_unreadable", "file")


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("a.pdf", ".pdf"),
            ("a.doc", ".doc"),
            ("noextension", ""),
            ("", ""),
            ("a.txt.exe", ".exe"),
            ("docx", ""),
            ("folder.txt/file", ""),
            ("x." + "y" * 500, "." + "y" * 16),
        ],
    )
    def test_other_extensions(self, name: str, value: str) -> None:
        error = refusal(name, b"hello")
        assert (error.error_type, error.field, error.value) == ("file_invalid_type", "file", value)
        assert ".docx" in error.message

    def test_size(self) -> None:
        assert len(read_file("a.txt", b"x" * 10_485_760).text) == 10_485_760
        error = refusal("a.txt", b"x" * 10_485_761)
        assert (error.error_type, error.limit, error.value) == (
            "file_too_large",
            10_485_760,
            10_485_761,
        )


class TestDocx:
    def test_paragraphs_and_tables_in_order(self) -> None:
        document = python_docx.Document()
        document.add_heading("Title")
        document.add_paragraph("before")
        table = document.add_table(rows=2, cols=2)
        for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = f"c{number}"
        table.rows[1].cells[1].add_table(1, 1).rows[0].cells[0].text = "nested"
        document.add_paragraph("after")
        buffer = io.BytesIO()
        document.save(buffer)
        result = read_file("Ünï.docx", buffer.getvalue())
        assert result.encoding == "docx"
        assert [line for line in result.text.split("\n") if line] == [
            "Title",
            "before",
            "c0\tc1",
            "c2\tc3",
            "nested",
            "after",
        ]

    def test_a_merged_cell_is_said_once(self) -> None:
        document = python_docx.Document()
        table = document.add_table(rows=1, cols=3)
        table.cell(0, 0).merge(table.cell(0, 2)).text = "merged"
        buffer = io.BytesIO()
        document.save(buffer)
        assert read_file("a.docx", buffer.getvalue()).text.count("merged") == 1

    def test_wrapped_text_is_read_and_deleted_text_is_not(self) -> None:
        body = (
            f"<w:sdt><w:sdtContent>{make.paragraph('control')}</w:sdtContent></w:sdt>"
            "<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
            "<w:r><w:tab/><w:t>x</w:t><w:br/><w:t>y</w:t></w:r>"
            "<w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p><w:sectPr/>"
        )
        assert read_file("a.docx", make.docx(body)).text == "control\nnew\tx\nylink"

    def test_strict_documents(self) -> None:
        strict = make.document(
            make.paragraph("strict"), namespace="http://purl.oclc.org/ooxml/wordprocessingml/main"
        )
        data = make.zipped({"_rels/.rels": make.RELATIONSHIPS, "word/document.xml": strict})
        assert read_file("a.docx", data).text == "strict"

    def test_dangling_relationships_and_pictures_do_not_matter(self) -> None:
        data = make.docx(
            make.paragraph("text"),
            **{
                "word/_rels/document.xml.rels": make.RELATIONSHIPS.replace(
                    "word/document.xml", "media/gone.png"
                ),
                "word/media/image.png": b"no picture",
            },
        )
        assert read_file("a.docx", data).text == "text"

    def test_the_main_part_may_have_another_name(self) -> None:
        data = make.zipped(
            {
                "_rels/.rels": make.RELATIONSHIPS.replace("word/document.xml", "/word/./d2.xml"),
                "word/d2.xml": make.document(make.paragraph("here")),
            }
        )
        assert read_file("a.docx", data).text == "here"

    @pytest.mark.parametrize(
        ("data", "hint"),
        [
            (OLE + bytes(600), "old Word document"),
            (OLE + bytes(64) + "EncryptedPackage".encode("utf-16-le"), "password"),
            (make.with_flag(make.docx(make.paragraph("x")), 1), "password"),
            (b"plain text", "not a Word document"),
            (b"", "not a Word document"),
            (b"PK\x03\x04 and nothing else", "damaged"),
            (make.docx(make.paragraph("x" * 500))[:300], "damaged"),
            (make.zipped({"readme.txt": "hi"}), "not a Word document"),
            (make.zipped({"word/document.xml": "<a/>"}), "not a Word document"),
            (make.zipped({"word/document.xml": "<broken"}), "damaged"),
            (make.docx(make.paragraph("x"))[:-30] + bytes(30), "damaged"),
            (
                make.zipped({"word/document.xml": make.document("")}, zipfile.ZIP_LZMA),
                "unusual way",
            ),
        ],
    )
    def test_each_trouble_has_its_message(self, data: bytes, hint: str) -> None:
        error = refusal("a.docx", data)
        assert error.error_type == "file_unreadable"
        assert hint in error.message

    def test_entities_are_not_expanded(self) -> None:
        laughs = "".join(
            f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 10}">' for n in range(10)
        )
        body = make.paragraph("&l9;")
        for prolog in (
            f"<!DOCTYPE w [{laughs}]>",
            '<!DOCTYPE w [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        ):
            data = make.zipped({"word/document.xml": make.document(body, prolog=prolog)})
            assert refusal("a.docx", data).error_type == "file_unreadable"

    def test_entities_in_attributes_are_not_expanded(self) -> None:
        laughs = "".join(
            f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 10}">' for n in range(10)
        )
        data = make.zipped(
            {
                "word/document.xml": make.document(
                    '<w:p w:x="&l9;"/>', prolog=f"<!DOCTYPE w [{laughs}]>"
                )
            }
        )
        assert refusal("a.docx", data).error_type == "file_unreadable"


@pytest.fixture(scope="module")
def liars() -> dict[str, bytes]:
    """Documents with one member of 60 MB, which another member keeps under the ratio."""
    bomb = make.document(make.paragraph("ha" * (30 * 2**20)))
    padding = random.Random(1).randbytes(400_000)
    members = {"_rels/.rels": make.RELATIONSHIPS, "word/document.xml": make.document("")}
    return {
        name: make.zipped({**members, "word/padding": padding, name: bomb})
        for name in ("word/document.xml", "word/media/a")
    }


class TestBombs:
    def test_expanded_size_by_its_own_word(self) -> None:
        data = make.docx(make.paragraph("x"), **{"word/media/a": bytes(51 * 2**20)})
        error = refusal("a.docx", data)
        assert error.error_type == "file_unreadable"
        assert isinstance(error.value, int) and isinstance(error.limit, int)
        assert error.value > error.limit

    def test_ratio(self) -> None:
        data = make.docx(make.paragraph("x"), **{"word/media/a": bytes(2**20)})
        assert 200 * len(data) < 2**20
        assert "unpacks" in refusal("a.docx", data).message

    @pytest.mark.parametrize("name", ["word/document.xml", "word/media/a"])
    @pytest.mark.parametrize("declared", [10, 1000, 2**20])
    def test_a_declared_size_that_lies_costs_no_memory(
        self, liars: dict[str, bytes], name: str, declared: int
    ) -> None:
        data = make.with_declared_size(liars[name], name, declared)
        tracemalloc.start()
        try:
            assert refusal("a.docx", data).error_type == "file_unreadable"
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert peak < 20 * 2**20

    def test_members(self) -> None:
        data = make.docx(make.paragraph("x"), **{f"m{n}": b"" for n in range(2_000)})
        error = refusal("a.docx", data)
        assert (error.limit, error.value) == (2_000, 2_002)

    @pytest.mark.parametrize(("limit", "count"), [("MAX_TAGS", 19), ("MAX_PARAGRAPHS", 5)])
    def test_mark_up_is_bounded(
        self, monkeypatch: pytest.MonkeyPatch, limit: str, count: int
    ) -> None:
        data = make.docx("<w:p/>" * 5 + "<w:r/>" * 10)
        monkeypatch.setattr(docx_reader, limit, count)
        assert read_file("a.docx", data).text == "\n" * 4
        monkeypatch.setattr(docx_reader, limit, count - 1)
        error = refusal("a.docx", data)
        assert (error.error_type, error.limit, error.value) == ("file_unreadable", count - 1, count)

    def test_an_ordinary_large_document_is_fine(self) -> None:
        words = "".join(make.paragraph(f"word {n} of {n * 7919 % 10_007}") for n in range(8_000))
        assert read_file("a.docx", make.docx(words)).text.count("\n") == 7_999


class TestAnything:
    @settings(max_examples=200, deadline=None)
    @given(st.sampled_from(["a.txt", "a.docx"]), st.binary(max_size=300))
    def test_arbitrary_bytes(self, name: str, data: bytes) -> None:
        only_refuses(name, data)

    @settings(max_examples=150, deadline=None)
    @given(st.data())
    def test_damaged_documents(self, data: st.DataObject) -> None:
        whole = bytearray(make.docx(make.paragraph("some text") * 5))
        for _ in range(data.draw(st.integers(1, 6))):
            whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
        only_refuses("a.docx", bytes(whole))

    @settings(max_examples=150, deadline=None)
    @given(st.text(st.sampled_from("<>/w:pttblrcsd&;\"'= aé\0"), max_size=60))
    def test_arbitrary_xml(self, body: str) -> None:
        only_refuses("a.docx", make.docx(body))

    @settings(max_examples=150, deadline=None)
    @given(st.text(max_size=200), st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
    def test_every_text_with_a_mark_comes_back_or_is_refused(self, text: str, codec: str) -> None:
        try:
            result = read_file("a.txt", text.encode(codec))
        except ContractError as error:
            assert error.error_type == "file_unreadable"
        else:
            assert result.text == text

    @settings(max_examples=100)
    @given(st.text(max_size=40))
    def test_arbitrary_names(self, name: str) -> None:
        only_refuses(name, b"hello")


def only_refuses(name: str, data: bytes) -> None:
    """Reads, or refuses in the contract's way; any other exception fails the test."""
    try:
        result = read_file(name, data)
    except ContractError as error:
        assert error.error_type in ("file_unreadable", "file_invalid_type")
    else:
        assert isinstance(result.text, str)
