"""`export_release PROJECT --format F --output PATH`: the same bytes as the download."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from annotations.errors import AnnotationError
from annotations.exports.registry import FORMATS
from annotations.management.people import terminal, the_project, told
from annotations.models.projects import Project
from annotations.models.releases import Release, ReleaseSelect
from annotations.selectors.blobs import blob_pieces
from annotations.selectors.releases import release_named
from annotations.services.releases import release_download, release_freeze, release_request


class Command(BaseCommand):
    """Writes a release to a file; makes one first with --new."""

    help = "Write a project's newest release (or a named or new one) to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which release, and how it is written."""
        parser.add_argument("project", metavar="PROJECT", help="the project's slug")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--release", metavar="NAME")
        which.add_argument("--new", metavar="NAME", help="freeze a new release of this name first")
        parser.add_argument("--select", choices=ReleaseSelect.values, default="settled", help="for --new")
        parser.add_argument("--names", action="store_true", help="for --new: reviewers' names, not pseudonyms")
        parser.add_argument("--format", choices=sorted(FORMATS), default="jsonl")
        parser.add_argument("--output", required=True, metavar="PATH", help="a file, or - for standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the bytes, then say what they are."""
        project = the_project(options["project"])
        try:
            release = self.release(project, options)
        except AnnotationError as error:
            raise told(error) from error
        pieces = FORMATS[options["format"]].write(blob_pieces(release.sha256))
        release_download(actor=terminal(), release=release, format_=options["format"], at=timezone.now())
        if options["output"] == "-":
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            return
        path = Path(options["output"])
        draft = path.with_name(f".{path.name}.part")
        try:
            with draft.open("wb") as file:
                for piece in pieces:
                    file.write(piece)
            draft.replace(path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise CommandError(f"{path} could not be written: {error.strerror}.") from error
        self.stdout.write(f"{path}: {release.row_count} rows of {release.name!r}, fingerprint {release.sha256}")

    def release(self, project: Project, options: dict[str, Any]) -> Release:
        """The release to write."""
        if options["new"]:
            release, _job, _event = release_request(
                actor=terminal(),
                project=project,
                name=options["new"],
                select=options["select"],
                pseudonyms=not options["names"],
                at=timezone.now(),
            )
            release_freeze(actor=terminal(), release=release, at=timezone.now())
        found = release_named(project, options["new"] or options["release"] or "")
        if found is None:
            raise CommandError("There is no such release that is ready. `--new NAME` makes one.")
        return found
