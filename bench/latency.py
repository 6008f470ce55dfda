"""From a key to the next claim on the screen, and from the address to a page that hears keys, in articles of 16, 320
and 1,000 claims, in Chromium.

    .venv/bin/python -m bench.latency [--runs 3] [--keys 40] [--size 16 --size 1000]

The figures hold for this machine only; the ratios to the article of 16 claims, taken in the same run, travel better.
"""

import argparse
import os
import statistics
from dataclasses import dataclass

from playwright.sync_api import Page

from bench.long_articles import SIZES, Desk, desk_with

KEYS = "sdojq"
WATCH = """() => {
  window.taken = [];
  let pressed = 0;
  addEventListener("keydown", (event) => {
    pressed = event.timeStamp;
    const before = document.querySelector("#cur-n").textContent;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();   // behind the frame: the task after it is behind the paint
      port1.onmessage = () => {
        const moved = document.querySelector("#cur-n").textContent !== before;
        if (moved) window.taken.push(performance.now() - pressed);
        else window.still = (window.still ?? 0) + 1;
      };
      port2.postMessage(0);
    });
  }, { capture: true });
}"""


@dataclass(frozen=True)
class Figures:
    """Milliseconds: from opening to hearing keys, and from a key to the paint, middle and 95 of 100. `nodes`: elements
    of the page afterwards."""

    ready: float
    middle: float
    p95: float
    nodes: int


def measured(desk: Desk, claims: int, keys: int) -> Figures:
    """One visit to the article: open it, then press keys at the pace of a quick reviewer."""
    context = desk.context(viewport={"width": 1440, "height": 960})
    try:
        page = context.new_page()
        page.goto(f"{desk.site.address}/p/bench/")
        opened = ready_in(page, desk.address(claims))
        page.evaluate(WATCH)
        for number in range(min(keys, claims - 2)):
            page.keyboard.press(KEYS[number % len(KEYS)])
            page.wait_for_timeout(120)
        taken = sorted(page.evaluate("window.taken"))
        nodes = page.evaluate("document.querySelectorAll('*').length")
    finally:
        context.close()
    return Figures(opened, statistics.median(taken), taken[max(0, round(len(taken) * 0.95) - 1)], nodes)


def ready_in(page: Page, address: str) -> float:
    """Milliseconds from the start of the navigation until the page hears keys."""
    page.goto(address)
    page.wait_for_selector("html[data-ready=review]")
    return float(page.evaluate("performance.getEntriesByName('claimdesk-ready')[0]?.startTime ?? performance.now()"))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keys", type=int, default=40)
    parser.add_argument("--size", type=int, action="append")
    arguments = parser.parse_args()
    sizes = tuple(arguments.size or SIZES)
    with desk_with(sizes) as desk:
        measured(desk, sizes[0], 5)  # warm the server up
        runs = {size: [] for size in sizes}  # type: dict[int, list[Figures]]
        for _ in range(arguments.runs):
            for size in sizes:  # side by side, so that a busy moment of the machine meets all of them
                runs[size].append(measured(desk, size, arguments.keys))
    print(f"load average {os.getloadavg()[0]:.1f}; medians of {arguments.runs} runs of {arguments.keys} keys")
    print(f"{'claims':>7} {'opens':>9} {'ratio':>6} {'key, p50':>9} {'key, p95':>9} {'ratio':>6} {'elements':>9}")
    base = {name: middle_of(runs[sizes[0]], name) for name in ("ready", "middle", "p95", "nodes")}
    for size in sizes:
        row = {name: middle_of(runs[size], name) for name in base}
        print(
            f"{size:>7} {row['ready']:>6.0f} ms {row['ready'] / base['ready']:>6.1f} {row['middle']:>6.1f} ms "
            f"{row['p95']:>6.1f} ms {row['p95'] / base['p95']:>6.1f} {row['nodes']:>9.0f}"
        )


def middle_of(figures: list[Figures], name: str) -> float:
    """The median of one figure over the runs."""
    return float(statistics.median(getattr(one, name) for one in figures))


if __name__ == "__main__":
    main()
