"""What the review page weighs on the wire, in articles of 16, 320 and 1,000 claims, as Chromium counts it.

.venv/bin/python -m bench.page_weight
"""

from playwright.sync_api import CDPSession, Page

from bench.long_articles import SIZES, Desk, desk_with


def page_weights(sizes: tuple[int, ...] = SIZES) -> dict[int, tuple[int, int]]:
    """Bytes of the first visit (headers included) and of a second one with the cache filled, by number of claims.
    Starts a site of its own. Counts until the network is quiet: what the page fetches ahead is in it."""
    with desk_with(sizes) as desk:
        return {size: weighed(desk, size) for size in sizes}


def weighed(desk: Desk, claims: int) -> tuple[int, int]:
    """Cold and warm bytes of one article, in a browser that has seen nothing yet."""
    context = desk.context(viewport={"width": 1440, "height": 960})
    try:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        return visit(page, session, desk.address(claims)), visit(page, session, desk.address(claims))
    finally:
        context.close()


def visit(page: Page, session: CDPSession, address: str) -> int:
    """Open the page and count every byte that came over the wire for it."""
    received: list[int] = []

    def count(event: dict[str, int]) -> None:
        received.append(int(event["encodedDataLength"]))

    session.on("Network.loadingFinished", count)
    page.goto("about:blank")
    received.clear()
    page.goto(address, wait_until="networkidle")
    session.remove_listener("Network.loadingFinished", count)
    return sum(received)


def main() -> None:
    """Print the table."""
    print(f"{'claims':>7} {'cold':>8} {'warm':>9}")
    for size, (cold, warm) in page_weights().items():
        print(f"{size:>7} {cold / 1000:>5.0f} kB {warm / 1000:>6.1f} kB")


if __name__ == "__main__":
    main()
