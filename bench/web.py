"""What a page and a decision cost: CPU milliseconds of this process, beside a bare Django view in the same run, and
what the review page weighs on the wire.

    .venv/bin/python -m bench.web [--weight]      --weight starts a site and a browser to weigh the page
"""

import argparse
import json
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
os.environ["CLAIMDESK_HOME"] = tempfile.mkdtemp(prefix="claimdesk-bench-")
os.environ.pop("DATABASE_URL", None)

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.urls import path, reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from annotations.services.accounts import account_create  # noqa: E402
from annotations.services.actor import Actor, Door  # noqa: E402
from annotations.services.articles import Source, article_import  # noqa: E402
from annotations.services.projects import project_create  # noqa: E402
from annotations.tasks import run_job  # noqa: E402

ROUNDS = 60
SENTENCE = "The town of Marrow spent {n},{n:03d} on road number {n}, its treasurer said on Monday. "


def bare(request: HttpRequest) -> HttpResponse:
    """The reference: a view that does nothing."""
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare)]


def cpu_ms(work: Callable[[int], object]) -> float:
    """Median CPU milliseconds of one call, after a warm-up."""
    for number in range(5):
        work(number)
    spent = []
    for number in range(5, ROUNDS + 5):
        began = time.process_time()
        work(number)
        spent.append((time.process_time() - began) * 1000)
    return statistics.median(spent)


def main() -> None:
    """Print the figures and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weight", action="store_true")
    arguments = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    now = timezone.now()
    user, _event = account_create(actor=Actor.system("bench"), email="bench@example.org", name="Bench", at=now)
    actor = Actor.person(user, door=Door.COMMAND)
    project, _event = project_create(actor=actor, name="Bench", at=now)
    articles = []
    for number in range(50):
        text = f"Report {number}\n\n" + "".join(SENTENCE.format(n=number * 40 + line) for line in range(16))
        imported = article_import(actor=actor, project=project, source=Source(text=text), at=timezone.now())
        if imported.job is not None:
            run_job(imported.job.kind, imported.job.uid)
        articles.append(imported.article)
    longest = "A thousand roads\n\n" + "\n\n".join(SENTENCE.format(n=line).strip() for line in range(1_000, 2_000))
    imported = article_import(actor=actor, project=project, source=Source(text=longest), at=timezone.now())
    if imported.job is not None:
        run_job(imported.job.kind, imported.job.uid)
    long_uid = imported.article.uid
    client = Client(raise_request_exception=True, headers={"host": "127.0.0.1"})
    client.force_login(user)
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        reference = cpu_ms(lambda number: Client().get("/bare/"))
    claims = [str(uid) for uid in articles[0].claims.active().in_text_order().values_list("uid", flat=True)]

    def decide(number: int) -> None:
        payload = {"label": ("sourced", "disputed", "opinion")[number % 3], "input": "key", "active_ms": 900}
        op = {
            "id": str(uuid.uuid4()),
            "at": 0,
            "kind": "label",
            "claim": claims[number % len(claims)],
            "base_version": 1,
            "payload": payload,
        }
        reply = client.post(reverse("v1:ops"), json.dumps({"ops": [op]}), content_type="application/json")
        assert reply.status_code == 200, (reply.status_code, reply.content[:300])
        assert reply.json()["results"][0]["status"] == "ok", reply.content

    def look(address: str) -> None:
        assert client.get(address).status_code == 200

    figures = {
        "article list, 50 articles": cpu_ms(lambda n: look(reverse("web:article-list", args=[project.slug]))),
        "review page, 16 claims": cpu_ms(lambda n: look(reverse("web:article-review", args=[articles[1].uid]))),
        "review page, 1,000 claims": cpu_ms(lambda n: look(reverse("web:article-review", args=[long_uid]))),
        "one part of those": cpu_ms(lambda n: look(reverse("web:article-part", args=[long_uid]))),
        "one decision (ops)": cpu_ms(decide),
    }
    print(f"load average {os.getloadavg()[0]:.1f}; {ROUNDS} rounds, medians of CPU time")
    print(f"{'bare Django view':28} {reference:8.2f} ms    1.0")
    for name, spent in figures.items():
        print(f"{name:28} {spent:8.2f} ms {spent / reference:6.1f}")
    if arguments.weight:
        weigh()


def weigh() -> None:
    """Print the bytes of the review page, cold and warm, as Chromium counts them."""
    from bench.page_weight import page_weights

    for claims, (cold, warm) in page_weights().items():
        print(f"review page of {claims} claims on the wire: {cold / 1000:.0f} kB cold, {warm / 1000:.1f} kB warm")


if __name__ == "__main__":
    main()
