"""Choices on the pages: a form, a quiet door for running pages, and every page as it was chosen."""

import re

import pytest

from annotations.keymap import actions
from annotations.models.articles import Article
from annotations.models.users import User
from annotations.selectors.preferences import preferences_of
from annotations.services.preferences import preferences_change
from tests.story import NOON, person
from tests.web.conftest import SignIn, address

CHOICES = {"theme": "dark", "article_size": "150", "interface_size": "125", "single_keys": "on", "suggestion_mode": ""}


def stored(user: User) -> dict[str, object]:
    return dict(User.objects.get(pk=user.pk).preferences)


def test_the_form_keeps_what_was_chosen(sign_in: SignIn, ana: User) -> None:
    answer = sign_in(ana).post(address("preferences"), CHOICES)
    assert (answer.status_code, answer.headers["Location"]) == (302, address("preferences"))
    switched_off = dict.fromkeys(("number_keys", "key_hints", "pause_reminder"), False)
    assert stored(ana) == {"theme": "dark", "article_size": 150, "interface_size": 125} | switched_off


def test_a_form_with_nonsense_comes_back_and_keeps_nothing(sign_in: SignIn, ana: User) -> None:
    assert sign_in(ana).post(address("preferences"), CHOICES | {"article_size": "151"}).status_code == 422
    assert stored(ana) == {}


def test_every_page_is_written_as_chosen_so_that_nothing_flashes(sign_in: SignIn, ana: User, article: Article) -> None:
    preferences_change(
        actor=person(ana), at=NOON, theme="dark", article_size=130, interface_size=110, single_keys=False
    )
    for page in (address("home"), address("article-review", article.uid), "/nothing-here/"):
        start = sign_in(ana).get(page).content.decode().split("<head>")[0]
        assert 'data-theme="dark" data-article="130" data-interface="110" class="no-single-keys"' in start


def test_a_page_as_usual_says_nothing(sign_in: SignIn, ana: User) -> None:
    assert '<html lang="en">' in sign_in(ana).get(address("home")).content.decode()


def test_a_running_page_keeps_one_choice_and_the_others_stay(sign_in: SignIn, ana: User) -> None:
    client = sign_in(ana)
    assert client.post(address("preferences-set"), {"theme": "light"}).status_code == 204
    assert client.post(address("preferences-set"), {"single_keys": "false", "article_size": "90"}).status_code == 204
    assert stored(ana) == {"theme": "light", "single_keys": False, "article_size": 90}


@pytest.mark.parametrize(
    "choice",
    [
        {"theme": "pink"},
        {"single_keys": "maybe"},
        {"article_size": "many"},
        {"article_size": "9" * 5000},
        {"article_size": "²"},
        {"keys": "{}"},
        {"is_superuser": "true"},
    ],
)
def test_a_running_page_is_told_what_cannot_be(sign_in: SignIn, ana: User, choice: dict[str, str]) -> None:
    answer = sign_in(ana).post(address("preferences-set"), choice)
    assert (answer.status_code, answer.json()["field"]) == (422, next(iter(choice)))
    assert stored(ana) == {}


# --- Keys --------------------------------------------------------------------------------------------------------


def fields(page: str) -> dict[str, str]:
    """The keys' fields as a browser would send them."""
    found = re.findall(r'<input type="text" name="([\w.]+)"(?: value="([^"]*)")?', page)
    return {name: value.replace("&lt;", "<").replace("&gt;", ">") for name, value in found if name in actions()}


def test_the_keys_page_offers_each_action_that_may_change_with_its_key(sign_in: SignIn, ana: User) -> None:
    offered = fields(sign_in(ana).get(address("preferences")).content.decode())
    assert set(offered) == {action.id for action in actions().values() if not action.fixed}
    assert (offered["review.sourced"], offered["review.skip"], offered["adjust.start_later"]) == ("S", "Space", "}")


def test_sent_as_it_came_nothing_is_anybodys_own(sign_in: SignIn, ana: User) -> None:
    client = sign_in(ana)
    client.post(address("preferences-keys"), fields(client.get(address("preferences")).content.decode()))
    assert stored(ana) == {}


def test_two_keys_are_swapped_in_one_step_and_given_back_one_by_one(sign_in: SignIn, ana: User) -> None:
    client = sign_in(ana)
    usual = fields(client.get(address("preferences")).content.decode())
    client.post(address("preferences-keys"), usual | {"review.sourced": "D", "review.disputed": "s"})
    assert preferences_of(User.objects.get(pk=ana.pk)).keys == {"review.sourced": "d", "review.disputed": "s"}
    page = client.post(address("preferences-keys"), {"reset": "review.sourced"}, follow=True).content.decode()
    assert "S is the key of “Sourced”" in page  # two cannot share it, and neither was changed
    client.post(address("preferences-keys"), {"reset": "all"})
    assert stored(ana) == {}


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("D", "D is the key of “Disputed”"),
        ("Ctrl K", "Keys with Ctrl, Cmd or Alt belong to the browser."),
        ("abc", "Give one key"),
    ],
)
def test_a_key_that_cannot_be_had_is_said_at_its_field(sign_in: SignIn, ana: User, key: str, said: str) -> None:
    client = sign_in(ana)
    usual = fields(client.get(address("preferences")).content.decode())
    answer = client.post(address("preferences-keys"), usual | {"review.sourced": key})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert stored(ana) == {}
