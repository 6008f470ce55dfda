"""A look at a source keeps what it finds, and says in plain words what is wrong with it."""

import socket

import pytest

from annotations.extract import looks
from annotations.extract.looks import look_at, read_bytes
from annotations.extract.types import ExtractionFailed
from tests.extract.pdfs import lines, pdf
from tests.extract.servers import Handler, answering, sending, serving

STORY = "The port counted nine ships in May, the harbour office said on Monday morning. " * 12
ARTICLE = (
    f"<html><body><nav>Menu of the day</nav><article><h1>Ships</h1><p>{STORY}</p></article></body></html>".encode()
)
HTML = "Content-Type: text/html; charset=utf-8"
PIXEL = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def failure(handler: Handler) -> ExtractionFailed:
    with serving(handler) as server, pytest.raises(ExtractionFailed) as caught:
        look_at(server.url("/page"), allow_hosts=server.allowed)
    return caught.value


def test_a_page_is_kept_as_it_was_answered_with_its_words() -> None:
    with serving(answering(ARTICLE, HTML, "X-Edition: 2", "Set-Cookie: secret=1")) as server:
        look = look_at(server.url("/page?a=1"), allow_hosts=server.allowed)
        assert look.final_url == server.url("/page?a=1")
    assert (look.body, look.http_status, look.media_type, look.problem) == (ARTICLE, 200, "text/html", None)
    assert look.headers["x-edition"] == "2"
    assert "set-cookie" not in look.headers
    assert "nine ships" in look.text
    assert "Menu of the day" not in look.text
    assert "Menu of the day" in look.whole


def test_the_address_is_the_one_at_the_end_of_the_redirects() -> None:
    with serving(answering(ARTICLE, HTML)) as end:
        with serving(answering(b"", f"Location: {end.url('/end')}", status="301 Moved")) as start:
            look = look_at(start.url("/start"), allow_hosts=start.allowed | end.allowed)
        assert look.final_url == end.url("/end")


@pytest.mark.parametrize(
    ("status", "code", "says"),
    [
        ("404 Not Found", "page_gone", "no page at this address"),
        ("410 Gone", "page_gone", "taken down"),
        ("401 Unauthorized", "sign_in_needed", "sign-in"),
        ("402 Payment Required", "payment_needed", "payment"),
        ("403 Forbidden", "access_refused", "refuses"),
        ("429 Too Many Requests", "blocked_by_site", "too many requests"),
        ("451 Unavailable", "page_withheld", "legal"),
        ("503 Service Unavailable", "site_out_of_order", "out of order"),
        ("418 Teapot", "url_answered_error", "418"),
    ],
)
def test_a_refusal_is_named_with_what_to_do(status: str, code: str, says: str) -> None:
    error = failure(answering(ARTICLE, HTML, status=status))
    assert error.code == code
    assert says in error.message
    assert error.hint
    assert "Paste" not in error.hint


def test_a_host_that_does_not_answer_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(ExtractionFailed) as caught:
        look_at(f"http://127.0.0.1:{port}/", allow_hosts=frozenset((f"127.0.0.1:{port}",)))
    assert (caught.value.code, "attach" in caught.value.hint) == ("url_unreachable", True)
    with pytest.raises(ExtractionFailed) as caught:
        look_at("http://nowhere.invalid/")
    assert (caught.value.code, "no host" in caught.value.message) == ("url_unreachable", True)


def test_what_is_too_large_is_named() -> None:
    error = failure(sending(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n"))
    assert (error.code, "10 MB" in error.hint) == ("url_too_large", True)


def test_an_address_inside_the_house_is_not_fetched() -> None:
    with pytest.raises(ExtractionFailed) as caught:
        look_at("http://127.0.0.1/")
    assert caught.value.code == "url_not_allowed"


@pytest.mark.parametrize(
    ("body", "media_type", "code"),
    [
        (PIXEL, "image/png", "image_only"),
        (PIXEL, "", "image_only"),
        (b"ID3\x04" + b"\0" * 40, "audio/mpeg", "recording_only"),
        (b"\0\1\2" * 40, "video/mp4", "recording_only"),
        (b"\x1f\x8b\x08" + b"\0" * 40, "application/gzip", "unsupported_type"),
        (b"%PDF-1.4 broken", "application/pdf", "damaged_file"),
        (b"", "text/html", "empty_text"),
    ],
)
def test_bytes_without_words_are_kept_and_named(body: bytes, media_type: str, code: str) -> None:
    look = read_bytes(body, media_type=media_type)
    assert (look.body, look.text) == (body, "")
    assert look.problem is not None
    assert look.problem.code == code
    assert look.problem.message
    assert look.problem.hint


def test_a_pdf_is_read() -> None:
    look = read_bytes(pdf(lines("Nine ships came in May.")), filename="log.pdf")
    assert "Nine ships came" in look.text
    assert look.problem is None


GATES = {
    "teaser": (f"<p>{STORY[:300]}</p><p>Subscribe to continue reading.</p>", "teaser_only"),
    "declared": (
        f'<script type="application/ld+json">{{"isAccessibleForFree": false}}</script><p>{STORY[:400]}</p>',
        "teaser_only",
    ),
    "sign in": (
        "<h1>Sign in</h1><form><input name=u><input type='password' name=p></form><p>Log in here</p>",
        "sign_in_needed",
    ),
    "challenge": ("<h1>Just a moment...</h1><p>Verify you are human</p>", "blocked_by_site"),
}


@pytest.mark.parametrize("gate", GATES)
def test_a_page_that_is_only_a_gate_is_kept_and_named(gate: str) -> None:
    markup, code = GATES[gate]
    look = read_bytes(f"<html><body>{markup}</body></html>".encode(), media_type="text/html")
    assert look.problem is not None
    assert look.problem.code == code
    assert look.text


def test_an_article_about_gates_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    words = (
        f"<p>{STORY}{STORY}{STORY}</p><p>The paper asks people to subscribe to continue reading; captcha, password.</p>"
    )
    look = read_bytes(f"<html><body><article>{words}</article></body></html>".encode(), media_type="text/html")
    assert look.problem is None


def test_headers_no_database_keeps_are_cleaned() -> None:
    many = [f"X-{n}: a" for n in range(90)]
    with serving(answering(ARTICLE, HTML, "X-Odd: a\tb\x01c", *many)) as server:
        look = looks.look_at(server.url("/"), allow_hosts=server.allowed)
    assert len(look.headers) <= 100
    assert all(value.isprintable() for value in look.headers.values())
