"""Start-up checks: every job has a task, every verb a sentence."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

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
