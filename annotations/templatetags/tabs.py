"""The pages of a project, as the row of tabs under the bar has them."""

from dataclasses import dataclass

from django import template
from django.urls import reverse

from annotations.models.projects import Project
from annotations.models.users import User
from annotations.policy import Action, may

register = template.Library()

# Name of the tab, its word, the page, and what the palette calls it.
PAGES = (
    ("articles", "Articles", "web:article-list", "Articles"),
    ("guidelines", "Guidelines", "web:guidelines", "Guidelines"),
    ("practice", "Practice", "web:practice-list", "Practice"),
    ("import", "Import", "web:article-import", "Import"),
    ("claims", "Claims", "web:claim-list", "Claims"),
    ("sources", "Sources", "web:source-list", "Sources"),
    ("search", "Search", "web:search-project", "Search"),
    ("model", "Model", "web:model", "Model"),
    ("members", "Members", "web:member-list", "Members"),
    ("export", "Export", "web:release-list", "Export"),
    ("activity", "Activity", "web:change-list", "Changes and archive"),
    ("settings", "Settings", "web:project-settings", "Settings"),
)
ALWAYS = frozenset({"articles", "claims"})


@dataclass(frozen=True, slots=True)
class Tab:
    """One page. `first`: it keeps its place where there is room for three."""

    word: str
    url: str
    palette: str
    current: bool
    first: bool


@register.simple_tag
def tabs_of(project: Project, user: User, current: str) -> list[Tab]:
    """The project's pages for this reader, in order. One query at most."""
    importing = may(user, Action.IMPORT, project)
    return [
        Tab(word, reverse(url, args=[project.slug]), palette, name == current, name in ALWAYS or name == current)
        for name, word, url, palette in PAGES
        if name != "import" or importing
    ]
