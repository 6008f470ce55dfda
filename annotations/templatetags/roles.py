"""What the person in front of the page may do, for what every page of a project shows."""

from django import template

from annotations.models.projects import Project
from annotations.models.users import User
from annotations.policy import Action, may

register = template.Library()


@register.simple_tag
def may_import(user: User, project: Project) -> bool:
    """Whether they may import into the project. One query at most."""
    return may(user, Action.IMPORT, project)
