"""`verify_ledger`: 0 and one line where all is well, 1 and the first bad event where it is not."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from annotations.models.articles import Article
from annotations.models.ledger import LedgerEvent
from annotations.models.users import User
from annotations.services.claims import claim_skip
from tests.models.test_guard_installation import drop, the_claims_guard
from tests.selectors.attacks import erase, repair_head, without_guards
from tests.story import NOON, claims_of, person


def verified(*options: str) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("verify_ledger", *options, stdout=out, stderr=err)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_an_intact_ledger_is_one_line(article: Article) -> None:
    code, out, err = verified()
    assert (code, err, out.count("\n")) == (0, "", 1)
    assert out.startswith(f"Intact: {LedgerEvent.objects.count()} events")


def test_the_first_bad_event_is_named(article: Article) -> None:
    event = LedgerEvent.objects.filter(stream=f"article:{article.uid}").order_by("seq")[0]
    with without_guards():
        LedgerEvent.objects.filter(pk=event.pk).update(reason="Because.")
    code, out, err = verified()
    assert (code, out) == (1, "")
    assert f"First bad event: {event.stream}/{event.seq} (event_changed)" in err


@pytest.mark.django_db
def test_a_guard_that_is_gone_is_said() -> None:
    drop(the_claims_guard())
    code, _out, err = verified()
    assert (code, the_claims_guard() in err) == (1, True)


def test_a_receipt_finds_a_cut_tail_whose_head_was_repaired(ana: User, article: Article) -> None:
    event = claim_skip(actor=person(ana), claim=claims_of(article)[0], at=NOON)
    assert verified("--receipt", event.receipt)[0] == 0
    with without_guards():
        erase(event)
        repair_head(event.stream)
    assert verified()[0] == 0
    code, _out, err = verified("--receipt", event.receipt)
    assert (code, "receipt_unknown" in err) == (1, True)


def test_one_project_is_enough(article: Article) -> None:
    assert verified("--project", "city-desk")[0] == 0
    with pytest.raises(CommandError):
        verified("--project", "nowhere")


def test_the_list_of_faults_has_an_end(article: Article) -> None:
    with without_guards():
        LedgerEvent.objects.all().update(mac="0" * 64)
    _code, _out, err = verified("--most", "2")
    assert err.count("event_forged: ") == 2
