"""What the audit trail costs: decisions per second beside plain, unaudited writes in the same run, and how fast
`verify_ledger` reads. Ratios, because a machine's own speed is nobody's news.

    python -m bench.ledger [--decisions 300]          on SQLite, in a database of its own
    DATABASE_URL=postgres:///some_empty_database python -m bench.ledger
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable


def main() -> None:
    """Set up a database of its own, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--decisions", type=int, default=300, help="of each kind, three rounds (default: 300)")
    count = parser.parse_args().decisions
    with tempfile.TemporaryDirectory() as home:
        os.environ["CLAIMDESK_HOME"] = home
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        if connection.introspection.table_names():
            sys.exit("DATABASE_URL names a database that is in use. This fills it: give it an empty one.")
        call_command("migrate", verbosity=0, interactive=False)
        print(f"{connection.display_name} {'.'.join(map(str, connection.get_database_version()))}, {count} decisions")
        measure(count)
        connection.close()


def measure(count: int) -> None:
    """Three interleaved rounds of both kinds, the median of each, then one verification."""
    from annotations.selectors.verification import ledger_verdict

    plain, chained = plain_writer(), decider()
    rates = [(rate(plain, count), rate(chained, count)) for _ in range(3)]
    bare, audited = (sorted(column)[1] for column in zip(*rates, strict=True))
    began = time.perf_counter()
    verdict = ledger_verdict()
    seconds = time.perf_counter() - began
    read = verdict.events / seconds
    print(f"plain INSERT + UPDATE, two statements by hand    {bare:7.0f} /s   1.00")
    print(f"judgement_record, all of it, through the ORM     {audited:7.0f} /s   {audited / bare:.2f}")
    print(f"verify_ledger, {verdict.events:,} events, {verdict.rows:,} rows  {read:7.0f} /s   {read / bare:.2f}")
    print("intact" if verdict.intact else f"NOT intact: {verdict.faults[0]}")


def rate(work: Callable[[int], None], count: int) -> float:
    """How often a second."""
    began = time.perf_counter()
    for number in range(count):
        work(number)
    return count / (time.perf_counter() - began)


def plain_writer() -> Callable[[int], None]:
    """The same two rows without event, chain or guard: insert a decision, update its claim, in one transaction."""
    from django.db import connection, transaction

    key = "INTEGER PRIMARY KEY" if connection.vendor == "sqlite" else "BIGSERIAL PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_claim (id {key}, state varchar(10), label varchar(12))")
        cursor.execute(
            f"CREATE TABLE bench_judgement (id {key}, claim_id bigint, label varchar(12), note text, at varchar(40))"
        )
        cursor.execute("INSERT INTO bench_claim (state, label) VALUES ('open', '')")

    def write(number: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO bench_judgement (claim_id, label, note, at) VALUES (1, %s, '', %s)",
                [("sourced", "opinion")[number % 2], str(number)],
            )
            cursor.execute("UPDATE bench_claim SET label = %s WHERE id = 1", [("sourced", "opinion")[number % 2]])

    return write


def decider() -> Callable[[int], None]:
    """One reviewer who decides about the claims of one article, over and over."""
    from django.utils import timezone

    from annotations.models.claims import Claim
    from annotations.services.accounts import account_create
    from annotations.services.actor import Actor, Door
    from annotations.services.articles import Source, article_import
    from annotations.services.claims import claim_mark
    from annotations.services.judgements import judgement_record
    from annotations.services.projects import project_create

    at, start = timezone.now(), Actor.system("bench", door=Door.COMMAND)
    user, _event = account_create(actor=start, email="bench@desk.example", at=at)
    actor = Actor.person(user, door=Door.WEB)
    project, _created = project_create(actor=actor, name="Bench", at=at)
    text = "\n\n".join(f"The harbour counted {number} ships." for number in range(100))
    article = article_import(actor=actor, project=project, source=Source(text=text), at=at).article
    for line in range(100):
        quote = f"The harbour counted {line} ships."
        begin = text.index(quote)
        claim_mark(actor=actor, article=article, start=begin, end=begin + len(quote), at=at)
    claims = list(Claim.objects.filter(article=article).select_related("article__project"))

    def decide(number: int) -> None:
        label = ("sourced", "opinion", "disputed")[number // len(claims) % 3]
        judgement_record(actor=actor, claim=claims[number % len(claims)], label=label, at=timezone.now())

    return decide


if __name__ == "__main__":
    main()
