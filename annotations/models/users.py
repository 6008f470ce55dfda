"""People. They sign in with their address and are deactivated, never deleted."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from annotations.models.base import new_uid


class UserManager(BaseUserManager["User"]):
    """Looks people up by address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The person with this address."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """An account. `is_superuser` is the site administrator; roles in projects are memberships."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    # Their own choices about the pages; selectors/preferences.py says which. On this row, so that no page pays a query.
    preferences = models.JSONField(default=dict, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(Lower("email"), name="user_email_once", violation_error_message="Taken.")
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Whether the read-only admin is open to them."""
        return self.is_superuser

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        words = (self.name or self.email).replace(".", " ").split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words[:1])).upper()[:2]
