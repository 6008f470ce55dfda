"""`import_articles PROJECT FILE`: many articles from NDJSON or CSV, with a reason for every row that was refused."""

import csv
import os
import stat
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from annotations.errors import AnnotationError
from annotations.extract.row_types import FIELDS, RowRefusal, RowsUnreadable
from annotations.extract.rows import article_rows
from annotations.management.people import terminal, the_project, the_user, told
from annotations.management.progress import ProgressLine
from annotations.models.projects import Project
from annotations.policy import Action
from annotations.selectors.access import require
from annotations.services.actor import Actor, Door
from annotations.services.imports import rows_import

PIECE = 64 * 1024
SHOWN_BESIDE_FILE = 20  # refusals repeated on the terminal when all of them go into a file


class Command(BaseCommand):
    """Reads rows, imports what can be imported, says why the rest cannot."""

    help = (
        f"Import articles from NDJSON or CSV, one a row. Fields: {', '.join(FIELDS)}; others become metadata. "
        "Articles that are here already are counted and not doubled, so an import can be repeated. Exits with 1 "
        "where a row was refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where from, where to, and what to do with refusals."""
        parser.add_argument("project", metavar="PROJECT", help="the project's slug")
        parser.add_argument("file", metavar="FILE", help="NDJSON or CSV in UTF-8, or - for standard input")
        parser.add_argument("--as", dest="email", metavar="EMAIL", help="the account that imports (default: nobody's)")
        parser.add_argument("--rejects", metavar="PATH", help="write the refused rows into this CSV file")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would happen and keep nothing (a row that repeats an earlier one may count as new)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, then one line with the numbers."""
        project = the_project(options["project"])
        actor = importer(options["email"], project)
        with ExitStack() as stack:
            file = opened(options["file"], stack)
            report = Report(self.stderr, rejects_file(options["rejects"], stack), size=size_of(file))
            try:
                self.run(actor, project, file, report, options)
            except KeyboardInterrupt:
                report.line.clear()
                self.stderr.write(f"Stopped. {report.summary()} What came in is in; run it again to go on.")
                sys.exit(130)
            except RowsUnreadable as error:
                raise CommandError(f"{error.message} {error.hint}".strip()) from error
            except (DatabaseError, OSError) as error:
                report.line.clear()
                raise CommandError(f"{error}. {report.summary()} What came in is in; run it again to go on.") from error
        report.line.clear()
        self.stdout.write(f"{'Nothing was kept. ' if options['dry_run'] else ''}{report.summary()}")
        if refused := report.counts["refused"]:
            kept = f"; they are in {options['rejects']}" if options["rejects"] else ""
            raise CommandError(f"{refused:,} {'rows were' if refused > 1 else 'row was'} refused{kept}.")

    def run(self, actor: Actor, project: Project, file: BinaryIO, report: "Report", options: dict[str, Any]) -> None:
        """Row after row."""
        rows = article_rows(report.counted(file), filename=options["file"])
        for outcome in rows_import(
            actor=actor, project=project, rows=rows, now=timezone.now, rehearse=options["dry_run"]
        ):
            report.tell(outcome.refusal, created=outcome.created)


class Report:
    """Counts, refusals and the progress line of one import."""

    def __init__(self, stderr: Any, rejects: IO[str] | None, *, size: int) -> None:
        self.counts = Counter[str]()
        self.line = ProgressLine(sys.stderr, total=size)
        self._stderr = stderr
        self._read = 0
        self._rejects = csv.writer(rejects) if rejects else None
        if self._rejects:
            self._rejects.writerow(["row", "field", "code", "message"])

    def counted(self, file: BinaryIO) -> Iterator[bytes]:
        """The file in pieces, counted as they are read."""
        while piece := file.read(PIECE):
            self._read += len(piece)
            yield piece

    def tell(self, refusal: RowRefusal | None, *, created: bool) -> None:
        """What became of a row."""
        self.counts["refused" if refusal else "new" if created else "here"] += 1
        if refusal:
            self.refuse(refusal)
        self.line.show(self._read, self.summary())

    def refuse(self, refusal: RowRefusal) -> None:
        """A refused row: into the file where there is one, and onto the terminal."""
        if self._rejects:
            self._rejects.writerow([refusal.number, refusal.field, refusal.code, printable(refusal.reason)])
            if self.counts["refused"] > SHOWN_BESIDE_FILE:
                return
        self.line.clear()
        where = f"row {refusal.number}" + (f", {refusal.field}" if refusal.field else "")
        self._stderr.write(printable(f"{where}: {refusal.reason} ({refusal.code})"))

    def summary(self) -> str:
        """The numbers so far."""
        counts, total = self.counts, self.counts.total()
        rows = "row" if total == 1 else "rows"
        return (
            f"{total:,} {rows}: {counts['new']:,} new, {counts['here']:,} here already, {counts['refused']:,} refused."
        )


def importer(email: str | None, project: Project) -> Actor:
    """Who imports: whoever types, or an account that may import into the project."""
    if not email:
        return terminal()
    user = the_user(email)
    try:
        require(user, Action.IMPORT, project)
    except AnnotationError as error:
        raise told(error) from error
    return Actor.person(user, door=Door.COMMAND)


def opened(path: str, stack: ExitStack) -> BinaryIO:
    """The file, or standard input for -."""
    if path == "-":
        return sys.stdin.buffer
    try:
        return stack.enter_context(Path(path).open("rb"))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error


def size_of(file: BinaryIO) -> int:
    """How many bytes there are to read; 0 where nobody knows how much will come."""
    try:
        found = os.fstat(file.fileno())
    except OSError:
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else 0


def rejects_file(path: str | None, stack: ExitStack) -> IO[str] | None:
    """The file for refused rows, which spreadsheets open as UTF-8."""
    if not path:
        return None
    try:
        return stack.enter_context(Path(path).open("w", encoding="utf-8-sig", newline=""))
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error


def printable(line: str) -> str:
    """The line with what no terminal and no file can take, such as half a surrogate pair, escaped."""
    return line.encode("utf-8", errors="backslashreplace").decode()
