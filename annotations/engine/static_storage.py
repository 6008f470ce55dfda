"""Static files with hashed names, compressed once. The default takes half a minute for the libraries of the API's
documentation page alone, whenever any file has changed."""

from typing import Any

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

SMALL = 100_000  # bytes; up to here the densest compression is quick


class QuickCompressor(Compressor):  # type: ignore[misc]  # whitenoise has no types
    """Small files as dense as possible, large ones nearly so in a fiftieth of the time."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        """The bytes of the .br file."""
        return bytes(brotli.compress(data, quality=11 if len(data) <= SMALL else 5))


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """What `STORAGES` names for static files."""

    def create_compressor(self, **options: Any) -> QuickCompressor:
        """The compressor whitenoise uses for every file."""
        return QuickCompressor(**options)
