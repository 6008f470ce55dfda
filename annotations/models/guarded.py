"""What the guards stand over, and how they are called."""

from django.apps import apps

from annotations.models.base import Guarded

PREFIX = "claimdesk_guard"
MESSAGE = "claimdesk guard"

# Rows of these are never changed or removed; the columns are those that make a row the only one of its kind.
APPEND_ONLY = {
    "annotations_ledgerevent": (("id",), ("stream", "seq"), ("hash",)),
    "annotations_ledgertouch": (("id",), ("object_type", "object_id", "object_version")),
    "annotations_ledgerpayload": (("event_id",),),
}
HEADS = "annotations_ledgerhead"
TOUCHES = "annotations_ledgertouch"
PAYLOADS = "annotations_ledgerpayload"  # written last: an event that has one takes no more touches


def guarded_models() -> list[type[Guarded]]:
    """Every model whose rows need an event, in a fixed order."""
    found = [model for model in apps.get_app_config("annotations").get_models() if issubclass(model, Guarded)]
    return sorted(found, key=lambda model: model._meta.db_table)
