"""A long article comes in parts: what is on the page, what comes when, and that every step still finds its claim."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.desk import ask, imported, key_of_mina, open_review, saved, signed_in, wait_for
from tests.browser.story import long_text
from tests.live_site import LiveSite

pytestmark = pytest.mark.browser
CLAIMS = 300
# "G", the digits and Enter in one go: a person has a second or so for the next digit, a busy machine may need longer.
GO_TO = f"""number => {{
  const press = (key) => document.body.dispatchEvent(new KeyboardEvent("keydown", {{ key, bubbles: true }}));
  press("g");
  for (const digit of String(number)) press(digit);
  if (number * 10 <= {CLAIMS}) press("Enter");
}}"""
WORDS = "The town of Aske spent {:,} pounds on road number {}, its treasurer said on Monday."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A running site."""
    with LiveSite(tmp_path_factory.mktemp("long")) as site:
        yield site


@pytest.fixture(scope="module")
def key(site: LiveSite) -> str:
    """The administrator's key."""
    return key_of_mina(site, "Road desk", "road-desk")


@pytest.fixture
def article(site: LiveSite, key: str, request: pytest.FixtureRequest) -> str:
    """An article of its own for each test."""
    text = long_text(CLAIMS).replace("Aske counts", f"{request.node.name}: Aske counts")
    uid = imported(site, key, "road-desk", text)
    wait_for(site, key, uid)
    return uid


@pytest.fixture
def page(site: LiveSite, key: str, chromium: Browser, new_context: Callable[..., BrowserContext]) -> Page:
    """Her browser."""
    mina = signed_in(site, chromium)
    return new_context(viewport={"width": 1440, "height": 960}, storage_state=mina).new_page()


def go_to(page: Page, number: int) -> None:
    """By its number, as a reviewer does it."""
    page.evaluate(GO_TO, number)
    expect(page.locator("#cur-n")).to_have_text(str(number))
    expect(page.locator("#cur-text")).to_contain_text(f"road number {number},")


def test_the_page_brings_one_part_and_names_the_others(page: Page, site: LiveSite, article: str) -> None:
    open_review(page, site, article)
    assert page.locator("mark.cl[data-n]").count() < CLAIMS / 2
    gaps = page.locator("#text > .gap").all_inner_texts()
    assert gaps[-1].endswith(f"to {CLAIMS}")
    expect(page.get_by_role("button", name=f"All {CLAIMS}")).to_be_visible()
    heights = page.evaluate("[...document.querySelectorAll('#text > .gap')].map(gap => gap.offsetHeight)")
    assert min(heights) > 300, "a gap is about as high as what belongs there"


def test_a_number_leads_to_a_claim_that_has_to_come_first(page: Page, site: LiveSite, article: str) -> None:
    open_review(page, site, article)
    go_to(page, 250)
    page.keyboard.press("d")
    expect(page.locator("#cur-n")).to_have_text("251")
    expect(page.locator("#rail-list [data-go='250'] .lab")).to_have_class(re.compile("L-disputed"))
    expect(page.locator("mark[data-n='250']")).to_have_class(re.compile("L-disputed"))
    saved(page)
    open_review(page, site, article)
    expect(page.locator("#done")).to_have_text("1")
    expect(page.locator("#cur-n")).to_have_text("1")
    page.keyboard.press("u")
    expect(page.locator("#cur-n")).to_have_text("250")
    expect(page.locator("#done")).to_have_text("0")


def test_going_on_never_runs_out_of_words(page: Page, site: LiveSite, article: str) -> None:
    open_review(page, site, article)
    for number in range(1, 121):
        expect(page.locator("#cur-text")).to_have_text(WORDS.format(number * 37 + 1_000, number))
        page.keyboard.press("j")
    assert page.locator("mark.cl[data-n]").count() < CLAIMS


def test_what_is_scrolled_to_comes(page: Page, site: LiveSite, article: str) -> None:
    open_review(page, site, article)
    page.locator("#text > .gap").last.evaluate("gap => gap.scrollIntoView()")
    expect(page.locator(f"mark[data-n='{CLAIMS}']")).to_be_attached()
    assert page.locator("#text > .gap").count() > 0
    expect(page.locator("#cur-n")).to_have_text("1")


def test_a_gap_is_a_link_that_hands_the_focus_to_its_first_claim(page: Page, site: LiveSite, article: str) -> None:
    open_review(page, site, article)
    gap = page.locator("#text > .gap a").last
    first = re.findall(r"\d+", gap.inner_text())[0]
    gap.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"mark[data-n='{first}']")).to_be_focused()
    row = page.locator("#rail-list .gap button").first
    first = re.findall(r"\d+", row.text_content() or "")[0]
    row.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#cur-n")).to_have_text(first)
    expect(page.locator(f"#rail-list [data-go='{first}']")).to_be_focused()


def test_a_cut_moves_the_numbers_of_what_follows(page: Page, site: LiveSite, article: str) -> None:
    open_review(page, site, article)
    go_to(page, 100)
    go_to(page, 200)
    page.keyboard.press("/")
    page.keyboard.press("Enter")
    expect(page.locator("#live")).to_contain_text("Claim 200 cut into 200 and 201.")
    expect(page.get_by_role("button", name=f"All {CLAIMS + 1}")).to_be_visible()
    go_to_words(page, 299, "road number 298,")
    go_to_words(page, 100, "road number 100,")


def go_to_words(page: Page, number: int, words: str) -> None:
    """To a claim by its number, whose words are these."""
    page.evaluate(GO_TO, number)
    expect(page.locator("#cur-n")).to_have_text(str(number))
    expect(page.locator("#cur-text")).to_contain_text(words)


def test_a_part_that_does_not_come_leaves_everything_as_it_is(page: Page, site: LiveSite, article: str) -> None:
    open_review(page, site, article)
    page.context.set_offline(True)
    page.evaluate(GO_TO, 250)
    expect(page.locator("#panel [data-last]")).to_contain_text("The words of claim 250 are not here")
    expect(page.locator("#cur-n")).to_have_text("1")
    page.keyboard.press("s")
    expect(page.locator("#cur-n")).to_have_text("2")
    page.context.set_offline(False)
    go_to(page, 250)


def test_other_claims_than_the_page_knows_of_bring_it_up_to_date(
    page: Page, site: LiveSite, key: str, article: str
) -> None:
    open_review(page, site, article)
    third = page.locator("mark[data-n='3']").get_attribute("data-c")
    ask(site, key, f"claims/{third}/split/", {"at": [page.evaluate(MIDDLE, third)]})
    page.evaluate(GO_TO, 250)
    # Until this is said no key is heard: claims change their numbers.
    expect(page.locator("#live")).to_contain_text(re.compile("This is how they stand now|are not here"))
    expect(page.get_by_role("button", name=f"All {CLAIMS + 1}")).to_be_visible()
    go_to_words(page, 250, "road number 249,")


def test_a_part_of_an_article_that_changed_meanwhile_does_not_end_a_cut(
    page: Page, site: LiveSite, key: str, article: str
) -> None:
    open_review(page, site, article)
    page.evaluate("window.stayed = true")
    third = page.locator("mark[data-n='3']").get_attribute("data-c")
    middle = page.evaluate(MIDDLE, third)
    page.keyboard.press("/")
    expect(page.locator("#live")).to_contain_text("Splitting claim 1.")
    ask(site, key, f"claims/{third}/split/", {"at": [middle]})
    with page.expect_response(lambda response: "/part/" in response.url):
        page.locator("#text > .gap").last.evaluate("gap => gap.scrollIntoView()")
    page.keyboard.press("Escape")
    page.evaluate(GO_TO, 250)
    expect(page.get_by_role("button", name=f"All {CLAIMS + 1}")).to_be_visible()
    assert page.evaluate("window.stayed"), "the page was loaded anew under the cut"


MIDDLE = """id => {
  const { claims } = JSON.parse(document.getElementById("data").textContent);
  const number = Number(document.querySelector(`mark[data-c="${id}"]`).dataset.n);
  const [, start] = claims.find(([n]) => n === number);
  return start + "The town of Aske ".length;
}"""


def test_the_whole_article_comes_when_it_is_asked_for(page: Page, site: LiveSite, article: str) -> None:
    open_review(page, site, article)
    page.keyboard.press("Control+k")
    page.keyboard.type("load the whole")
    page.keyboard.press("Enter")
    expect(page.locator("#text > .gap")).to_have_count(0)
    shown = page.evaluate("[...document.querySelectorAll('#text mark[data-n]')].map(mark => Number(mark.dataset.n))")
    assert shown == list(range(1, CLAIMS + 1))
    rows = page.evaluate("[...document.querySelectorAll('#rail-list [data-go]')].map(row => Number(row.dataset.go))")
    assert rows == shown


def test_without_a_script_the_parts_are_pages(
    site: LiveSite, article: str, chromium: Browser, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(java_script_enabled=False, storage_state=signed_in(site, chromium)).new_page()
    page.goto(f"{site.address}/articles/{article}/")
    gap = page.locator("#text > .gap a").last
    first = re.findall(r"\d+", gap.inner_text())[0]
    gap.click()
    expect(page.locator("#cur-n")).to_have_text(first)
    page.locator("#panel").get_by_role("button", name=re.compile("Disputed")).click()
    expect(page.locator("#done")).to_have_text("1")
    expect(page.locator("#cur-n")).to_have_text(str(int(first) + 1))
