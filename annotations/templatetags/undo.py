"""Which batch a message offers to undo."""

from django import template
from django.contrib.messages.storage.base import Message

register = template.Library()
MARK = "undo-"


@register.filter
def undo_uid(message: Message) -> str:
    """The batch's uid, "" where the message offers no undo."""
    return message.extra_tags.removeprefix(MARK) if (message.extra_tags or "").startswith(MARK) else ""
