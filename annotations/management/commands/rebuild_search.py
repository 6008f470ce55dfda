"""`manage.py rebuild_search`: make the words search looks through anew."""

from typing import Any

from django.core.management.base import BaseCommand

from annotations.models.search_index import install_search
from annotations.services.search_index import search_rebuild


class Command(BaseCommand):
    """Reads every text once; safe at any time, and nothing else changes. Searching waits for it on SQLite."""

    help = "Make the words search looks through anew, from the articles, claims, evidence and notes there are."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say how much there is."""
        install_search()
        self.stdout.write(f"{search_rebuild():,} things can be found.")
