"""What holds for every route: strangers get 404, keys need the scope, nobody writes fields that are not theirs."""

from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Field
from django.utils import timezone

from annotations.api.views.docs import built_schema
from annotations.models.articles import Article
from annotations.models.batches import Batch
from annotations.models.jobs import Job
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.sources import Source
from annotations.models.users import User
from annotations.services.evidence import evidence_add, evidence_withdraw
from annotations.services.import_runs import Rows, import_request
from annotations.services.judgements import judgement_record
from annotations.services.links import SCOPES
from annotations.services.projects import project_create
from annotations.services.releases import release_request
from tests.api.callers import Caller, caller, key_for
from tests.api.routes import METHODS, Route, all_routes
from tests.practice import practice_written
from tests.snapshots import snapshot_kept
from tests.story import NOON, claims_of, person

ROUTES = all_routes()
# The route's own things by name: which uid its path takes.
UID_OF = {
    "member": "membership",
    "article": "article",
    "article-reprocess": "article",
    "article-claim-list": "article",
    "claim": "claim",
    "claim-split": "claim",
    "claim-statement": "claim",
    "source": "source",
    "practice": "practice",
    "practice-answer": "practice",
    "judgement-list": "claim",
    "own-judgement": "claim",
    "evidence-list": "claim",
    "claim-history": "claim",
    "evidence": "evidence",
    "evidence-restore": "withdrawn",
    "evidence-check": "evidence",
    "evidence-file": "evidence",
    "evidence-diff": "evidence",
    "snapshot-list": "evidence",
    "snapshot-text": "evidence",
    "snapshot-file": "evidence",
    "release": "release",
    "release-download": "release",
    "batch-undo": "batch",
    "job": "job",
    "job-cancel": "job",
    "job-rows": "import",
    "job-retry": "job",
    "token": "token",
}
# Writes that say nothing about anything, so that no event and no receipt come of them.
UNGUARDED = {"ops", "queue-next", "queue-renew", "queue-release"}
OWN = {"me", "token-list", "project-list", "claim-list", "search", "ops"}  # paths that name nothing of anybody's
NOT_NOW = {
    "GET evidence-diff": "no_text_kept",
    "GET release-download": "release_not_ready",
    "POST job-retry": "job_not_retryable",
}
BODIES: dict[str, Any] = {
    "POST token-list": {"scopes": ["read"]},
    "POST project-list": {"name": "New desk"},
    "PATCH project": {"name": "Night desk"},
    "POST member-list": {"email": "new@desk.example", "role": "viewer"},
    "PATCH member": {"role": "viewer"},
    "POST article-list": {"text": "A ferry sank in May."},
    "POST article-bulk": [{"text": "A tug sank."}],
    "POST batch-list": {"do": "withdraw"},
    "POST release-list": {"name": "May", "select": "all"},
    "POST article-claim-list": {"start": 0, "end": 10},
    "PATCH claim": {"start": 33},
    "POST claim-split": {"at": [48]},
    "POST practice-answer": {"claim": 1, "round": 1, "label": "sourced"},
    "PATCH evidence": {"confidential": True},
    "PATCH source": {"kind": "official"},
    "PATCH claim-statement": {"wording": "In other words."},
    "POST judgement-list": {"label": "opinion"},
    "POST evidence-list": {"reference": "Log", "stance": "context"},
    "POST ops": {"ops": []},
    "POST queue-renew": {"claims": []},
}


@pytest.fixture
def things(desk: Project, article: Article, ana: User, ben: User, mia: User) -> dict[str, str]:
    """A uid of each kind of thing, all of the desk's."""
    claims = claims_of(article)
    link = "https://harbour.example/log"
    evidence, _event = evidence_add(actor=person(ana), claim=claims[0], url=link, stance="supports", at=NOON)
    withdrawn, _event = evidence_add(actor=person(ana), claim=claims[0], reference="Log", stance="supports", at=NOON)
    evidence_withdraw(actor=person(ana), evidence=withdrawn, at=NOON)
    judgement_record(actor=person(mia), claim=claims[0], label="sourced", at=NOON)
    release, _job, _event = release_request(
        actor=person(mia), project=desk, name="April", select="all", at=timezone.now()
    )
    rows = Rows(pieces=lambda: [b'{"text": "Tugs came."}'], size=22)
    _run, import_job, _event = import_request(actor=person(mia), project=desk, rows=rows, at=NOON)
    return {
        "slug": desk.slug,
        "import": str(import_job.uid),
        "batch": str(Batch.objects.latest("id").uid),
        "membership": str(desk.memberships.get(user=ben).uid),
        "article": str(article.uid),
        "claim": str(claims[0].uid),
        "second": str(claims[1].uid),
        "evidence": str(evidence.uid),
        "withdrawn": str(withdrawn.uid),
        "snapshot": str(snapshot_kept(evidence, b"They ordered two ships.").uid),
        "practice": str(practice_written(mia, desk).uid),
        "source": str(Source.objects.get(uses__evidence=evidence).uid),
        "release": str(release.uid),
        "job": str(Job.objects.filter(article=article).latest("id").uid),
        "token": str(key_for(mia)[0].uid),
    }


def send(api: Caller, route: Route, things: dict[str, str], body: dict[str, Any] | None = None) -> Any:
    """The route's request about these things."""
    path = route.path(slug=things["slug"], uid=things.get(UID_OF.get(route.name, ""), ""), snapshot=things["snapshot"])
    if route.name == "evidence-file":
        return api.upload(path, {"file": SimpleUploadedFile("log.txt", b"Two ships.")})
    if body is None:
        body = BODIES.get(str(route), {})
        if route.name == "claim-merge":
            body = {"claims": [things["claim"], things["second"]]}
        if str(route) == "POST batch-list":
            body = {"do": "withdraw", "claims": [things["second"]]}
    headers = {"If_Match": "*"} if route.method == "PATCH" else {}
    return api.send(route.method, path, None if route.method == "GET" else body, headers=headers)


def test_every_route_is_known_here() -> None:
    named = {route.name for route in ROUTES if "<uuid:" in route.pattern}
    assert named == set(UID_OF)
    operations = {
        (path, method.upper())
        for path, operations in built_schema()["paths"].items()
        for method in operations
        if method.upper() in METHODS
    }
    assert {(schema_path(route), route.method) for route in ROUTES} == operations
    assert {route.name for route in ROUTES if "<" not in route.pattern} == OWN | {"claim-merge"}


@pytest.mark.parametrize("route", [route for route in ROUTES if route.name not in OWN], ids=str)
def test_a_stranger_gets_404(api_oto: Caller, things: dict[str, str], route: Route) -> None:
    events = LedgerEvent.objects.count()
    reply = send(api_oto, route, things)
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found"), reply.content
    assert LedgerEvent.objects.count() == events


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_without_a_key_everything_is_closed(api_nobody: Caller, things: dict[str, str], route: Route) -> None:
    reply = send(api_nobody, route, things)
    assert (reply.status_code, reply.json()["code"]) == (401, "not_authenticated")


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_a_key_for_another_project_gets_404(oto: User, mia: User, things: dict[str, str], route: Route) -> None:
    other, _event = project_create(actor=person(mia), name="Other desk", at=NOON)
    reply = send(caller(mia, project=other), route, things)
    if route.name in OWN:
        assert str(things["claim"]) not in reply.content.decode()
        assert "city-desk" not in reply.content.decode()
    else:
        assert reply.status_code == 404, reply.content


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_route_says_which_scope_it_needs(route: Route) -> None:
    assert route.method in route.view.scopes
    needed = set(route.view.scopes[route.method])
    assert needed <= set(SCOPES)
    assert needed or route.name == "me"


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_a_key_without_the_scope_is_refused_and_changes_nothing(
    mia: User, things: dict[str, str], route: Route
) -> None:
    needed = set(route.view.scopes[route.method])
    if not needed:
        assert send(caller(mia, "export"), route, things).status_code == 200
        return
    others = [scope for scope in SCOPES if scope not in needed]
    api = caller(mia, *others)
    events = LedgerEvent.objects.count()
    reply = send(api, route, things)
    assert (reply.status_code, reply.json()["code"]) == (403, "insufficient_scope")
    assert LedgerEvent.objects.count() == events


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_the_scope_is_enough_for_somebody_with_the_role(mia: User, things: dict[str, str], route: Route) -> None:
    needed = route.view.scopes[route.method]
    scopes = set(needed) | ({"read"} if str(route) == "POST token-list" else set())
    reply = send(caller(mia, *(scopes or {"read"})), route, things)
    if str(route) in NOT_NOW:
        assert (reply.status_code, reply.json()["code"]) == (409, NOT_NOW[str(route)])
        return
    assert reply.status_code < 300, reply.content
    if route.method != "GET" and route.name not in UNGUARDED:
        stream, seq, digest = reply["Ledger-Receipt"].split("/")
        event = LedgerEvent.objects.get(stream=stream, seq=int(seq))
        assert event.hash == digest
        assert event.request_id == reply["X-Request-ID"]


# --- Mass assignment ---------------------------------------------------------------------------------------------


def model_fields() -> list[str]:
    """The name of every field of every model of ours."""
    models = apps.get_app_config("annotations").get_models()
    return sorted({field.name for model in models for field in model._meta.get_fields() if isinstance(field, Field)})


OWN_SHAPES = {
    "ops",
    "evidence-file",
    "article-bulk",
}  # a list of operations, a form, rows whose other fields are metadata
WRITES = [route for route in ROUTES if route.method in {"POST", "PATCH"} and route.name not in OWN_SHAPES]


@pytest.mark.parametrize("route", WRITES, ids=str)
def test_no_field_but_the_documented_ones_can_be_written(mia: User, things: dict[str, str], route: Route) -> None:
    api = caller(mia)
    events = LedgerEvent.objects.count()
    body = BODIES.get(str(route), {})
    if route.name == "claim-merge":
        body = {"claims": [things["claim"], things["second"]]}
    allowed = documented(route)
    for name in model_fields():
        if name in allowed:
            continue
        reply = send(api, route, things, {**body, name: 1})
        assert reply.status_code == 400, (name, reply.content)
        assert {"field": name, "code": "unknown_field", "message": "There is no such field."} in reply.json()["errors"]
    assert LedgerEvent.objects.count() == events


def schema_path(route: Route) -> str:
    """The route's path as the schema writes it."""
    path = route.pattern.replace("<uuid:uid>", "{uid}").replace("<slug:slug>", "{slug}")
    return "/api/v1/" + path.replace("<uuid:snapshot>", "{snapshot}")


def documented(route: Route) -> set[str]:
    """The fields the committed schema gives this route's body."""
    schema = built_schema()
    operation = schema["paths"][schema_path(route)][route.method.lower()]
    if "requestBody" not in operation:
        return set()
    reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    return set(schema["components"]["schemas"][reference.rpartition("/")[2]]["properties"])


@pytest.mark.parametrize("route", [route for route in ROUTES if route.method == "GET"], ids=str)
@pytest.mark.parametrize("name", ["created_by__password__startswith", "project__name", "format_", "ordering__x"])
def test_a_parameter_nobody_documented_is_refused(
    api_mia: Caller, things: dict[str, str], route: Route, name: str
) -> None:
    path = route.path(slug=things["slug"], uid=things.get(UID_OF.get(route.name, ""), ""), snapshot=things["snapshot"])
    reply = api_mia.get(f"{path}?{name}=a")
    assert (reply.status_code, reply.json()["code"]) == (400, "unknown_parameter")
    assert reply.json()["errors"][0]["field"] == name


@pytest.mark.parametrize("route", WRITES, ids=str)
def test_a_body_that_is_no_object_is_a_4xx(api_mia: Caller, things: dict[str, str], route: Route) -> None:
    bodies: list[Any] = [[], [[]], "text", 5, True, {"": {}}, {"\ud83d": "\ud83d"}]
    for body in bodies:
        reply = send(api_mia, route, things, body)
        assert reply.status_code == 400, (body, reply.content)
