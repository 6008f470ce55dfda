"""`manage.py doctor`: is everything as it should be, and if not, what to type."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.engine.checkup_database import DATABASE_CHECKS
from annotations.engine.checkup_queue import QUEUE_CHECKS
from annotations.engine.checkup_site import SITE_CHECKS
from annotations.engine.findings import Level, findings_of


class Command(BaseCommand):
    """Looks at everything and changes nothing."""

    help = "Check this installation. One line a finding: ok, warn or fail, and what to do. Ends with 1 after a fail."
    requires_system_checks: list[str] = []  # a broken one should be a line here and not an end

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the findings as they come."""
        failures = 0
        for finding in findings_of((*SITE_CHECKS, *DATABASE_CHECKS, *QUEUE_CHECKS)):
            self.stdout.write(str(finding))
            failures += finding.level is Level.FAIL
        if failures:
            raise CommandError(f"{failures} of them need your hand.")
