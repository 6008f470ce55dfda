"""What every page's frame needs."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from annotations.selectors.engine import engine_state


def shell(request: HttpRequest) -> dict[str, Any]:
    """The state of the engine, asked for only where a template shows it."""
    return {"engine": SimpleLazyObject(lambda: engine_state(at=timezone.now()))}
