"""Start-up checks: every job has a task, every verb a sentence, every guard is in the database."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from annotations.models.guards import guards_missing, ledger_is_there
from annotations.models.jobs import JobKind
from annotations.services.verbs import Verb


@register()
def every_verb_has_a_sentence(**from_django: Any) -> list[CheckMessage]:
    """People read the ledger in sentences; a verb without one would be a blank line."""
    missing: list[CheckMessage] = []
    for verb in Verb:
        try:
            get_template(f"sentences/{verb.value.replace('.', '_')}.html")
        except TemplateDoesNotExist:
            missing.append(
                Error(f"No sentence for {verb.value}.", hint="Add it to templates/sentences/.", id="annotations.E001")
            )
    return missing


@register()
def every_job_has_a_task(**from_django: Any) -> list[CheckMessage]:
    """A job nobody does would stay queued for ever."""
    from annotations.tasks import WORK

    return [
        Error(f"No task for {kind.value}.", hint="Add it to WORK in annotations/tasks.py.", id="annotations.E002")
        for kind in JobKind
        if kind not in WORK
    ]


@register(Tags.database)
def every_guard_is_in_place(databases: Sequence[str] | None = None, **from_django: Any) -> list[CheckMessage]:
    """Without its triggers a table takes changes nobody recorded. Runs where databases are checked (`migrate`,
    `check --database default`); a database that was never migrated has nothing to guard."""
    return [
        Warning(  # no Error: `migrate` checks first, and it is `migrate` that puts them back
            f"The guard {name} is not in the database {alias!r}.",
            hint="`manage.py migrate` puts it back; then run `manage.py verify_ledger`.",
            id="annotations.W003",
        )
        for alias in databases or []
        if ledger_is_there(using=alias)
        for name in guards_missing(using=alias)
    ]
