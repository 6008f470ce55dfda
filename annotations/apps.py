"""The app's entry in Django: start-up checks, and the guards that every migration leaves in place."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AnnotationsConfig(AppConfig):
    """Claims, judgements and the ledger."""

    name = "annotations"
    verbose_name = "Claimdesk"

    def ready(self) -> None:
        """Register checks and re-install the guards after each migration (SQLite drops them silently)."""
        from annotations import checks  # noqa: F401  registers itself
        from annotations.models.guards import install_guards

        post_migrate.connect(install_guards, sender=self, dispatch_uid="annotations.guards")
