"""Times as people read them: how long ago, with the moment itself for whoever points at it or has it read out."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
STEPS = ((60, "min"), (3600, "h"), (86400, "d"))


@register.simple_tag
def ago(at: datetime) -> SafeString:
    """A <time> that says "just now", "5 min ago", "3 h ago", "4 d ago", or the date for what is older than a month."""
    seconds = (timezone.now() - at).total_seconds()
    words = date_format(at, "j M Y") if seconds > 30 * 86400 else age(seconds)
    return format_html(
        '<time datetime="{}" title="{} UTC">{}</time>', at.isoformat(), date_format(at, "j F Y, H:i"), words
    )


def age(seconds: float) -> str:
    """How long ago that is, in its largest unit, rounded down."""
    best = next(((size, unit) for size, unit in reversed(STEPS) if seconds >= size), None)
    return f"{int(seconds // best[0])} {best[1]} ago" if best else "just now"


@register.simple_tag
def lasting(seconds: float) -> str:
    """How long something takes, roughly: "12 s", "3 min", "2 h"."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{round(seconds / 3600)} h"
