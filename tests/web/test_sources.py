"""The pages of a project's sources, and their API: what rests on them, what is said about them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.errors import InvalidValue, VersionConflict
from annotations.models.articles import Article
from annotations.models.projects import Project
from annotations.models.sources import Source
from annotations.models.users import User
from annotations.selectors.source_register import numbers_of, rating_of, sources_found
from annotations.selectors.verification import ledger_verdict
from annotations.services.claims import claim_merge
from annotations.services.evidence import evidence_add, evidence_withdraw
from annotations.services.judgements import judgement_record
from annotations.services.projects import project_change
from annotations.services.source_register import source_rate
from tests.api.callers import caller
from tests.story import NOON, MakeArticle, claims_of, minutes, person
from tests.web.conftest import SignIn, address

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(article: Article, ana: User) -> Source:
    """harbour.example, with two pieces on two claims, one of them decided."""
    claims = claims_of(article)
    for claim, url in zip(claims, ("https://harbour.example/log", "https://www.harbour.example/b"), strict=False):
        evidence_add(actor=person(ana), claim=claim, stance="supports", url=url, at=NOON)
    judgement_record(actor=person(ana), claim=claims[0], label="sourced", at=NOON)
    return Source.objects.select_related("project").get()


def test_pieces_of_one_domain_are_one_source(source: Source, desk: Project, vic: User) -> None:
    numbers = numbers_of(source, reader=vic)
    assert (source.domain, numbers.pieces, numbers.claims) == ("harbour.example", 2, 2)
    assert (numbers.by_stance, numbers.by_label, numbers.undecided) == ({"supports": 2}, {"sourced": 1}, 1)
    assert [(row.domain, vars(row)["pieces"]) for row in sources_found(desk, reader=vic)] == [("harbour.example", 2)]


def test_a_reference_has_no_source(article: Article, ana: User) -> None:
    evidence_add(actor=person(ana), claim=claims_of(article)[0], stance="supports", reference="Log", at=NOON)
    assert not Source.objects.exists()


def test_a_source_nothing_rests_on_any_more_leaves_the_list(source: Source, desk: Project, ana: User) -> None:
    for use in source.uses.select_related("evidence__claim__article__project"):
        evidence_withdraw(actor=person(ana), evidence=use.evidence, at=NOON)
    assert list(sources_found(desk, reader=ana)) == []


def test_joined_claims_take_their_evidence_and_its_source_along(source: Source, article: Article, ana: User) -> None:
    merged, _event = claim_merge(actor=person(ana), claims=claims_of(article)[:2], at=minutes(1))
    assert numbers_of(source, reader=ana).claims == 1
    assert set(merged.evidence.values_list("use__source", flat=True)) == {source.pk}


def test_what_is_said_about_a_source_is_in_the_ledger(source: Source, ana: User, ben: User) -> None:
    _rating, event = source_rate(actor=person(ana), source=source, kind="official", note="Counts ships.", at=NOON)
    assert event is not None
    assert event.stream == f"project:{source.project.uid}"
    assert source_rate(actor=person(ben), source=source, kind="official", at=NOON)[1] is None
    with pytest.raises(VersionConflict):
        source_rate(actor=person(ben), source=source, kind="primary", row_version=0, at=NOON)
    with pytest.raises(InvalidValue):
        source_rate(actor=person(ben), source=source, kind="best", at=NOON)
    assert rating_of(source).kind == "official"
    assert ledger_verdict().faults == []


def test_the_page_of_a_source_shows_its_claims_and_keeps_what_is_said(
    sign_in: SignIn, source: Source, desk: Project, article: Article, ana: User
) -> None:
    client = sign_in(ana)
    client.post(address("source-rate", desk.slug, source.domain), {"kind": "official", "note": "<b>Counts</b>"})
    page = client.get(address("source", desk.slug, source.domain)).content.decode()
    assert claims_of(article)[0].quote in page
    assert "Sourced: 1. Without a final label: 1." in page
    assert "You</b> described the source harbour.example as official: “&lt;b&gt;Counts&lt;/b&gt;”" in page
    listed = client.get(address("source-list", desk.slug, q="harbour", kind="official", order="most"))
    assert "harbour.example" in listed.content.decode()
    assert (
        "harbour.example, official</a>"
        in client.get(address("claim-panel", claims_of(article)[0].uid)).content.decode()
    )


def test_a_domain_of_another_project_is_not_here(sign_in: SignIn, source: Source, desk: Project, ana: User) -> None:
    assert sign_in(ana).get(address("source", desk.slug, "elsewhere.example")).status_code == 404


@pytest.mark.parametrize("order", ["", "most"])
def test_the_list_goes_on_where_the_page_ended(
    sign_in: SignIn, desk: Project, ana: User, article: Article, order: str
) -> None:
    claim = claims_of(article)[0]
    for n in range(33):
        evidence_add(actor=person(ana), claim=claim, stance="context", url=f"https://s{n:02}.example/", at=NOON)
    client = sign_in(ana)
    first = client.get(address("source-list", desk.slug, order=order))
    second = client.get(address("source-list", desk.slug) + first.context["next_page"])
    found = [row.domain for page in (first, second) for row in page.context["rows"]]
    assert found == [f"s{n:02}.example" for n in range(33)]


def test_the_pages_cost_the_same_however_much_there_is(
    sign_in: SignIn, desk: Project, ana: User, mia: User, make_article: MakeArticle
) -> None:
    # Or some suggestions are shown early, by a draw, and what they are worth is looked up.
    project_change(actor=person(mia), project=desk, suggestion_mode="blind", at=NOON)
    client, costs = sign_in(ana), []
    for number in (2, 6):
        claims = claims_of(make_article(claims=number))
        for n, claim in enumerate(claims):
            for url in ("https://harbour.example/", f"https://s{number}{n}.example/"):
                evidence_add(actor=person(ana), claim=claim, stance="context", url=url, at=NOON)
        client.get(address("source-list", desk.slug))  # what a first visit costs is not the list's
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address("source-list", desk.slug)).status_code == 200
            assert client.get(address("source", desk.slug, "harbour.example")).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 32


def test_the_api_lists_reads_and_changes_sources(source: Source, desk: Project, ana: User, vic: User) -> None:
    api, path = caller(ana), f"sources/{source.uid}/"
    listed = api.get(f"projects/{desk.slug}/sources/").json()["results"]
    assert [(row["domain"], row["kind"], row["pieces"]) for row in listed] == [("harbour.example", "", 2)]
    assert api.get(path).headers["ETag"] == '"0"'
    assert api.send("PATCH", path, {"kind": "official"}).status_code == 428
    changed = api.send("PATCH", path, {"kind": "official"}, headers={"If_Match": '"0"'})
    assert (changed.status_code, changed.json()["kind"], changed.headers["ETag"]) == (200, "official", '"1"')
    assert api.send("PATCH", path, {"kind": "best"}, headers={"If_Match": '"1"'}).status_code == 400
    assert api.get(f"projects/{desk.slug}/sources/").json()["results"][0]["kind"] == "official"
    assert caller(vic).send("PATCH", path, {"kind": ""}, headers={"If_Match": '"1"'}).status_code == 403


def test_a_source_counts_only_what_the_reader_sees(source: Source, article: Article, ana: User, ben: User) -> None:
    third, hidden = claims_of(article)[2], "https://harbour.example/secret"
    evidence_add(actor=person(ana), claim=third, stance="contradicts", url=hidden, confidential=True, at=NOON)
    for reader, number in ((ben, 2), (ana, 3)):
        assert numbers_of(source, reader=reader).pieces == numbers_of(source, reader=reader).claims == number
        [row] = sources_found(source.project, reader=reader)
        assert vars(row)["pieces"] == number
