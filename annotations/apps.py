"""The app's entry in Django: start-up checks; the guards and the search index that every migration leaves in place."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AnnotationsConfig(AppConfig):
    """Claims, judgements and the ledger."""

    name = "annotations"
    verbose_name = "Claimdesk"

    def ready(self) -> None:
        """Register checks; re-install guards and search index after each migration (SQLite drops triggers silently)."""
        from annotations import checks  # noqa: F401  registers itself
        from annotations.models.guards import install_guards
        from annotations.models.search_index import install_search

        post_migrate.connect(install_guards, sender=self, dispatch_uid="annotations.guards")
        post_migrate.connect(install_search, sender=self, dispatch_uid="annotations.search")
