"""Stored bytes, read back."""

from collections.abc import Iterator

from annotations.models.blobs import BlobChunk


def blob_pieces(sha256: str) -> Iterator[bytes]:
    """The blob's bytes, a chunk at a time. One query a chunk, so that memory holds one chunk."""
    number = 0
    while True:
        data = BlobChunk.objects.filter(blob_id=sha256, number=number).values_list("data", flat=True).first()
        if data is None:
            return
        yield bytes(data)
        number += 1


def blob_bytes(sha256: str) -> bytes:
    """The whole blob. For originals, which are 10 MB at most."""
    return b"".join(blob_pieces(sha256))
