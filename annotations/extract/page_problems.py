"""Why an address cannot serve as evidence as it stands, in plain words, with what to do about it."""

import re

from annotations.extract.magic import magic_name
from annotations.extract.types import Problem

UPLOAD = "Open it in your browser, save it (as PDF, for example) and attach the file here."
_SHORT, _TINY = 2_500, 700  # characters of a text that is only a teaser; of one that is a gate
_HEAD = 300_000
_KEPT = "It is kept as it is. Its words cannot be searched: name the place, and quote what can be read in it."
_HEARD = "Its words cannot be searched: name the timecode, and quote what is said."
_PAYWALL = "Only the beginning of the article is on this page; the rest is for subscribers."
_BLOCKED = "The site turns programs away, so what it answered is not the page that people see."
_SIGN_IN = "The site asks for a sign-in before it shows this page."
_BY_STATUS = {
    401: ("sign_in_needed", _SIGN_IN, UPLOAD),
    402: ("payment_needed", "The site asks for payment before it shows this page.", UPLOAD),
    403: (
        "access_refused",
        "The site refuses to show this page to us (403): a sign-in, a country or a program.",
        UPLOAD,
    ),
    404: ("page_gone", "There is no page at this address (404).", "Check the address, or look for an archived copy."),
    410: ("page_gone", "The page was taken down (410).", "Look for an archived copy, or attach the one you have."),
    429: (
        "blocked_by_site",
        "The site has had too many requests and turns us away (429).",
        f"Try again later. {UPLOAD}",
    ),
    451: ("page_withheld", "The page is withheld for legal reasons (451).", UPLOAD),
}
_HINTS = {
    "url_invalid": "Correct the address: withdraw this piece and add it again.",
    "url_not_allowed": UPLOAD,
    "url_unreachable": "Check the address. If it opens in your browser, save the page and attach the file here.",
    "url_too_slow": f"Try again later. {UPLOAD}",
    "url_too_large": "Attach the part that matters as a file of at most 10 MB.",
    "url_redirects_too_often": UPLOAD,
    "url_not_text": UPLOAD,
    "encrypted_pdf": "Attach a copy without a password, or quote the words with their page.",
    "scanned_pdf": "The words are pictures. Attach a copy with text, or name the page.",
}
_SOUND = re.compile(r"(audio|video)/", re.IGNORECASE)
_CHALLENGE = re.compile(
    r"checking (if the site connection is secure|your browser)|verify(ing)? (that )?you are (a )?human|"
    r"enable javascript and cookies to continue|just a moment\.\.\.|are you a robot|unusual traffic|"
    r"access denied|request blocked|captcha",
    re.IGNORECASE,
)
_TEASER = re.compile(
    r"(subscribe|sign up|register|log ?in|sign in)\b[^.\n]{0,40}\b(to (continue|keep|finish)? ?read|for full access|"
    r"to (read|view|see|unlock) (the |this )?(full|rest|whole|article|story))|"
    r"(this|the) (article|story|content) is (only )?(for|reserved for|available to|exclusive to) [^.\n]{0,30}"
    r"subscribers|already a (subscriber|member)\?|continue reading with|"
    r"you have (reached|read) your [^.\n]{0,30}(limit|articles)|become a (member|subscriber) to|to continue reading",
    re.IGNORECASE,
)
_SIGN_IN_WORDS = re.compile(r"\b(sign in|log ?in|password|forgot(ten)? (your )?password)\b", re.IGNORECASE)
_NOT_FREE = re.compile(
    rb"""["']?isAccessibleForFree["']?\s*[:=]\s*["']?(false|https?://schema\.org/False)"""
    rb"""|<meta[^>]{0,200}article:content_tier[^>]{0,200}(locked|metered)""",
    re.IGNORECASE,
)
_PASSWORD_FIELD = re.compile(rb"<input[^>]{0,300}type\s*=\s*[\"']?password", re.IGNORECASE)


def problem_of_failure(code: str, message: str, hint: str, status: int = 0) -> Problem:
    """A fetch or a reading that failed, told for evidence. `status`: what the server answered, 0 if it did not."""
    if status in _BY_STATUS:
        return Problem(*_BY_STATUS[status])
    if 500 <= status < 600:
        return Problem("site_out_of_order", f"The site is out of order ({status}).", f"Try again later. {UPLOAD}")
    return Problem(code, message, _HINTS.get(code, UPLOAD if code.startswith("url_") else hint))


def problem_of_page(body: bytes, text: str) -> Problem | None:
    """A page that was answered and is not what people see: a teaser, a sign-in, a gate against programs. None for
    an ordinary page. Looks at short texts only, so that an article about passwords is none."""
    if len(text) < _TINY and _CHALLENGE.search(text):
        return Problem("blocked_by_site", _BLOCKED, UPLOAD)
    head = body[:_HEAD]
    if len(text) < _TINY and _PASSWORD_FIELD.search(head) and _SIGN_IN_WORDS.search(text):
        return Problem("sign_in_needed", _SIGN_IN, UPLOAD)
    if len(text) < _SHORT and (_NOT_FREE.search(head) or _TEASER.search(text)):
        return Problem("teaser_only", _PAYWALL, UPLOAD)
    return None


def problem_of_kind(body: bytes, media_type: str) -> Problem | None:
    """Bytes that hold no words to look for, by what they are. None for what may be a document."""
    if media_type.startswith("image/") or "image" in magic_name(body):
        return Problem("image_only", f"This is an image ({media_type or 'by its content'}).", _KEPT)
    if _SOUND.match(media_type) or "sound" in magic_name(body):
        return Problem("recording_only", f"This is a recording ({media_type or 'by its content'}).", _HEARD)
    return None


def problem_of_text(code: str, message: str) -> Problem:
    """A document that is kept although its words could not be read."""
    return Problem(code, message, _HINTS.get(code, "It is kept as it is; quote the words and name their place."))
