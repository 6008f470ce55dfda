"""An import on the pages: how far, what was refused and why."""

import json

from django.test import Client

from annotations.models.jobs import Job
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.services.import_runs import Rows, import_request
from annotations.tasks import run_job
from tests.story import NOON, person
from tests.web.conftest import SignIn, address
from tests.web.test_query_counts import queries_of


def imported(desk: Project, user: User, rows: list[dict[str, str]]) -> Job:
    body = b"\n".join(json.dumps(row).encode() for row in rows)
    given = Rows(pieces=lambda: [body], size=len(body), filename="harbour.jsonl")
    _run, job, _event = import_request(actor=person(user), project=desk, rows=given, at=NOON)
    run_job(job.kind, job.uid)
    return job


def test_refused_rows_are_listed_with_their_reasons(sign_in: SignIn, desk: Project, ana: User) -> None:
    job = imported(desk, ana, [{"text": "A tug sank."}, {"title": "No text"}])
    client = sign_in(ana)
    work = client.get(address("job-list", desk.slug)).content.decode()
    assert "1 new, 0 here already, 1 refused" in work
    page = client.get(address("import-rows", job.uid)).content.decode()
    assert "Give exactly one of text, html and url." in page
    assert "A tug sank." not in page
    assert "A tug sank." in client.get(address("import-rows", job.uid, show="created")).content.decode()


def test_further_rows_are_behind_a_link(sign_in: SignIn, desk: Project, ana: User) -> None:
    job = imported(desk, ana, [{"title": f"Number {n}"} for n in range(60)])
    client: Client = sign_in(ana)
    first = client.get(address("import-rows", job.uid))
    assert len(first.context["rows"]) == 50
    second = client.get(address("import-rows", job.uid) + first.context["next_page"])
    assert [row.index for row in second.context["rows"]] == list(range(50, 60))


def test_the_list_costs_the_same_however_long_it_is(sign_in: SignIn, desk: Project, ana: User) -> None:
    client = sign_in(ana)
    few = imported(desk, ana, [{"text": f"Tug {n} sank."} for n in range(3)])
    many = imported(desk, ana, [{"text": f"Tug {n} came."} for n in range(30)])
    pages = [address("import-rows", job.uid, show="all") for job in (few, many)]
    assert queries_of(client, pages[0]) == queries_of(client, pages[1]) <= 10


def test_a_job_that_is_no_import_has_no_such_page(sign_in: SignIn, article: object, ana: User) -> None:
    job = Job.objects.latest("id")
    assert sign_in(ana).get(address("import-rows", job.uid)).status_code == 404
