"""When a key was last used."""

from datetime import datetime, timedelta

from django.db.models import Q

from annotations.models.access import ApiToken

EVERY = timedelta(minutes=1)


def token_used(*, token: ApiToken, at: datetime) -> None:
    """Note the use of a key, at most once a minute. One query, none within the minute."""
    if token.last_used_at is not None and token.last_used_at > at - EVERY:
        return
    stale = Q(last_used_at=None) | Q(last_used_at__lte=at - EVERY)
    ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=at)
