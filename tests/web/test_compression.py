"""Pages are compressed with what the browser takes, and each answer has a length of its own."""

import gzip

import brotli
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from annotations.models.users import User
from annotations.web.middleware import PageCompressionMiddleware, takes_brotli

BODY = b"<p>A page that says the same again and again.</p>" * 40


def answered(accept: str, path: str = "/", body: bytes = BODY) -> HttpResponse:
    """What a browser that accepts this gets."""
    request = HttpRequest()
    request.path = path
    request.META["HTTP_ACCEPT_ENCODING"] = accept
    return PageCompressionMiddleware(lambda _: HttpResponse(body)).process_response(request, HttpResponse(body))


@pytest.mark.parametrize(
    ("accept", "taken"),
    [
        ("gzip, deflate, br, zstd", True),
        ("br", True),
        ("br;q=0.5,gzip", True),
        ("gzip", False),
        ("", False),
        ("brave", False),
        ("x-br", False),
        ("gzip, br;q=0", False),
        ("br; q=0.00, gzip", False),
    ],
)
def test_only_who_asks_for_brotli_gets_it(accept: str, taken: bool) -> None:
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = accept
    assert takes_brotli(request) is taken


def test_a_page_is_brotli_or_gzip_or_plain() -> None:
    assert brotli.decompress(answered("gzip, br").content) == BODY
    assert gzip.decompress(answered("gzip").content) == BODY
    assert answered("").content == BODY
    assert {answered(accept)["Vary"] for accept in ("gzip, br", "gzip", "")} == {"Accept-Encoding"}


def test_the_api_and_short_answers_are_left_alone() -> None:
    assert answered("br", path="/api/v1/ops/").content == BODY
    assert answered("br", body=b"short").content == b"short"


def test_each_answer_is_longer_by_another_number_of_bytes() -> None:
    lengths = {len(answered("br")["X-Length-Noise"]) for _ in range(60)}
    assert len(lengths) > 10
    assert max(lengths) <= 100


@pytest.mark.django_db
def test_the_site_compresses_its_pages(client: Client, ana: User) -> None:
    client.force_login(ana)
    reply = client.get("/", headers={"Accept-Encoding": "gzip, br"})
    assert reply["Content-Encoding"] == "br"
    assert b"<!doctype html>" in brotli.decompress(reply.content)
