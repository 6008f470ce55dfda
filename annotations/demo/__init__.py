"""The demo: three articles, one to practise on, four people and their guidelines, written for this repository. Every
place, person and institution in them is made up; the addresses end in names that can never be registered."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
SLUG = "demo"
NAME = "Demo desk"


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """One article: the file that holds its text (its first line is the title) and what an importer would say of it."""

    file: str
    byline: str
    source_name: str
    source_url: str
    published_at: datetime

    @property
    def text(self) -> str:
        """The whole text, title included. Reads a file of some 4 kB."""
        return (HERE / "articles" / self.file).read_text(encoding="utf-8")

    @property
    def title(self) -> str:
        """The first line of the text."""
        return self.text.partition("\n")[0]


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One account; `role` is a value of models.projects.Role."""

    name: str
    email: str
    role: str


ARTICLES = (
    DemoArticle(
        file="library-hours.txt",
        byline="Matteo Fjelland",
        source_name="The Brennick Observer",
        source_url="https://observer.brennick.example/opinion/library-hours",
        published_at=datetime(2024, 5, 28, 5, 0, tzinfo=UTC),
    ),
    DemoArticle(
        file="bus-punctuality.txt",
        byline="Data desk",
        source_name="Velden Courier",
        source_url="https://courier.velden.example/data/bus-punctuality",
        published_at=datetime(2024, 11, 8, 6, 30, tzinfo=UTC),
    ),
    # The newest import stands first in the list, and is where a newcomer begins.
    DemoArticle(
        file="harbour-tunnel.txt",
        byline="Nadia Brandvold and T. R. Eccles",
        source_name="Lowmere Press Service",
        source_url="https://press.lowmere.example/2024/karrow-harbour-tunnel",
        published_at=datetime(2024, 3, 14, 17, 20, tzinfo=UTC),
    ),
)

PEOPLE = (
    DemoPerson(name="Maren Odhall", email="maren.odhall@example.org", role="manager"),
    DemoPerson(name="Tobias Renquist", email="tobias.renquist@example.org", role="reviewer"),
    DemoPerson(name="Priya Sandoval", email="priya.sandoval@example.org", role="reviewer"),
    DemoPerson(name="Gwen Achterberg", email="gwen.achterberg@example.org", role="adjudicator"),
)


def guidelines() -> str:
    """How the demo desk uses the labels, as its project page shows it."""
    return (HERE / "guidelines.txt").read_text(encoding="utf-8")
