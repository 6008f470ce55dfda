"""Archives that unpack to more than they should, found before anything is unpacked for good."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from annotations.extract.limits import Limits
from annotations.extract.types import ExtractionFailed

_CHUNK = 64 * 1024
_ENCRYPTED = 0x1
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_XML_NAMES = (".xml", ".rels", ".vml")
_XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<", b"<\x00", b"\x00<", b"\x4c\x6f\xa7\x94")


def check_archive(body: bytes, limits: Limits) -> None:
    """Read every entry of the ZIP archive `body` once, counting, and every XML part through a strict reader.

    Raises ExtractionFailed: `zip_bomb` (entries, declared sizes, ratio, real sizes), `nested_too_deep`,
    `damaged_file` (not a ZIP archive, wrong checksums, XML with a DTD or entities).
    At most `limits.zip_unpacked_bytes` are unpacked, one entry in memory at a time.
    """
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            _check_declared(archive, len(body), limits)
            unpacked = 0
            elements = _Elements(limits)
            for name, content in _entries(archive, limits):
                unpacked += len(content)
                if unpacked > limits.zip_unpacked_bytes:
                    raise _bomb("It unpacks to more than it says.")
                if name.lower().endswith(_XML_NAMES) or content.lstrip()[:8].startswith(_XML_STARTS):
                    _check_xml(content, elements)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise damaged() from error


def damaged(message: str = "This Word document is damaged and cannot be opened.") -> ExtractionFailed:
    """The failure for an archive that is not whole."""
    return ExtractionFailed("damaged_file", message, "Open it in a word processor and save it again as .docx.")


def _check_declared(archive: zipfile.ZipFile, packed: int, limits: Limits) -> None:
    entries = archive.infolist()
    if len(entries) > limits.zip_entries:
        raise _bomb(f"It holds more than {limits.zip_entries:,} files.")
    declared = sum(entry.file_size for entry in entries)
    if declared > limits.zip_unpacked_bytes:
        raise _bomb(f"It unpacks to more than {limits.zip_unpacked_bytes // 1024 // 1024} MB.")
    if declared > limits.zip_ratio * packed:
        raise _bomb(f"It unpacks to more than {limits.zip_ratio} times its size.")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise damaged("This document is protected by a password.")
    if any(entry.compress_type not in _PACKINGS for entry in entries):
        raise damaged("This document is packed in a way that no word processor uses.")
    if len({entry.filename for entry in entries}) < len(entries):
        raise damaged("This document holds two files of the same name.")


def _entries(archive: zipfile.ZipFile, limits: Limits) -> Iterator[tuple[str, bytes]]:
    for entry in archive.infolist():
        content = bytearray()
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                content += chunk
                if len(content) > entry.file_size or len(content) > limits.zip_unpacked_bytes:
                    raise _bomb("It unpacks to more than it says.")
        yield entry.filename, bytes(content)


class _Elements(ContentHandler):
    """Counts the elements of all parts and the depth of each; expat calls it without recursion."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self._limits = limits
        self._count = 0
        self._depth = 0

    def startDocument(self) -> None:
        self._depth = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self._count += 1
        self._depth += 1
        if self._depth > self._limits.html_depth:
            raise _too_deep(f"The document nests elements more than {self._limits.html_depth} deep.")
        if self._count > self._limits.xml_elements:
            raise _too_deep(f"The document has more than {self._limits.xml_elements:,} elements.")
        if len(attrs) > self._limits.attributes_per_tag:
            raise _too_deep(f"An element has more than {self._limits.attributes_per_tag} attributes.")

    def endElement(self, name: str) -> None:
        self._depth -= 1


def _check_xml(content: bytes, elements: _Elements) -> None:
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(elements)
    try:
        parser.parse(BytesIO(content))
    except DefusedXmlException as error:
        raise damaged("This document declares entities, which no word processor writes.") from error
    except (SAXException, LookupError, ValueError) as error:
        raise damaged() from error


def _bomb(message: str) -> ExtractionFailed:
    return ExtractionFailed("zip_bomb", f"This document is packed suspiciously. {message}", "Paste its text instead.")


def _too_deep(message: str) -> ExtractionFailed:
    return ExtractionFailed("nested_too_deep", message, "Paste the text of the document instead.")
