"""`create_token EMAIL`: one new API key, and nothing else on standard output."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from annotations.errors import AnnotationError
from annotations.management.people import terminal, the_project, the_user, told
from annotations.services.links import SCOPES, token_create


class Command(BaseCommand):
    """Makes a key for an account."""

    help = "Print one new API key for an account. It cannot be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose key, and what it may do."""
        parser.add_argument("email")
        parser.add_argument("--scopes", default="read", help=f"comma-separated: {','.join(SCOPES)} (default: read)")
        parser.add_argument("--project", metavar="SLUG", help="only this project")
        parser.add_argument("--days", type=int, default=90, help="1 to 366 (default: 90)")
        parser.add_argument("--name", default="made at the terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the key."""
        try:
            _token, key = token_create(
                actor=terminal(),
                user=the_user(options["email"]),
                scopes=[scope.strip() for scope in options["scopes"].split(",") if scope.strip()],
                project=the_project(options["project"]) if options["project"] else None,
                days=options["days"],
                name=options["name"],
                at=timezone.now(),
            )
        except AnnotationError as error:
            raise told(error) from error
        self.stdout.write(key)
