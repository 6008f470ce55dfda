"""`verify_ledger`: is everything what it was?"""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from annotations.management.people import the_project
from annotations.selectors.verification import ledger_verdict


class Command(BaseCommand):
    """Recomputes hashes, chains, signatures and derived state, and compares every guarded row with its last event."""

    help = "Check the audit trail and everything it vouches for. Exits with 1 and names the first bad event."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to check."""
        parser.add_argument("--project", metavar="SLUG", help="only this project's streams and rows")
        parser.add_argument(
            "--receipt", action="append", default=[], metavar="R", help="stream/seq/hash from a Ledger-Receipt header"
        )
        parser.add_argument("--most", type=int, default=20, help="faults to list (default: 20)")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each fault, or one that says that there is none."""
        began = time.perf_counter()
        project = the_project(options["project"]) if options["project"] else None
        verdict = ledger_verdict(project=project, receipts=options["receipt"], most=max(1, options["most"]))
        for fault in verdict.faults:
            self.stderr.write(f"{fault.code}: {fault.where}: {fault.message}")
        seconds = time.perf_counter() - began
        looked = f"{verdict.events:,} events and {verdict.rows:,} rows in {seconds:.1f} s"
        if verdict.intact:
            self.stdout.write(f"Intact: {looked}.")
            return
        first = verdict.faults[0]
        self.stderr.write(f"NOT intact: {looked}. First bad event: {first.where} ({first.code}).")
        sys.exit(1)
