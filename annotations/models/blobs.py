"""Bytes by their SHA-256: originals as received, and the rows of releases. In the database, so that every worker,
on whichever machine, reads the same."""

from typing import Any, ClassVar

from django.db import models

CHUNK_BYTES = 512 * 1024


class Blob(models.Model):
    """A file's size and name; its bytes are in chunks, so that nothing has to hold it whole."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class BlobChunk(models.Model):
    """At most CHUNK_BYTES of a blob."""

    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="chunks")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["blob", "number"], name="blob_chunk_once")]

    def __str__(self) -> str:
        return f"{self.blob_id}[{self.number}]"
