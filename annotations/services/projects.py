"""Projects and memberships."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from annotations.errors import InvalidValue, LastManager, NameTaken, VersionConflict
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import (
    LARGEST_SAMPLE,
    EvidencePolicy,
    Membership,
    Project,
    QueueOrder,
    Role,
    SuggestionMode,
)
from annotations.models.users import User
from annotations.services.actor import Actor
from annotations.services.batches import record_alone
from annotations.services.guidelines import add_version, first_version
from annotations.services.ledger import Entry, open_entry, stream_of, subject_of
from annotations.services.values import clean_text, one_of
from annotations.services.verbs import Verb

SETTINGS = {
    "name",
    "guidelines",
    "suggestion_mode",
    "evidence_policy",
    "reviewers_per_claim",
    "measured_sample",
    "reviewers_choose_mode",
    "queue_order",
}


@transaction.atomic
def project_create(
    *, actor: Actor, name: str, at: datetime, slug: str = "", **settings: Any
) -> tuple[Project, LedgerEvent]:
    """A new project whose maker manages it. Without a slug one is made from the name. Raises NameTaken."""
    values = checked_settings(name=name, **settings)
    slug = free_slug(slugify(slug or name)[:50] or "project", exact=bool(slug))
    project = Project(slug=slug, created_at=at, **values)
    entry = open_entry(actor=actor, stream=stream_of(project), at=at)
    entry.add(project)
    if project.guidelines:
        first_version(entry, project, author=actor.user)
    if actor.user:
        entry.add(Membership(project=project, user=actor.user, role=Role.MANAGER, added_at=at))
    try:
        with transaction.atomic():
            return project, entry.record(verb=Verb.PROJECT_CREATED, subject=subject_of(project))
    except IntegrityError as error:
        raise NameTaken(field="slug") from error


@transaction.atomic
def project_change(
    *, actor: Actor, project: Project, at: datetime, row_version: int | None = None, **settings: Any
) -> tuple[Project, LedgerEvent | None]:
    """New settings. `reviewers_per_claim` counts for claims marked from now on. None where nothing differs.
    `row_version` is the one the caller read. Raises VersionConflict, InvalidValue."""
    values = checked_settings(**settings)
    entry = open_entry(actor=actor, stream=stream_of(project), at=at)
    project = Project.objects.get(pk=project.pk)
    if row_version is not None and project.row_version != row_version:
        raise VersionConflict(current=project.row_version)
    text_before = project.guidelines
    entry.change(project, **values)
    if project.guidelines != text_before:
        add_version(entry, project, before=text_before, author=actor.user)
    if not entry.changed:
        return project, None
    verb, subject = Verb.PROJECT_CHANGED, subject_of(project)
    return project, record_alone(entry, project=project, verb=verb, subject=subject, about="the settings")


@transaction.atomic
def membership_give(
    *, actor: Actor, project: Project, user: User, role: str, at: datetime, row_version: int | None = None
) -> tuple[Membership, LedgerEvent | None]:
    """Make somebody a member, or give a member another role. `row_version` is the one the caller read. Raises
    LastManager, VersionConflict."""
    one_of(role, field="role", allowed=Role.values)
    entry = open_entry(actor=actor, stream=stream_of(project), at=at)
    membership = Membership.objects.current().filter(project=project, user=user).first()
    if membership is None:
        membership = Membership(project=project, user=user, role=role, added_at=at)
        entry.add(membership)
        return membership, record_member(entry, membership, Verb.MEMBERSHIP_GIVEN)
    if row_version is not None and membership.row_version != row_version:
        raise VersionConflict(current=membership.row_version)
    if membership.role == Role.MANAGER and role != Role.MANAGER:
        keep_a_manager(membership)
    entry.change(membership, role=role)
    if not entry.changed:
        return membership, None
    return membership, record_member(entry, membership, Verb.MEMBERSHIP_CHANGED)


@transaction.atomic
def membership_end(*, actor: Actor, membership: Membership, at: datetime) -> LedgerEvent | None:
    """Take somebody out of a project. Their decisions stay. Raises LastManager. None where it was over already."""
    entry = open_entry(actor=actor, stream=stream_of(membership.project), at=at)
    membership = Membership.objects.select_related("project", "user").get(pk=membership.pk)
    if membership.removed_at is not None:
        return None
    if membership.role == Role.MANAGER:
        keep_a_manager(membership)
    entry.change(membership, removed_at=at)
    return record_member(entry, membership, Verb.MEMBERSHIP_ENDED)


def record_member(entry: Entry, membership: Membership, verb: Verb) -> LedgerEvent:
    """The event about a membership, which can be undone."""
    about, subject = str(membership.user), subject_of(membership)
    return record_alone(entry, project=membership.project, verb=verb, subject=subject, about=about)


def keep_a_manager(leaving: Membership) -> None:
    """Raises LastManager where nobody else manages the project. Call it under the project's lock."""
    managers = Membership.objects.current().filter(project=leaving.project, role=Role.MANAGER, user__is_active=True)
    if not managers.exclude(pk=leaving.pk).exists():
        raise LastManager


def free_slug(wanted: str, *, exact: bool) -> str:
    """`wanted`, or with a number behind it where a project has it. Raises NameTaken where it must be exact."""
    taken = set(Project.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    if exact:
        raise NameTaken(field="slug")
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{wanted}-{number}") not in taken)


def checked_settings(**settings: Any) -> dict[str, Any]:
    """The settings that were given, checked. Raises InvalidValue."""
    unknown = set(settings) - SETTINGS
    if unknown:
        raise InvalidValue("There is no such setting.", field=min(unknown))
    values = dict(settings)
    if "name" in values:
        values["name"] = clean_text(values["name"], field="name", longest=120, required=True)
    if "guidelines" in values:
        values["guidelines"] = clean_text(values["guidelines"], field="guidelines", longest=50_000)
    if "suggestion_mode" in values:
        one_of(values["suggestion_mode"], field="suggestion_mode", allowed=SuggestionMode.values)
    if "evidence_policy" in values:
        one_of(values["evidence_policy"], field="evidence_policy", allowed=EvidencePolicy.values)
    if "queue_order" in values:
        one_of(values["queue_order"], field="queue_order", allowed=QueueOrder.values)
    wanted = values.get("reviewers_per_claim", 1)
    if not isinstance(wanted, int) or not 1 <= wanted <= 9:
        raise InvalidValue("It has to be a number from 1 to 9.", field="reviewers_per_claim")
    sample = values.get("measured_sample", 0)
    if not isinstance(sample, int) or not 0 <= sample <= LARGEST_SAMPLE:
        raise InvalidValue(f"It has to be a number from 0 to {LARGEST_SAMPLE}.", field="measured_sample")
    if not isinstance(values.get("reviewers_choose_mode", False), bool):
        raise InvalidValue("It has to be true or false.", field="reviewers_choose_mode")
    return values
