"""Keeping bytes by their SHA-256. Content-addressed, so there is nothing to change and nothing to audit."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction

from annotations.models.blobs import CHUNK_BYTES, Blob, BlobChunk


@transaction.atomic
def blob_store(*, pieces: Iterable[bytes], at: datetime) -> Blob:
    """The blob with these bytes, stored unless it was there. Memory: one chunk. The pieces are read once."""
    digest, size = hashlib.sha256(), 0
    draft = Blob.objects.create(sha256=f"draft-{id(pieces):x}-{at.timestamp()}", size=0, stored_at=at)
    for number, chunk in enumerate(regular_chunks(pieces)):
        digest.update(chunk)
        size += len(chunk)
        BlobChunk.objects.create(blob=draft, number=number, data=chunk)
    sha256 = digest.hexdigest()
    blob, created = Blob.objects.get_or_create(sha256=sha256, defaults={"size": size, "stored_at": at})
    if created:
        BlobChunk.objects.filter(blob=draft).update(blob=blob)
    else:
        BlobChunk.objects.filter(blob=draft).delete()
    draft.delete()
    return blob


def regular_chunks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in chunks of CHUNK_BYTES, the last one shorter."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= CHUNK_BYTES:
            yield bytes(waiting[:CHUNK_BYTES])
            del waiting[:CHUNK_BYTES]
    if waiting:
        yield bytes(waiting)
