"""Text once and for all: newlines, NUL, lone surrogates, and bytes turned into characters."""

import codecs
import re
from dataclasses import dataclass

from annotations.extract.limits import DEFAULT_LIMITS, Limits
from annotations.extract.magic import refuse_control_bytes, refuse_magic
from annotations.extract.types import ExtractionFailed, ExtractionWarning

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_BYTE_ORDER_MARK = "\ufeff"

# Characters that leave nothing on the page: a text made of these alone is empty.
_INVISIBLE = re.compile("[\\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff\ufffd]+")

# What people call an encoding, and what they mean. Only these are obeyed: Python also
# knows "encodings" that run escapes or take quadratic time (unicode_escape, punycode).
_CHARSETS = (
    "utf-8 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be ascii "
    "iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 "
    "iso8859-11 iso8859-13 iso8859-14 iso8859-15 iso8859-16 cp874 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 "
    "cp1256 cp1257 cp1258 koi8-r koi8-u mac-roman mac-cyrillic cp437 cp850 cp852 cp866 gb2312 gbk gb18030 "
    "big5 big5hkscs shift_jis cp932 euc_jp iso2022_jp euc_kr cp949"
)
_ALLOWED_CODECS = frozenset(codecs.lookup(name).name for name in _CHARSETS.split())
# Pages that say Latin-1 mean Windows-1252, as every browser reads them.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252"}
_GUESS = "cp1252"
_UTF16_NUL_SHARE = 0.3
_HEAD = 4_096


@dataclass(frozen=True, slots=True)
class Normalised:
    """Text as it is stored, and how many code points became U+FFFD on the way."""

    text: str
    replaced: int


def normalise(raw: str) -> Normalised:
    """Give `raw` with LF newlines, U+FFFD for every NUL and surrogate, and no byte order mark in front.

    A Python string holds code points, so each surrogate in it stands alone. A mark at the start says how bytes
    were to be read; it is no part of the text and would shift every offset by one. Nothing else changes:
    no NFC, no trimming, NBSP stays. Applying it twice gives what once gives. Linear in the length.
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n").lstrip(_BYTE_ORDER_MARK)
    text, replaced = _UNSTORABLE.subn("\ufffd", text)
    return Normalised(text=text, replaced=replaced)


def article_text(raw: str, limits: Limits = DEFAULT_LIMITS) -> Normalised:
    """Give the normalised text if it can be an article.

    Raises ExtractionFailed `text_too_long` (limit in code points) or `empty_text`.
    """
    normalised = normalise(raw)
    if len(normalised.text) > limits.text_characters:
        raise ExtractionFailed(
            "text_too_long",
            f"The text has {len(normalised.text):,} characters; at most {limits.text_characters:,} can be read.",
            "Split it into several articles.",
        )
    if is_empty(normalised.text):
        raise ExtractionFailed("empty_text", "There is no text in it.", "Check that the right file was chosen.")
    return normalised


def is_empty(text: str) -> bool:
    """Whether nothing in `text` would leave a mark on a page."""
    return not _INVISIBLE.sub("", text)


def replaced_warning(replaced: int) -> ExtractionWarning:
    """Say how many characters could not be kept."""
    noun = "character was" if replaced == 1 else "characters were"
    return ExtractionWarning("characters_replaced", f"{replaced:,} unreadable {noun} replaced by �.")


def decode(body: bytes, charset: str = "") -> tuple[str, ExtractionWarning | None]:
    """Give the characters of `body`, and a warning when the encoding had to be guessed.

    Asked in this order: a byte order mark, UTF-8, the declared `charset`, UTF-16 without a mark, Windows-1252.
    Valid UTF-8 goes before the declaration because other encodings do not look like it by chance, except those
    whose bytes are all ASCII (UTF-16, ISO-2022), where the declaration goes first.
    Raises ExtractionFailed `binary_not_text` or `decoding_failed`.
    """
    marked = _by_mark(body)
    if marked is not None:
        return marked, None
    declared = _codec(charset)
    if declared is not None and declared.startswith(("utf-16", "utf-32", "iso2022")):
        text = _strict(body, declared)
        if text is not None:
            return text, None
    refuse_magic(body)
    nulls = _utf16_without_mark(body)
    if nulls is not None:
        text = _strict(body, nulls)
        if text is not None:
            return text, _guessed(nulls)
    refuse_control_bytes(body)
    text = _strict(body, "utf-8")
    if text is not None:
        return text, None
    if declared is not None:
        text = _strict(body, declared)
        if text is not None:
            return text, None
    text = _strict(body, _GUESS)
    if text is None:
        raise ExtractionFailed(
            "decoding_failed",
            "The characters of this text cannot be told: it is neither UTF-8 nor any encoding it names.",
            "Save it as UTF-8 and try again.",
        )
    return text, _guessed(_GUESS)


def _by_mark(body: bytes) -> str | None:
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if body.startswith(mark):
            text = _strict(body[len(mark) :], codec)
            if text is not None:
                return text
    return None


def _codec(charset: str) -> str | None:
    try:
        name = codecs.lookup(charset.strip().strip("\"'")).name if charset.strip() else ""
    except (LookupError, ValueError):
        return None
    return _MEANT.get(name, name) if name in _ALLOWED_CODECS else None


def _strict(body: bytes, codec: str) -> str | None:
    try:
        return body.decode(codec)
    except UnicodeError:
        return None


def _utf16_without_mark(body: bytes) -> str | None:
    head = body[:_HEAD]
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) / 2
    if odd > _UTF16_NUL_SHARE * half and even == 0:
        return "utf-16-le"
    if even > _UTF16_NUL_SHARE * half and odd == 0:
        return "utf-16-be"
    return None


def _guessed(codec: str) -> ExtractionWarning:
    name = {"cp1252": "Windows-1252", "utf-16-le": "UTF-16 (little-endian)", "utf-16-be": "UTF-16 (big-endian)"}[codec]
    return ExtractionWarning(
        "charset_guessed", f"The text does not say how its characters are encoded; {name} was guessed."
    )
