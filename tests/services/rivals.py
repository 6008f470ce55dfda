"""Run as a program in a home and on a database of its own: many at once on the same rows, for real.

`python -m tests.services.rivals CASE` prints one JSON object about what happened. Nothing here can run inside a test's
transaction: the rivals have to see each other's commits.
"""

import json
import sys
import threading
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402  Django has to be set up before its models are imported
from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from annotations.errors import AnnotationError  # noqa: E402
from annotations.models.articles import Article  # noqa: E402
from annotations.models.claims import Label  # noqa: E402
from annotations.models.judgements import Judgement  # noqa: E402
from annotations.models.leases import Lease  # noqa: E402
from annotations.models.ledger import LedgerEvent  # noqa: E402
from annotations.models.projects import Membership, Project  # noqa: E402
from annotations.models.users import User  # noqa: E402
from annotations.selectors.queue import Wish  # noqa: E402
from annotations.selectors.verification import ledger_verdict  # noqa: E402
from annotations.services.accounts import account_create, first_account_create, first_run_code  # noqa: E402
from annotations.services.actor import Actor, Door  # noqa: E402
from annotations.services.articles import About, Source, article_import  # noqa: E402
from annotations.services.bulk import articles_archive  # noqa: E402
from annotations.services.bulk_claims import claims_dismiss, claims_withdraw  # noqa: E402
from annotations.services.claims import claim_mark, claim_split, claim_withdraw  # noqa: E402
from annotations.services.judgements import judgement_record, judgement_undo  # noqa: E402
from annotations.services.leases import lease_take  # noqa: E402
from annotations.services.projects import (  # noqa: E402
    membership_end,
    membership_give,
    project_change,
    project_create,
)
from annotations.services.releases import release_freeze, release_request  # noqa: E402
from annotations.services.suggestions import suggestions_store  # noqa: E402
from annotations.services.undoing import batch_undo  # noqa: E402
from tests.story import FERRY, analysis_of, claims_of, person  # noqa: E402

START = Actor.system("rivals", door=Door.COMMAND)
RIVALS = 6


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each gives, or the code of its refusal, or the words of its failure; all begin together."""
    barrier = threading.Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(number: int, work: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[number] = work()
        except AnnotationError as error:
            results[number] = error.code
        except Exception as error:  # noqa: BLE001  whatever it is, the test has to see it
            results[number] = f"FAILED {type(error).__name__}: {error}"
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def desk() -> tuple[Project, Article, list[User]]:
    """A project with an article and reviewers."""
    at = timezone.now()
    users = [account_create(actor=START, email=f"r{n}@desk.example", at=at)[0] for n in range(RIVALS)]
    project, _event = project_create(actor=person(users[0]), name="Desk", at=at)
    for user in users[1:]:
        membership_give(actor=START, project=project, user=user, role="reviewer", at=at)
    article = article_import(actor=START, project=project, source=Source(text=FERRY), at=at).article
    suggestions_store(actor=START, article=article, analysis=analysis_of(FERRY), at=at)
    return project, article, users


def decide() -> dict[str, Any]:
    """Everybody decides on the same claims of one stream, a verifier reads and a release is frozen meanwhile."""
    project, article, users = desk()
    claims = claims_of(article)

    def review(user: User) -> list[str]:
        receipts = []
        for number in range(12):
            for claim in claims[:2]:
                label = Label.values[number % 5]
                _judgement, event = judgement_record(actor=person(user), claim=claim, label=label, at=timezone.now())
                receipts.append(event.receipt)
            _restored, event = judgement_undo(actor=person(user), claim=claims[0], at=timezone.now())
            receipts.append(event.receipt)
        return receipts

    def verify() -> list[str]:
        return [fault.code for _ in range(8) for fault in ledger_verdict().faults]

    def freeze() -> str:
        release, _job, _event = release_request(
            actor=START, project=project, name="Busy", select="all", at=timezone.now()
        )
        release_freeze(actor=START, release=release, at=timezone.now())
        return "frozen"

    results = at_once(*(lambda user=user: review(user) for user in users), verify, freeze)
    reviews, meanwhile, frozen = results[: len(users)], results[-2], results[-1]
    failed = [result for result in reviews if not isinstance(result, list)]
    receipts = [receipt for result in reviews if isinstance(result, list) for receipt in result]
    verdict = ledger_verdict(receipts=receipts)
    return {
        "failed": failed,
        "meanwhile": meanwhile,
        "frozen": frozen,
        "receipts": len(receipts),
        "faults": [fault.code for fault in verdict.faults],
        "current": Judgement.objects.current().count(),
    }


def import_the_same() -> dict[str, Any]:
    """Everybody imports the same words under the same external id."""
    project, _article, users = desk()
    before = Article.objects.count()

    def take(user: User) -> str:
        imported = article_import(
            actor=person(user),
            project=project,
            source=Source(text="A table of tides."),
            about=About(external_id="wire-1"),
            at=timezone.now(),
        )
        return f"{imported.article.uid} {imported.created}"

    results = at_once(*(lambda user=user: take(user) for user in users))
    return {"results": results, "new": Article.objects.count() - before, "faults": len(ledger_verdict().faults)}


def mark_the_same() -> dict[str, Any]:
    """Everybody marks spans that overlap."""
    _project, article, users = desk()

    def mark(user: User, number: int) -> str:
        claim_mark(actor=person(user), article=article, start=number, end=number + 12, at=timezone.now())
        return "marked"

    results = at_once(*(lambda user=user, n=n: mark(user, n) for n, user in enumerate(users)))
    return {"results": results, "faults": len(ledger_verdict().faults)}


def open_the_site() -> dict[str, Any]:
    """Two open the welcome page of an empty site."""

    def first(number: int) -> str:
        email, password = f"m{number}@desk.example", "a harbour at five"
        first_account_create(code=first_run_code(), email=email, name="Mia", password=password, at=timezone.now())
        return "opened"

    results = at_once(*(lambda n=n: first(n) for n in range(4)))
    return {"results": results, "users": User.objects.count(), "events": LedgerEvent.objects.count()}


def leave_together() -> dict[str, Any]:
    """The two managers of a project take each other out."""
    project, _article, users = desk()
    membership_give(actor=START, project=project, user=users[1], role="manager", at=timezone.now())
    managers = list(Membership.objects.select_related("project").filter(role="manager"))

    def leave(membership: Membership) -> str:
        membership_end(actor=START, membership=membership, at=timezone.now())
        return "left"

    results = at_once(*(lambda m=m: leave(m) for m in managers))
    return {"results": results, "managers": Membership.objects.current().filter(role="manager").count()}


def take_from_the_queue() -> dict[str, Any]:
    """Everybody asks for the next claim at once, again and again; of two claims each wants two reviewers."""
    project, article, users = desk()
    wanted = claims_of(article)[:2]
    for claim in claims_of(article)[2:]:
        claim_withdraw(actor=START, claim=claim, at=timezone.now())
    project_change(actor=START, project=project, at=timezone.now(), reviewers_per_claim=2)
    halves = [claim_split(actor=START, claim=claim, points=[claim.start + 8], at=timezone.now())[0] for claim in wanted]
    claims = [half for pair in halves for half in pair]

    def take(user: User) -> list[str]:
        leases = lease_take(actor=person(user), project=project, wish=Wish(), at=timezone.now(), count=2)
        return sorted(str(lease.claim.uid) for lease in leases)

    results = at_once(*(lambda user=user: take(user) for user in users))
    return {"results": results, "claims": sorted(str(claim.uid) for claim in claims), "leases": Lease.objects.count()}


def decide_while_others_take() -> dict[str, Any]:
    """Half decide straight in the article, half take from the queue and decide what they get."""
    project, article, users = desk()

    def straight(user: User) -> str:
        for claim in claims_of(article):
            judgement_record(actor=person(user), claim=claim, label="sourced", at=timezone.now())
        return "done"

    def queue(user: User) -> str:
        while leases := lease_take(actor=person(user), project=project, wish=Wish(), at=timezone.now()):
            judgement_record(actor=person(user), claim=leases[0].claim, label="sourced", at=timezone.now())
        return "done"

    half = len(users) // 2
    works = [lambda user=user: straight(user) for user in users[:half]]
    works += [lambda user=user: queue(user) for user in users[half:]]
    results = at_once(*works)
    return {"results": results, "leases": Lease.objects.count(), "faults": len(ledger_verdict().faults)}


def two_batches() -> dict[str, Any]:
    """One withdraws claims while another dismisses some of them, again and again, and both take it back at once."""
    _project, article, users = desk()
    claims = claims_of(article)
    told: list[dict[str, Any]] = []
    for _turn in range(6):
        out, dismissed = at_once(
            lambda: claims_withdraw(actor=person(users[0]), claims=claims[:3], at=timezone.now()),
            lambda: claims_dismiss(actor=person(users[1]), claims=claims[:0:-1], at=timezone.now()),
        )
        whole = [one for one in (out, dismissed) if not isinstance(one, str)]
        back = at_once(
            *(
                lambda one=one, user=user: batch_undo(actor=person(user), batch=one.batch, at=timezone.now())
                for one, user in zip(whole, users, strict=False)
            )
        )
        told.append(
            {
                "failed": [str(one) for one in (out, dismissed, *back) if isinstance(one, str)],
                "withdrawn": len(out.uids),
                "dismissed": [len(dismissed.uids), len(dismissed.left)],
                "still_withdrawn": article.claims.filter(withdrawn_at__isnull=False).count(),
                "left_decided": Judgement.objects.current().count(),
                "left_at_undo": len(back[1].left),
            }
        )
        for claim in claims:
            if Judgement.objects.current().filter(claim=claim).exists():
                judgement_undo(actor=person(users[1]), claim=claim, at=timezone.now())
    return {"told": told, "faults": [fault.code for fault in ledger_verdict().faults]}


def two_batches_of_articles() -> dict[str, Any]:
    """Two archive the same articles, each in the opposite order; then both are undone at once."""
    project, _article, users = desk()
    at = timezone.now()
    made = [
        article_import(actor=START, project=project, source=Source(text=f"Tide {n}."), at=at).article for n in range(6)
    ]
    results = at_once(
        lambda: articles_archive(actor=person(users[0]), articles=made, at=timezone.now()),
        lambda: articles_archive(actor=person(users[1]), articles=made[::-1], at=timezone.now()),
    )
    failed = [one for one in results if isinstance(one, str)]
    batches = [one.batch for one in results if not isinstance(one, str) and one.batch is not None]
    undone = at_once(*(lambda b=b: batch_undo(actor=person(users[0]), batch=b, at=timezone.now()) for b in batches * 2))
    return {
        "failed": failed,
        "archived_by": sorted(one.done for one in results if not isinstance(one, str)),
        "undone": sorted(one if isinstance(one, str) else "undone" for one in undone),
        "archived": Article.objects.filter(archived_at__isnull=False).count(),
        "faults": [fault.code for fault in ledger_verdict().faults],
    }


CASES = {
    case.__name__: case
    for case in (
        decide,
        import_the_same,
        mark_the_same,
        open_the_site,
        leave_together,
        take_from_the_queue,
        decide_while_others_take,
        two_batches,
        two_batches_of_articles,
    )
}

if __name__ == "__main__":
    call_command("migrate", verbosity=0, interactive=False)
    print(json.dumps(CASES[sys.argv[1]]()))  # noqa: T201  the answer to who started us
