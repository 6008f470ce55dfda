"""Callers of the API: somebody with a key, somebody with a browser."""

import json
from typing import Any

from django.test import Client
from django.utils import timezone

from annotations.models.access import ApiToken
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.services.actor import Door
from annotations.services.links import SCOPES, token_create
from tests.story import person

API = "/api/v1/"


def key_for(user: User, *scopes: str, project: Project | None = None, days: int | None = None) -> tuple[ApiToken, str]:
    """A new key of this person's; without scopes it has all of them."""
    return token_create(
        actor=person(user, door=Door.COMMAND),
        user=user,
        scopes=list(scopes or SCOPES),
        project=project,
        days=days,
        at=timezone.now(),
    )


class Caller:
    """Sends requests with a key. Bodies are JSON unless `data` is given; paths are those behind /api/v1/."""

    def __init__(self, key: str = "", scheme: str = "Bearer") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"{scheme} {key}"} if key else {}

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Any:
        """The response. Header names come with underscores: `If_Match`."""
        given = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        content_type = given.pop("Content-Type", "application/json")
        content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        url = path if path.startswith(("/", "http")) else API + path
        return self.client.generic(method, url, content, content_type, headers={**self.headers, **given})

    def get(self, path: str, **headers: str) -> Any:
        """GET."""
        return self.send("GET", path, headers=headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """POST."""
        return self.send("POST", path, {} if body is None else body, headers=headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        """PATCH."""
        return self.send("PATCH", path, body, headers=headers)

    def delete(self, path: str, **headers: str) -> Any:
        """DELETE."""
        return self.send("DELETE", path, headers=headers)

    def upload(self, path: str, fields: dict[str, Any], **headers: str) -> Any:
        """POST of a form with a file in it."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(API + path, fields, headers={**self.headers, **given})


def caller(user: User, *scopes: str, project: Project | None = None) -> Caller:
    """Somebody with a key of their own."""
    return Caller(key_for(user, *scopes, project=project)[1])


def codes(reply: Any) -> dict[str, str]:
    """A refusal's faults: field to code."""
    return {fault["field"]: fault["code"] for fault in reply.json()["errors"]}
