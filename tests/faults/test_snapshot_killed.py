"""kill -9 while a page is fetched: the next worker fetches it again, and keeps it once."""

import os
import signal
import subprocess
import sys
import threading

from tests.extract.servers import answering, serving
from tests.faults.conftest import MakeDesk
from tests.faults.desk import ROOT, wait_until

ADD_EVIDENCE = """
import sys
import django
django.setup()
from django.utils import timezone
from annotations.models.claims import Claim
from annotations.services.accounts import account_create
from annotations.services.actor import Actor, Door
from annotations.services.claims import claim_mark
from annotations.services.evidence import evidence_add
at = timezone.now()
ana, _event = account_create(actor=Actor.system("tests"), email="ana@desk.example", at=at)
actor = Actor.person(ana, door=Door.API)
claim = Claim.objects.select_related("article__project").first()
evidence_add(actor=actor, claim=claim, stance="context", url=sys.argv[1], quote="nine ships", at=at)
"""


def test_a_snapshot_whose_worker_was_killed_is_kept_once_by_the_next_one(make_desk: MakeDesk) -> None:
    go_on = threading.Event()
    page = answering(b"The port counted nine ships in May.", "Content-Type: text/plain")

    def slow(connection, request):  # type: ignore[no-untyped-def]
        go_on.wait(timeout=240)
        page(connection, request)

    with serving(slow) as server:
        desk = make_desk(FETCH_ALLOW_HOSTS=next(iter(server.allowed))).start()
        desk.queue(1)
        wait_until(lambda: desk.jobs("done"), seconds=240, what=f"the article is ready\n{desk.said()}")
        order = [sys.executable, "-c", ADD_EVIDENCE, server.url("/log")]
        subprocess.run(order, cwd=ROOT, env=desk.environment, check=True, timeout=300)
        wait_until(lambda: server.requests, seconds=120, what=f"the page is asked for\n{desk.said()}")
        os.killpg(desk.main_process("celery"), signal.SIGKILL)
        go_on.set()
        kept = "SELECT 1 FROM annotations_snapshot WHERE status = 'kept'"
        wait_until(lambda: desk.rows(kept), seconds=240, what=f"the snapshot is kept\n{desk.said()}")
    assert desk.rows("SELECT attempts, state FROM annotations_job WHERE kind = 'take_snapshot'") == [(2, "done")]
    assert desk.rows("SELECT verb FROM annotations_ledgerevent WHERE verb LIKE 'snapshot.%'") == [("snapshot.kept",)]
    assert desk.rows("SELECT found FROM annotations_sighting") == [("found",)]
