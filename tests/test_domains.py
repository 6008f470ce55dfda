"""Which site an address is of."""

import pytest

from annotations.domains import domain_of


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.bbc.co.uk/news/1", "bbc.co.uk"),
        ("http://harbour.example/log", "harbour.example"),
        ("https://NEWS.Harbour.Example.:8443/a?b=https://other.example/", "harbour.example"),
        ("https://user@harbour.example@evil.example/", "evil.example"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://intranet/page", "intranet"),
        ("http://192.0.2.7/a", "192.0.2.7"),
        ("http://[2001:db8::1]/a", "2001:db8::1"),
        ("https://co.uk/", "co.uk"),
        ("https://[broken/", ""),
        ("doi:10.1/x", ""),
        ("", ""),
    ],
)
def test_an_address_is_of_its_registrable_domain(url: str, domain: str) -> None:
    assert domain_of(url) == domain
