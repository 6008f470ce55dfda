"""Making the demo project, and letting people into it again."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from annotations.demo import ARTICLES, NAME, PEOPLE, SLUG, DemoPerson, guidelines
from annotations.demo.practice import KNOWN, TEXT, TITLE
from annotations.errors import EmailTaken, NameTaken
from annotations.management.people import link_address, terminal
from annotations.models.access import LinkPurpose
from annotations.models.jobs import JobState
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.selectors.access import project_by_slug, user_by_email
from annotations.selectors.projects import members_of
from annotations.services.accounts import account_create, password_set
from annotations.services.actor import Actor, Door
from annotations.services.articles import About, Source, article_import
from annotations.services.links import link_issue
from annotations.services.practice import Reference, practice_write
from annotations.services.projects import membership_give, project_create

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1: they are mistaken for each other
UNCHANGED = "(unchanged)"


@dataclass(frozen=True, slots=True)
class Entrance:
    """How one person gets in: a link that works once, the address, and the password where it was just made."""

    sign_in: str
    email: str
    password: str
    role: str
    name: str

    def lines(self) -> list[str]:
        """What the command prints. Scripts read the first three by their beginnings."""
        return [
            f"sign in: {self.sign_in}",
            f"email: {self.email}",
            f"password: {self.password}",
            f"role: {self.role}, {self.name}",
        ]


def seed(*, at: datetime) -> tuple[Project, dict[str, str]]:
    """The demo project, and the passwords of the accounts made for it just now, by address; none where the project was
    there before. All of it or nothing: one transaction. Some 0.5 s the first time, two queries after."""
    try:
        return seed_once(at=at)
    except (EmailTaken, NameTaken):  # a rival was quicker by a moment: now its project is there to be found
        return seed_once(at=at)


@transaction.atomic
def seed_once(*, at: datetime) -> tuple[Project, dict[str, str]]:
    """One attempt of `seed`. What people changed in a project that is there (members, archived articles) stays."""
    project = project_by_slug(SLUG)
    if project is not None:
        return project, {}
    passwords: dict[str, str] = {}
    people = [person_account(person, passwords, at=at) for person in PEOPLE]
    manager = Actor.person(people[0], door=Door.COMMAND)
    project, _event = project_create(actor=manager, name=NAME, slug=SLUG, guidelines=guidelines(), at=at)
    for person, user in zip(PEOPLE, people, strict=True):
        membership_give(actor=manager, project=project, user=user, role=person.role, at=at)
    for article in ARTICLES:
        about = About(
            title=article.title,
            byline=article.byline,
            source_name=article.source_name,
            source_url=article.source_url,
            published_at=article.published_at,
            language="en",
        )
        article_import(actor=manager, project=project, source=Source(text=article.text), about=about, at=at)
    known = [reference(*one) for one in KNOWN]
    practice_write(actor=manager, project=project, title=TITLE, text=TEXT, references=known, at=at)
    return project, passwords


def reference(quote: str, label: str, reason: str) -> Reference:
    """A known answer of the demo's practice article, with where its words stand there."""
    start = TEXT.index(quote)
    return Reference(start, start + len(quote), label, reason)


def person_account(person: DemoPerson, passwords: dict[str, str], *, at: datetime) -> User:
    """The account of this person: the one there is, else a new one, whose password is put into `passwords`."""
    user = user_by_email(person.email)
    if user is None:
        password = passwords[person.email] = new_password()
        user, _event = account_create(actor=terminal(), email=person.email, name=person.name, password=password, at=at)
    return user


def entrances(project: Project, passwords: dict[str, str], *, at: datetime, reset: bool = False) -> list[Entrance]:
    """A fresh link for each demo account that is active and still a member, the manager first. With `reset`, new
    passwords too."""
    roles = {membership.user.email: (membership.user, membership.role) for membership in members_of(project)}
    found = []
    for person in PEOPLE:
        user, role = roles.get(person.email, (None, ""))
        if user is None or not user.is_active:
            continue
        password = passwords.get(user.email, UNCHANGED)
        if reset and password == UNCHANGED:
            password = new_password()
            password_set(actor=terminal(), user=user, password=password, at=at)
        secret = link_issue(actor=terminal(), user=user, purpose=LinkPurpose.SIGN_IN, at=at)
        found.append(
            Entrance(sign_in=link_address(secret), email=user.email, password=password, role=role, name=user.name)
        )
    return found


def waiting_jobs(project: Project) -> list[tuple[str, str]]:
    """Kind and uid of each job of the project that nobody has begun. One query."""
    rows = project.jobs.filter(state=JobState.QUEUED).order_by("id").values_list("kind", "uid")
    return [(kind, str(uid)) for kind, uid in rows]


def new_password() -> str:
    """Four groups of four letters and digits: 79 random bits, and still short enough to be typed."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
