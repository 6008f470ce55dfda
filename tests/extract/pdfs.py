"""PDF files written by hand, as small as they can be, so that each test can break exactly one thing."""

from collections.abc import Sequence

Line = tuple[float, float, float, str]  # x and y in points from the lower left, font size, words


def lines(*words: str, top: float = 760, leading: float = 14, size: float = 11, x: float = 72) -> list[Line]:
    """Lines below each other; an empty string leaves a gap."""
    return [(x, top - index * leading, size, line) for index, line in enumerate(words) if line]


def pdf(
    *pages: Sequence[Line], info: str = "", catalog: str = "", image: bool = False, trailer: str = "", extra: str = ""
) -> bytes:
    """A PDF of these pages; the other arguments are added to its dictionaries, `extra` as one more object."""
    count = len(pages)
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Count {count} /Kids [{' '.join(f'{6 + 2 * n} 0 R' for n in range(count))}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< {info} >>",
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
        "\nstream\n\x00\nendstream",
    ]
    resources = "/Font << /F1 3 0 R >>" + (" /XObject << /Im1 5 0 R >>" if image else "")
    for number, page in enumerate(pages):
        content = "\n".join(f"BT /F1 {size} Tf {x} {y} Td ({_escaped(words)}) Tj ET" for x, y, size, words in page) + (
            "\nq 100 0 0 100 0 0 cm /Im1 Do Q" if image else ""
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {7 + 2 * number} 0 R "
            f"/Resources << {resources} >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    if extra:
        objects.append(extra)
    return _assembled(objects, trailer)


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _assembled(objects: Sequence[str], trailer: str) -> bytes:
    body = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for offset in offsets:
        body += f"{offset:010} 00000 n \n".encode()
    body += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R {trailer} >>\n".encode()
    body += f"startxref\n{start}\n%%EOF\n".encode()
    return bytes(body)
