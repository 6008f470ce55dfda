"""`seed_demo`: a project to try things in, and links that let its people in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from annotations.management.demo import entrances, seed, waiting_jobs
from annotations.tasks import run_job


class Command(BaseCommand):
    """Makes the demo project where it is missing. Run again, it doubles nothing and prints fresh links."""

    help = (
        "Make the demo project with three articles and four people, where it is missing, and print a one-time "
        "sign-in link for each of them. Passwords are shown once, when they are made."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do besides."""
        parser.add_argument("--reset-passwords", action="store_true", help="give the demo accounts new passwords")
        parser.add_argument("--analyse", action="store_true", help="split the articles here, without a worker")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print four lines for each person, the manager first."""
        at = timezone.now()
        project, passwords = seed(at=at)
        if options["analyse"]:
            for kind, uid in waiting_jobs(project):
                run_job(kind, uid)
        people = entrances(project, passwords, at=at, reset=options["reset_passwords"])
        for person in people:
            for line in person.lines():
                self.stdout.write(line)
        if not people:
            self.stdout.write(f"The project {project.slug!r} is there, and none of the demo's people is in it.")
