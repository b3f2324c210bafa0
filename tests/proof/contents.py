"""What is in a file that somebody downloads: every cell, hidden or not, comments and properties; every page of a PDF."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

_DAYS = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)")
_TIMES = re.compile(r"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def text_of(*, content: bytes, kind: str) -> str:
    """Give everything that can be read in an answer. `kind`: its Content-Type."""
    if content.startswith(b"PK"):
        return "\n".join(_parts(content)) + "\n".join(_cells(content))
    if content.startswith(b"%PDF"):
        return "\n".join(_pages(content))
    if kind.startswith("text/calendar"):
        return _calendar(content.decode())
    is_text = kind.startswith(("text/", "application/json")) or not content
    if not is_text:
        raise AssertionError(f"the proofs can't read {kind}: say in tests/proof/contents.py how")
    return content.decode()


def _calendar(text: str) -> str:
    """Give a calendar with its lines whole, and its days as they are written elsewhere."""
    whole = text.replace("\r\n ", "").replace("\r\n", "\n")
    return whole + _DAYS.sub(r"\1-\2-\3", whole)


def _parts(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.infolist():
            inner = archive.read(part)
            yield part.filename
            yield _TIMES.sub("", inner.decode(errors="replace"))


def _cells(content: bytes) -> Iterator[str]:
    """Give the cells of a workbook as a reader shows them: a day isn't a number there."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return
    from openpyxl import load_workbook

    for sheet in load_workbook(io.BytesIO(content)):
        yield f"{sheet.title} {sheet.sheet_state}"
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield f"{cell.value} {cell.comment.text if cell.comment else ''}"


def _pages(content: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    yield repr(reader.metadata)
    yield repr(dict(reader.attachments.items()))
    for page in reader.pages:
        yield page.extract_text()
