"""What a piece of evidence comes from: a link, a reference or a file, and the key that all spellings of it share."""

import hashlib
from dataclasses import dataclass

from annotations.errors import EvidenceIncomplete, FileTooLarge, InvalidValue
from annotations.extract.same_address import doi_link, same_address
from annotations.models.evidence import Evidence
from annotations.models.users import User
from annotations.services.about import checked_url
from annotations.services.articles import LARGEST_FILE
from annotations.services.values import clean_text


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file somebody attaches: its bytes, and what the sender calls it."""

    body: bytes
    filename: str = ""
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """A checked source. `key` is "" for a mere reference, which nothing can be kept of."""

    url: str
    reference: str
    key: str


def checked_origin(*, url: str, reference: str, attachment: Attachment | None = None) -> Origin:
    """The source as it is stored. A DOI in either field becomes its link; a file without a name beside it is named by
    its own. Raises EvidenceIncomplete, InvalidValue."""
    url = doi_link(url) or (checked_url(url, field="url") if url.strip() else "")
    reference = clean_text(reference, field="reference", longest=1_000)
    if not url and doi_link(reference):
        url, reference = doi_link(reference), ""
    if attachment is not None and not url and not reference:
        reference = attachment.filename or "Attached file"
    if not url and not reference:
        raise EvidenceIncomplete(field="url")
    key = key_of_address(url) if url else key_of_file(attachment) if attachment is not None else ""
    return Origin(url=url, reference=reference, key=key)


def checked_attachment(attachment: Attachment) -> Attachment:
    """The file, if it can be kept. Raises FileTooLarge, InvalidValue."""
    if not attachment.body:
        raise InvalidValue("The file is empty.", hint="Check that the right file was chosen.", field="file")
    if len(attachment.body) > LARGEST_FILE:
        raise FileTooLarge(hint="Attach the part that matters.", field="file")
    name = clean_text(attachment.filename, field="file", longest=255)
    return Attachment(body=attachment.body, filename=name, media_type=attachment.media_type[:120].replace("\0", ""))


def key_of_address(url: str) -> str:
    """The key that all spellings of an address share."""
    return hashlib.sha256(same_address(url).encode(errors="replace")).hexdigest()


def key_of_file(attachment: Attachment) -> str:
    """The key of a file: its own fingerprint."""
    return hashlib.sha256(attachment.body).hexdigest()


def sealed_key(key: str, adder: User) -> str:
    """The key of confidential evidence, "" for a mere reference: everybody who sees one such piece of this person sees
    the others, and what is kept of them; nobody else comes near it."""
    return hashlib.sha256(f"confidential {adder.uid} {key}".encode()).hexdigest() if key else ""


def key_for(piece: Evidence, key: str) -> str:
    """The key of a piece whose source has this one."""
    return sealed_key(key, piece.added_by) if piece.confidential else key


def words_key(quote: str) -> str:
    """The key of a wording."""
    return hashlib.sha256(quote.encode()).hexdigest()
