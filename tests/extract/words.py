"""Word documents made for one test each."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

import docx
from docx.document import Document


def saved(document: Document) -> bytes:
    """The bytes of a document made with python-docx."""
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def docx_of(*paragraphs: str) -> bytes:
    """A document of plain paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def parts(body: bytes) -> dict[str, bytes]:
    """The files inside a document."""
    with zipfile.ZipFile(BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of these files."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_body(xml: str) -> bytes:
    """A document whose body is this XML, w: prefix known."""
    files = parts(docx_of("x"))
    main = files["word/document.xml"].decode()
    start, end = main.index("<w:body>") + len("<w:body>"), main.index("</w:body>")
    files["word/document.xml"] = (main[:start] + xml + main[end:]).encode()
    return zipped(files)
