"""The row of a project's pages: what stays where there is little room, and what is in the menu then."""

import re

import pytest
from django.test import Client

from annotations.models.projects import Project
from annotations.models.users import User

pytestmark = pytest.mark.django_db


def row_and_menu(client: Client, reader: User, address: str) -> tuple[str, str]:
    """The row of links, and the menu beside it."""
    client.force_login(reader)
    page = client.get(address).content.decode()
    row, menu = re.search(r'<nav class="tabs".*?</nav>', page, re.DOTALL)[0].split("<details", 1)  # type: ignore[index]
    return row, menu


def words(html: str) -> list[str]:
    """What the links say."""
    return re.findall(r"<a [^>]*>([^<]+)</a>", html)


@pytest.mark.parametrize("tab", ["Guidelines", "Sources", "Export", "Activity", "Settings"])
def test_the_page_that_is_open_keeps_its_place(client: Client, mia: User, desk: Project, tab: str) -> None:
    row, _ = row_and_menu(client, mia, f"/p/{desk.slug}/")
    address = re.search(rf'href="([^"]+)"[^>]*>{tab}</a>', row)[1]  # type: ignore[index]
    row, menu = row_and_menu(client, mia, address)
    assert words("".join(re.findall(r'<a [^>]*class="first".*?</a>', row))) == [
        word for word in words(row) if word in {"Articles", "Claims", tab}
    ]
    assert tab not in words(menu)
    assert sorted([*words(menu), "Articles", "Claims", tab]) == sorted(words(row))


def test_who_may_not_import_has_no_tab_for_it(client: Client, mia: User, vic: User, desk: Project) -> None:
    address = f"/p/{desk.slug}/"
    assert "Import" in words("".join(row_and_menu(client, mia, address)))
    assert "Import" not in words("".join(row_and_menu(client, vic, address)))
