"""What tests of pages share: signed-in browsers, and the addresses of things."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.users import User
from tests.story import claims_of

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _quick_settings(settings: Any) -> None:
    """Style sheets by their plain names, since nothing is collected for a test; passwords hashed at once."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def sign_in() -> SignIn:
    """A browser in which this person is signed in."""

    def made(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return made


@pytest.fixture
def claim(article: Article) -> Claim:
    """The article's first claim."""
    return claims_of(article)[0]


def address(name: str, *args: object, **query: str) -> str:
    """The address of a page by its name in the web namespace."""
    return reverse(f"web:{name}", args=args, query=query or None)
