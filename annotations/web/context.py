"""What every page's frame needs."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from annotations.selectors.engine import EngineState, engine_state
from annotations.selectors.preferences import preferences_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """The state of the engine, asked for only where a template shows it, and how the reader wants the page. Visitors
    have no business with the one, and no choices yet."""

    def engine() -> EngineState | None:
        user = getattr(request, "user", None)  # missing where a middleware before the session's answers
        return engine_state(at=timezone.now()) if user is not None and user.is_authenticated else None

    own = SimpleLazyObject(lambda: preferences_of(getattr(request, "user", None)))
    return {"engine": SimpleLazyObject(engine), "preferences": own}
