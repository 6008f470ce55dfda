"""Who may do what: one table, one function. Roles are held per project; site administrators may do everything."""

from enum import StrEnum

from annotations.models.projects import Membership, Project, Role
from annotations.models.users import User


class Action(StrEnum):
    """What a person can want to do in a project."""

    VIEW = "view"
    JUDGE = "judge"
    MARK = "mark"
    IMPORT = "import"
    ADJUDICATE = "adjudicate"
    ARCHIVE = "archive"
    SHARE = "share"
    CONFIDENTIAL = "confidential"
    EXPORT = "export"
    MANAGE = "manage"


READING = frozenset({Action.VIEW})
REVIEWING = READING | {Action.JUDGE, Action.MARK, Action.IMPORT}
ADJUDICATING = REVIEWING | {Action.ADJUDICATE, Action.ARCHIVE, Action.SHARE, Action.CONFIDENTIAL}
MANAGING = ADJUDICATING | {Action.EXPORT, Action.MANAGE}

MAY: dict[str, frozenset[Action]] = {
    Role.VIEWER: READING,
    Role.REVIEWER: REVIEWING,
    Role.ADJUDICATOR: ADJUDICATING,
    Role.MANAGER: MANAGING,
}

# Who sees evidence that is marked confidential, besides whoever added it.
CONFIDANTS = [role for role, actions in MAY.items() if Action.CONFIDENTIAL in actions]

# What it takes to undo a batch, by its verb: what it took to do it. A decision is undone by its maker alone.
UNDOING: dict[str, Action] = {
    "article.archived": Action.ARCHIVE,
    "article.restored": Action.ARCHIVE,
    "article.retried": Action.IMPORT,
    "claim.reviewers_set": Action.MANAGE,
    "claim.withdrawn": Action.MARK,
    "claim.restored": Action.MARK,
    "judgement.recorded": Action.JUDGE,
    "evidence.made_confidential": Action.JUDGE,
    "evidence.made_open": Action.JUDGE,
    "project.changed": Action.MANAGE,
    "membership.given": Action.MANAGE,
    "membership.changed": Action.MANAGE,
    "membership.ended": Action.MANAGE,
}
OWN_ALONE = frozenset({"judgement.recorded"})


def role_in(user: User, project: Project) -> str:
    """The user's role, "" for a stranger. A site administrator counts as manager. One query at most."""
    if user.is_superuser:
        return Role.MANAGER
    membership = Membership.objects.current().filter(user=user, project=project).only("role").first()
    return membership.role if membership else ""


def may(user: User, action: Action, project: Project) -> bool:
    """Whether this user may do this there. One query at most."""
    return role_may(role_in(user, project), action)


def role_may(role: str, action: Action) -> bool:
    """Whether a role includes an action. No query."""
    return action in MAY.get(role, frozenset())
