"""Three hundred decisions by keyboard over twelve browser lives, each ended by SIGKILL, over a line that loses one in
five requests and one in five replies. Whatever the browser had taken is in the database once, and in order."""

import json
import random
import shutil
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect, sync_playwright

from tests.browser.conftest import CHROMIUM
from tests.faults.lossy import LossyProxy, MortalBrowser, lossy_proxy
from tests.live_site import LiveSite

pytestmark = [
    pytest.mark.faults,
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which(CHROMIUM), reason=f"no browser at {CHROMIUM}"),
]
SEED = 20_260_310
LIVES = 12
DECISIONS = 300
LOST = 0.2
KEYS = {"Shift+S": "sourced", "Shift+D": "disputed", "Shift+O": "opinion"}
TEXT = "Rents of the coast\n\n" + "\n\n".join(
    f"Rents in district {number} rose by {number} per cent, the council said." for number in range(1, 25)
)
# Notes each operation when the browser has it on the disk, and whether its claim showed the label before.
WATCH = """
const add = IDBObjectStore.prototype.add;
window.kept = [];
IDBObjectStore.prototype.add = function (op, ...rest) {
  const request = add.call(this, op, ...rest);
  if (this.name === "ops" && op.kind === "label") {
    const mark = document.querySelector(`mark[data-c="${op.claim}"]`);
    const painted = mark.classList.contains(`L-${op.payload.label}`);
    const told = { id: op.id, claim: op.claim, label: op.payload.label, painted };
    this.transaction.addEventListener("complete", () => window.kept.push(told));
  }
  return request;
};
"""
TOLD = """
import json
from annotations.models import Judgement, LedgerEvent
from annotations.models.access import AppliedOp
print(json.dumps({
    "ops": {str(op.op_id): op.result["receipt"] for op in AppliedOp.objects.all() if op.result.get("receipt")},
    "events": [e.receipt for e in LedgerEvent.objects.filter(verb="judgement.recorded")],
    "labels": [[str(j.claim.uid), j.label] for j in Judgement.objects.order_by("pk").select_related("claim")],
}))
"""


def opened(page: Page, address: str) -> None:
    """The review screen, however often its page is lost on the way."""
    until = time.monotonic() + 300
    while True:
        try:
            page.goto(address, wait_until="load", timeout=60_000)
            page.wait_for_selector("html[data-ready=review]", timeout=30_000)
        except Error:
            assert time.monotonic() < until, "the page never came"
        else:
            return


def decided(page: Page, rng: random.Random, taken: list[dict[str, Any]]) -> None:
    """One more decision, waited for until it is on the disk."""
    before = page.evaluate("window.kept.length")
    until = time.monotonic() + 120
    while page.evaluate("window.kept.length") == before:
        assert time.monotonic() < until, "no key made a decision"
        page.keyboard.press(rng.choice("jjjkk"))
        page.keyboard.press(rng.choice(list(KEYS)))  # the label a claim has already makes no step
        page.wait_for_timeout(15)
    taken += page.evaluate(f"window.kept.slice({before})")


def paced(page: Page, proxy: LossyProxy, taken: list[dict[str, Any]]) -> None:
    """On a slow machine many decisions would share a request, and too few could be lost: wait until there have been
    three requests for five decisions, or nothing is left to send."""
    while proxy.asked < len(taken) * 0.6 and page.locator("#saved[data-state=saved]").count() == 0:
        page.wait_for_timeout(20)


def one_life(
    page: Page, proxy: LossyProxy, address: str, rng: random.Random, taken: list[dict[str, Any]], *, until: int
) -> None:
    """Decisions until there are so many, with reloads, and stretches without a network."""
    opened(page, address)
    reload_at, dark = until - rng.randrange(5, 20), rng.random() < 0.3
    while len(taken) < until:
        if len(taken) >= reload_at:
            reload_at = until
            opened(page, address)
        if dark and len(taken) > until - 4:
            page.context.set_offline(True)
        else:
            paced(page, proxy, taken)
        decided(page, rng, taken)
    page.keyboard.press("j")
    page.keyboard.press("Shift+S")  # and one of which nobody knows whether it reached the disk


def test_nothing_a_browser_took_is_lost_or_done_twice(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """The long one: one and a half to three minutes."""
    record_property("seed", SEED)
    rng = random.Random(SEED)
    taken: list[dict[str, Any]] = []
    with LiveSite(tmp_path / "home") as site, lossy_proxy(site.port, seed=SEED) as proxy:
        link = site.sign_in_link("mina@example.org", "--superuser")
        with sync_playwright() as playwright:
            first = MortalBrowser(playwright, tmp_path / "profile")
            address = made_and_signed_in(first.page(), site, proxy, link)
            first.leave()
            proxy.share = LOST
            for life in range(1, LIVES + 1):
                browser = MortalBrowser(playwright, tmp_path / "profile")
                try:
                    page = browser.page()
                    page.add_init_script(WATCH)
                    one_life(page, proxy, address, rng, taken, until=DECISIONS * life // LIVES)
                finally:
                    browser.kill()
            last = MortalBrowser(playwright, tmp_path / "profile")
            page = last.page()
            opened(page, address)
            expect(page.locator("#saved")).to_have_attribute("data-state", "saved", timeout=300_000)
            last.leave()
        told = json.loads(site.manage("shell", "-v0", "-c", TOLD))
        record_property("decisions", len(taken))
        record_property("lost", proxy.lost)
        assert min(proxy.lost.values()) > 20, proxy.lost
        assert site.manage("verify_ledger").startswith("Intact")
    check(taken, told)


def made_and_signed_in(page: Page, site: LiveSite, proxy: LossyProxy, link: str) -> str:
    """An article that is ready, and its address; the browser is signed in then."""
    page.goto(proxy.address + "/" + link.split("/", 3)[3])
    page.goto(f"{proxy.address}/projects/new/")
    page.get_by_label("Name", exact=True).fill("Coast desk")
    page.get_by_role("button", name="Make the project").click()
    page.goto(f"{proxy.address}/p/coast-desk/import/")
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/articles/**")
    page.goto(page.url)
    page.wait_for_selector("html[data-ready=review]", timeout=240_000)
    return page.url.partition("?")[0]


def check(taken: list[dict[str, Any]], told: dict[str, Any]) -> None:
    """Every decision that was taken was painted, is in the ledger once, and stands in its claim's order."""
    assert len({op["id"] for op in taken}) == len(taken) >= DECISIONS
    assert all(op["painted"] for op in taken)
    ops, events = told["ops"], told["events"]
    assert [op for op in taken if op["id"] not in ops] == []
    assert len(set(ops.values())) == len(ops)
    assert sorted(ops.values()) == sorted(events)  # no event without its one operation
    assert len(events) <= len(taken) + LIVES
    place = {receipt: number for number, receipt in enumerate(sorted(events, key=lambda one: int(one.split("/")[-2])))}
    by_claim, stored = defaultdict(list), defaultdict(list)
    for op in taken:
        by_claim[op["claim"]].append(op)
    for claim, label in told["labels"]:
        stored[claim].append(label)
    for claim, done in by_claim.items():
        order = [place[ops[op["id"]]] for op in done]
        assert order == sorted(order)
        assert is_within([op["label"] for op in done], stored[claim])


def is_within(wanted: list[str], found: list[str]) -> bool:
    """Whether `wanted` is what is left of `found` after taking some out."""
    rest = iter(found)
    return all(label in rest for label in wanted)
