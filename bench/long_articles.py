"""Articles of a given number of claims, in a running site, for the benches that need a browser."""

import json
import random
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.conftest import CHROMIUM, CHROMIUM_ARGS
from tests.live_site import LiveSite

SIZES = (16, 320, 1000)
TOWNS = ("Marrow", "Aldwick", "Penhollow", "Skerrow", "Tarnby", "Culver", "Ostwick", "Brannel", "Wendle", "Harnsea")
PEOPLE = ("its treasurer", "the harbour master", "a county engineer", "the head of the school", "a spokeswoman")
THINGS = ("road", "bridge", "library", "ferry", "clinic", "school", "market hall", "tram line", "reservoir", "theatre")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
DEEDS = (
    "The town of {town} spent £{n:,} on {thing} number {k} last year, {who} said on {day}.",
    "Only {n:,} of the {k},000 residents of {town} were asked about the {thing}, according to {who}.",
    "The {thing} in {town} was used by {n:,} people a week, {k} percent more than in the year before.",
    "{town} denied that the {thing} had cost {n:,} pounds more than the {k} million it had planned.",
    "In my view the {thing} at {town} is the finest thing built there for {k} years, and {n:,} visitors agree.",
    "Repairs to the {thing} will take {k} weeks and close {n:,} metres of the road to {town}, {who} told the council.",
)


def article_text(claims: int) -> str:
    """A text of about that many claims in paragraphs of four sentences; the same one each time."""
    rng = random.Random(claims)
    sentences = [
        rng.choice(DEEDS).format(
            town=rng.choice(TOWNS),
            thing=rng.choice(THINGS),
            who=rng.choice(PEOPLE),
            day=rng.choice(DAYS),
            n=rng.randrange(1_000, 99_000),
            k=rng.randrange(2, 98),
        )
        for _ in range(claims)
    ]
    paragraphs = [" ".join(sentences[at : at + 4]) for at in range(0, claims, 4)]
    return f"A report of {claims} claims\n\n" + "\n\n".join(paragraphs) + "\n"


@dataclass
class Desk:
    """A running site with its articles, by their number of claims, and a signed-in person's state for a browser."""

    site: LiveSite
    browser: Browser
    state: Any
    articles: dict[int, str]

    def address(self, claims: int) -> str:
        """Where the article of that many claims is reviewed."""
        return f"{self.site.address}/articles/{self.articles[claims]}/"

    def context(self, **options: Any) -> BrowserContext:
        """A browser of its own, signed in."""
        return self.browser.new_context(storage_state=self.state, **options)


@contextmanager
def desk_with(sizes: tuple[int, ...] = SIZES) -> Iterator[Desk]:
    """A site of its own with an article of each size, split and ready. Takes a minute."""
    with LiveSite(Path(tempfile.mkdtemp(prefix="claimdesk-bench-"))) as site, sync_playwright() as playwright:
        link = site.sign_in_link("bench@example.org", "--superuser")
        key = site.manage("create_token", "bench@example.org", "--scopes", "read,review,import,admin").strip()
        call(site, key, "projects/", {"name": "Bench", "slug": "bench"})
        articles = {}
        for size in sizes:
            made = call(site, key, "projects/bench/articles/", {"text": article_text(size)})
            articles[size] = made["id"]
        for uid in articles.values():
            until = time.monotonic() + 120
            while call(site, key, f"articles/{uid}/")["status"] != "ready":
                assert time.monotonic() < until, "the article was not split in two minutes"
                time.sleep(0.2)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        try:
            context = browser.new_context()
            context.new_page().goto(link)
            yield Desk(site, browser, context.storage_state(), articles)
        finally:
            browser.close()


def call(site: LiveSite, key: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """One API call, POST where there is a body."""
    request = urllib.request.Request(  # noqa: S310
        f"{site.address}/api/v1/{path}",
        data=json.dumps(body).encode() if body is not None else None,
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as reply:  # noqa: S310
        answer: dict[str, Any] = json.load(reply)
        return answer
