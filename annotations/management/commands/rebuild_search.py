"""`manage.py rebuild_search`: make the words search looks through anew."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from annotations.management.progress import ProgressLine
from annotations.models.search_index import install_search
from annotations.services.search_index import search_rebuild


class Command(BaseCommand):
    """Reads every text once; safe at any time, and nothing else changes. Searching waits for it on SQLite."""

    help = "Make the words search looks through anew, from the articles, claims, evidence and notes there are."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say how much there is."""
        install_search()
        line: ProgressLine | None = None

        def report(done: int, of: int) -> None:
            nonlocal line
            line = line or ProgressLine(sys.stderr, total=of)
            line.show(done, f"{done:,} of {of:,} entries")

        count = search_rebuild(report=report)
        if line is not None:
            line.clear()
        self.stdout.write(f"{count:,} things can be found.")
