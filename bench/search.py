"""What search costs among 50,000 claims, beside a LIKE scan of the same lines in the same run.

Run from the repository: `python -m bench.search [CLAIMS]`. Fills a database of its own: SQLite in a temporary folder,
or the one `DATABASE_URL` names (then drop it afterwards). Prints milliseconds for a page of 30, the median of 9.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

AT = datetime(2026, 3, 4, 12, tzinfo=UTC)
IN_AN_ARTICLE = 25
COMMON = ["the", "council", "said", "on", "in", "of", "harbour", "ferry", "rose", "fell", "per", "cent"]
QUERIES = (
    ("a rare word", "w4711 "),
    ("two words", "council w12 "),
    ("a beginning", "w47"),
    ("a phrase", '"council said w3" '),
    ("a word in every claim", "the "),
    ("no such word", "kraken "),
)


def main() -> None:
    """Fill, ask, print."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'search.sqlite3'}")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
        os.environ.setdefault("CLAIMDESK_HOME", folder)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(wanted)


def measure(wanted: int) -> None:
    """Milliseconds of each query, through the index and by reading every line."""
    from django.db import connection

    from annotations.models.search import SearchEntry
    from annotations.selectors.search import ORDER, entries_seen_by, found_by, hits_of
    from annotations.terms import terms_of

    reader, took = fill(wanted)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does; without statistics PostgreSQL asks the index once for every row
    print(f"{connection.vendor}, {SearchEntry.objects.count():,} lines, filled in {took:.0f} s")
    print(f"{'':24}{'index':>10}{'LIKE':>10}{'finds':>8}")
    for name, q in QUERIES:
        terms = terms_of(q)

        def indexed(terms: Any = terms) -> list[Any]:
            return hits_of(list(found_by(reader, terms)[:30]), terms)

        def scanned(terms: Any = terms) -> list[Any]:
            rows: Any = entries_seen_by(reader)
            for term in terms:
                rows = rows.filter(words__contains=term.slice)
            return hits_of(list(rows.defer("words").order_by(*ORDER)[:30]), terms)

        assert indexed() == scanned()
        print(f"{name:24}{ms(indexed):8.1f} ms{ms(scanned):8.1f} ms{found_by(reader, terms).count():8,}")


def ms(work: Callable[[], object]) -> float:
    """The median of nine, in milliseconds."""
    times = []
    for _ in range(9):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times) * 1000


def fill(wanted: int) -> tuple[Any, float]:
    """Articles of 25 claims, made through the services; their reader, and how many seconds it took."""
    from annotations.services.accounts import account_create
    from annotations.services.actor import Actor, Door
    from annotations.services.articles import Source, article_import
    from annotations.services.projects import project_create
    from annotations.services.suggestions import suggestions_store
    from tests.story import analysis_of

    chance = random.Random(7)
    start = Actor.system("bench", door=Door.COMMAND)
    reader, _event = account_create(actor=start, email="bench@desk.example", name="Bench", at=AT)
    actor = Actor.person(reader, door=Door.COMMAND)
    project, _event = project_create(actor=actor, name="Bench", at=AT)
    begin = time.perf_counter()
    for number in range(wanted // IN_AN_ARTICLE):
        text = "\n\n".join(sentence(chance) for _ in range(IN_AN_ARTICLE))
        at = AT + timedelta(minutes=number)
        article = article_import(actor=actor, project=project, source=Source(text=text), at=at).article
        suggestions_store(actor=start, article=article, analysis=analysis_of(text), at=at)
    return reader, time.perf_counter() - begin


def sentence(chance: random.Random) -> str:
    """Some common words and some of ten thousand others, the first of those often."""
    words = [chance.choice(COMMON) for _ in range(9)]
    words += [f"w{min(int(chance.expovariate(1 / 900)), 9999)}" for _ in range(6)]
    chance.shuffle(words)
    return f"The {' '.join(words)}."


if __name__ == "__main__":
    main()
