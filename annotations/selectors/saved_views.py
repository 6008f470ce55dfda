"""The views somebody can choose from."""

from annotations.models.projects import Project
from annotations.models.saved_views import SavedView
from annotations.models.users import User


def views_for(reader: User, project: Project, page: str) -> list[SavedView]:
    """The reader's own views of a page and those colleagues share, by name. One query."""
    rows = SavedView.objects.present().usable_by(reader).filter(project=project, page=page)
    return list(rows.select_related("owner").order_by("name", "id")[:200])
