"""Documents of which several benchmarks write a part each."""

from __future__ import annotations

from pathlib import Path


def write_section(document: Path, name: str, lines: list[str]) -> None:
    """Put lines between the marks of a section; a section that is not there yet comes last."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    section = "\n".join([begin, *(line.rstrip() for line in lines), end])
    text = document.read_text(encoding="utf-8") if document.exists() else ""
    if begin in text and end in text:
        before, rest = text.split(begin, 1)
        _, after = rest.split(end, 1)
        text = before + section + after
    else:
        text = f"{text.rstrip()}\n\n{section}\n".lstrip()
    document.write_text(text, encoding="utf-8")
