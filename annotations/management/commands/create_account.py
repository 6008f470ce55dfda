"""`create_account EMAIL`: an account and its one-time sign-in link."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from annotations.errors import AnnotationError
from annotations.management.people import link_address, terminal, the_project, told
from annotations.models.access import LinkPurpose
from annotations.models.projects import Role
from annotations.selectors.access import user_by_email
from annotations.services.accounts import account_create
from annotations.services.links import link_issue
from annotations.services.projects import membership_give


class Command(BaseCommand):
    """Makes the account, unless it is there, and prints a link that works once."""

    help = "Make an account and print its one-time sign-in link. For an account that exists: a new link."

    def add_arguments(self, parser: CommandParser) -> None:
        """EMAIL and what the account may do."""
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument("--superuser", action="store_true", help="site administrator")
        parser.add_argument("--role", choices=Role.values, help="role in --project")
        parser.add_argument("--project", metavar="SLUG")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print `sign in: <link>`."""
        if bool(options["role"]) != bool(options["project"]):
            raise CommandError("--role and --project belong together.")
        project = the_project(options["project"]) if options["project"] else None
        actor, at = terminal(), timezone.now()
        try:
            user = user_by_email(options["email"])
            if user is None:
                user, _event = account_create(
                    actor=actor,
                    email=options["email"],
                    name=options["name"],
                    is_superuser=options["superuser"],
                    at=at,
                )
            elif options["superuser"] and not user.is_superuser:
                raise CommandError("This account exists and is no administrator; make another one for that.")
            if project is not None:
                membership_give(actor=actor, project=project, user=user, role=options["role"], at=at)
            secret = link_issue(actor=actor, user=user, purpose=LinkPurpose.SIGN_IN, at=at)
        except AnnotationError as error:
            raise told(error) from error
        self.stdout.write(f"sign in: {link_address(secret)}")
