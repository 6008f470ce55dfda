"""What a reviewer did is kept in the browser until the server has it, once and in order, whatever happens between."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Bench, Ops, Reply, page_with, verdict, wait_until

pytestmark = pytest.mark.browser

MODULES = ["outbox", "outbox-send", "outbox-store", "uuid"]
SCRIPT = """
import { Outbox } from "claimdesk/outbox.js";
window.states = [];
window.answers = [];
window.remote = [];
window.box = new Outbox({ user: "ada", url: "/ops/", base: 20, cap: 200, timeout: 30000,
  refresh: async () => Boolean(window.fresh) });
box.addEventListener("change", (event) => states.push(event.detail));
box.addEventListener("result", (event) => answers.push(event.detail));
box.addEventListener("remote", (event) => remote.push(event.detail.op.id));
await box.ready;
box.start();
window.ready = true;
"""
DECIDE = """async ([from, to]) => {
  const ids = [];
  for (let n = from; n < to; n += 1) ids.push((await box.put("label", `claim-${n}`, 1, { label: "sourced" })).id);
  return ids;
}"""
LEAVING = """() => {
  const event = new Event("beforeunload", { cancelable: true });
  dispatchEvent(event);
  return event.defaultPrevented;
}"""
# A step is taken at the moment the outbox finds that there is nothing to send; then another, and the page is left.
LEFT_AT_THAT_MOMENT = """async () => {
  const read = IDBObjectStore.prototype.getAll;
  let first;
  const looked = new Promise((done) => {
    IDBObjectStore.prototype.getAll = function (...rest) {
      IDBObjectStore.prototype.getAll = read;
      const request = read.apply(this, rest);
      first = box.put("label", "claim-1", 1, { label: "sourced" });
      done();
      return request;
    };
  });
  box.kick(0);
  await looked;
  const one = await first;
  const two = box.put("label", "claim-1", 1, { label: "disputed" });
  dispatchEvent(new Event("pagehide"));
  return [one.id, (await two).id];
}"""
EMPTY = "box.pending().then((rows) => rows.length === 0)"


@pytest.fixture
def context(bench: Bench, new_context: Callable[..., BrowserContext]) -> BrowserContext:
    """One person's browser."""
    bench.pages["/"] = page_with(MODULES, SCRIPT)
    return new_context()


def open_page(context: BrowserContext, bench: Bench) -> Page:
    """A page with a running outbox."""
    page = context.new_page()
    page.goto(bench.address)
    page.wait_for_function("window.ready")
    return page


def answer_with(status: int, **body: Any) -> Callable[[Ops], Reply]:
    """The same answer to every batch."""
    return lambda ops: (status, body)


def test_a_decision_leaves_the_outbox_when_the_server_has_answered_for_it(
    context: BrowserContext, bench: Bench
) -> None:
    page = open_page(context, bench)
    ids = page.evaluate(DECIDE, [0, 3])
    wait_until(page, EMPTY)
    page.wait_for_function("states.at(-1).state === 'saved'")
    assert bench.arrived() == ids


def test_nothing_is_lost_doubled_or_reordered_by_a_server_that_drops_requests_and_replies(
    context: BrowserContext, bench: Bench
) -> None:
    rng, applied = random.Random(7), dict[str, int]()

    def moody(ops: Ops) -> Reply:
        mood = rng.random()
        if mood < 0.2:
            return None
        if mood < 0.3:
            return 503, {"code": "busy"}
        results = []
        for op in ops:
            results.append(verdict(op, "seen" if op["id"] in applied else "ok"))
            applied.setdefault(op["id"], len(applied))
        return None if mood < 0.5 else (200, {"results": results})

    bench.answer = moody
    page, ids = open_page(context, bench), []
    for life in range(6):
        ids += page.evaluate(DECIDE, [life * 20, life * 20 + 20])
        page.close()
        page = open_page(context, bench)
    wait_until(page, EMPTY)
    assert sorted(applied, key=applied.__getitem__) == ids


def test_decisions_made_while_the_server_is_away_are_sent_by_the_next_page(
    context: BrowserContext, bench: Bench
) -> None:
    bench.answer = lambda ops: None
    page = open_page(context, bench)
    ids = page.evaluate(DECIDE, [0, 5])
    page.wait_for_function("states.at(-1).state === 'offline' && states.at(-1).n === 5")
    page.close()
    bench.batches.clear()
    bench.answer = lambda ops: (200, {"results": [verdict(op) for op in ops]})
    wait_until(open_page(context, bench), EMPTY)
    assert bench.arrived() == ids


def test_who_leaves_sends_no_step_before_the_one_that_was_just_being_written(
    context: BrowserContext, bench: Bench
) -> None:
    page = open_page(context, bench)
    page.wait_for_function("states.at(-1)?.state === 'saved'")
    ids = page.evaluate(LEFT_AT_THAT_MOMENT)
    wait_until(page, EMPTY)
    assert bench.arrived() == ids


def test_who_leaves_sends_no_step_before_those_an_earlier_page_left_unsent(
    context: BrowserContext, bench: Bench
) -> None:
    bench.answer = lambda ops: None
    page = open_page(context, bench)
    ids = page.evaluate(DECIDE, [0, 2])
    page.wait_for_function("states.at(-1).state === 'offline' && states.at(-1).n === 2")
    page.close()
    page = open_page(context, bench)
    ids += page.evaluate(DECIDE, [2, 4])
    page.wait_for_function("states.at(-1).state === 'offline' && states.at(-1).n === 4")
    bench.batches.clear()
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    bench.answer = lambda ops: (200, {"results": [verdict(op) for op in ops]})
    wait_until(page, EMPTY)
    assert bench.arrived() == ids


def test_a_batch_holds_at_most_forty_steps(context: BrowserContext, bench: Bench) -> None:
    bench.answer = lambda ops: None
    page = open_page(context, bench)
    page.evaluate(DECIDE, [0, 95])
    bench.answer = lambda ops: (200, {"results": [verdict(op) for op in ops]})
    wait_until(page, EMPTY)
    assert max(map(len, bench.batches)) == 40


def test_signed_out_keeps_everything_and_asks_to_sign_in(context: BrowserContext, bench: Bench) -> None:
    bench.answer = answer_with(403, code="not_authenticated")
    page = open_page(context, bench)
    ids = page.evaluate(DECIDE, [0, 2])
    page.wait_for_function("states.at(-1).state === 'signin'")
    assert [row["id"] for row in page.evaluate("box.pending()")] == ids
    assert page.evaluate("box.stuckCount") == 0


def test_after_signing_in_the_kept_steps_are_sent(context: BrowserContext, bench: Bench) -> None:
    bench.answer = answer_with(401, code="not_authenticated")
    page = open_page(context, bench)
    page.evaluate(DECIDE, [0, 2])
    page.wait_for_function("states.at(-1).state === 'signin'")
    bench.answer = lambda ops: (200, {"results": [verdict(op) for op in ops]})
    page.evaluate("box.now()")
    wait_until(page, EMPTY)


def test_a_stale_token_is_replaced_without_asking(context: BrowserContext, bench: Bench) -> None:
    answers = iter([(403, {"code": "csrf_failed"})])
    bench.answer = lambda ops: next(answers, (200, {"results": [verdict(op) for op in ops]}))
    page = open_page(context, bench)
    page.evaluate("window.fresh = true")
    page.evaluate(DECIDE, [0, 1])
    wait_until(page, EMPTY)
    assert "signin" not in [state["state"] for state in page.evaluate("states")]


def test_a_step_that_is_not_allowed_is_set_aside_and_not_sent_for_ever(context: BrowserContext, bench: Bench) -> None:
    bench.answer = answer_with(403, code="permission_denied", detail="Deciding needs the role reviewer.")
    page = open_page(context, bench)
    page.evaluate(DECIDE, [0, 1])
    page.wait_for_function("states.at(-1).stuck === 1 && states.at(-1).state === 'saved'")
    assert page.evaluate("box.stuck().then(([row]) => row.why.message)") == "Deciding needs the role reviewer."
    sent = len(bench.batches)
    page.evaluate("box.now()")
    (other,) = page.evaluate(DECIDE, [1, 2])
    page.wait_for_function("states.at(-1).stuck === 2 && states.at(-1).state === 'saved'")
    assert bench.batches[sent:] == [[other]]


def test_one_malformed_step_does_not_hold_up_the_others(context: BrowserContext, bench: Bench) -> None:
    def picky(ops: Ops) -> Reply:
        if any(op["claim"] == "claim-4" for op in ops):
            return 400, {"code": "invalid", "detail": "The label is none of the five."}
        return 200, {"results": [verdict(op) for op in ops]}

    bench.answer = lambda ops: None
    page = open_page(context, bench)
    ids = page.evaluate(DECIDE, [0, 8])
    bench.answer = picky
    wait_until(page, EMPTY)
    page.wait_for_function("answers.length === 8")
    assert [row["id"] for row in page.evaluate("box.stuck()")] == [ids[4]]
    assert {answer["op"]["id"] for answer in page.evaluate("answers")} == set(ids)


@pytest.mark.parametrize("status", ["refused", "conflict"])
def test_a_refused_step_is_kept_aside_with_its_reason(context: BrowserContext, bench: Bench, status: str) -> None:
    bench.answer = lambda ops: (200, {"results": [verdict(op, status, message="The claim was split.") for op in ops]})
    page = open_page(context, bench)
    page.evaluate(DECIDE, [0, 1])
    page.wait_for_function("states.at(-1).stuck === 1")
    assert page.evaluate("box.stuck().then(([row]) => row.why.message)") == "The claim was split."


def test_a_step_set_aside_can_be_sent_again_as_a_new_one(context: BrowserContext, bench: Bench) -> None:
    bench.answer = lambda ops: (200, {"results": [verdict(op, "refused") for op in ops]})
    page = open_page(context, bench)
    (first,) = page.evaluate(DECIDE, [0, 1])
    page.wait_for_function("states.at(-1).stuck === 1")
    bench.answer = lambda ops: (200, {"results": [verdict(op) for op in ops]})
    second = page.evaluate("box.stuck().then(([row]) => box.retry(row, 2)).then((op) => op.id)")
    wait_until(page, EMPTY)
    page.wait_for_function("states.at(-1).state === 'saved' && box.stuckCount === 0")
    assert bench.arrived() == [first, second]


def test_a_step_set_aside_can_be_dropped_knowingly(context: BrowserContext, bench: Bench) -> None:
    bench.answer = lambda ops: (200, {"results": [verdict(op, "refused") for op in ops]})
    page = open_page(context, bench)
    page.evaluate(DECIDE, [0, 1])
    page.wait_for_function("states.at(-1).stuck === 1")
    page.evaluate("box.stuck().then(([row]) => box.drop(row))")
    page.wait_for_function("states.at(-1).stuck === 0")


def test_a_reply_that_says_nothing_about_a_step_is_asked_again(context: BrowserContext, bench: Bench) -> None:
    nothing: Reply = (200, {"results": []})
    answers = iter([nothing])
    bench.answer = lambda ops: next(answers, (200, {"results": [verdict(op) for op in ops]}))
    page = open_page(context, bench)
    page.evaluate(DECIDE, [0, 1])
    wait_until(page, EMPTY)
    assert len(bench.batches) == 2


def test_it_works_where_the_browser_has_no_locks_and_makes_no_uuids(context: BrowserContext, bench: Bench) -> None:
    context.add_init_script(
        "Object.defineProperty(navigator, 'locks', { value: undefined }); crypto.randomUUID = undefined;"
    )
    one, two = open_page(context, bench), open_page(context, bench)
    ids = one.evaluate(DECIDE, [0, 10]) + two.evaluate(DECIDE, [10, 20])
    wait_until(one, EMPTY)
    assert sorted(bench.arrived()) == sorted(ids)
    assert len(set(ids)) == 20


def test_two_tabs_hear_of_each_other(context: BrowserContext, bench: Bench) -> None:
    one, two = open_page(context, bench), open_page(context, bench)
    (op,) = one.evaluate(DECIDE, [0, 1])
    two.wait_for_function("([id]) => remote.includes(id)", arg=[op])
    two.wait_for_function("([id]) => answers.some((answer) => answer.op.id === id)", arg=[op])
    wait_until(two, "box.n === 0")


def test_two_accounts_on_one_machine_never_mix(context: BrowserContext, bench: Bench) -> None:
    bench.answer = lambda ops: None
    page = open_page(context, bench)
    page.evaluate(DECIDE, [0, 1])
    bench.pages["/"] = page_with(MODULES, SCRIPT.replace('"ada"', '"grace"'))
    assert open_page(context, bench).evaluate("box.pending()") == []


def test_a_browser_that_keeps_nothing_is_said_and_leaving_asks_first(context: BrowserContext, bench: Bench) -> None:
    context.add_init_script("indexedDB.open = () => { throw new Error('private window'); };")
    bench.answer = lambda ops: None
    page = open_page(context, bench)
    page.evaluate(DECIDE, [0, 1])
    page.wait_for_function("states.at(-1).kept === false")
    assert page.evaluate(LEAVING) is True


def test_leaving_does_not_ask_where_the_browser_keeps_the_work(context: BrowserContext, bench: Bench) -> None:
    bench.answer = lambda ops: None
    page = open_page(context, bench)
    page.evaluate(DECIDE, [0, 1])
    assert page.evaluate(LEAVING) is False


def test_a_draft_takes_the_place_of_the_draft_before_it(context: BrowserContext, bench: Bench) -> None:
    bench.answer = lambda ops: None
    page = open_page(context, bench)
    page.evaluate("""async () => {
      for (const text of ["a", "ab", "abc"]) await box.put("note_draft", "claim-1", 1, { text });
      await box.put("note_draft", "claim-2", 1, { text: "other" });
    }""")
    assert [row["payload"]["text"] for row in page.evaluate("box.pending()")] == ["abc", "other"]
