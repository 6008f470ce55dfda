"""First run, signing in and out, one-time links, passwords, invitations."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from annotations.models.access import LinkPurpose, OneTimeLink
from annotations.models.ledger import LedgerEvent
from annotations.models.users import User
from annotations.services.accounts import account_create, first_run_code
from annotations.services.actor import Actor, Door
from annotations.services.links import link_issue
from tests.story import NOON, person
from tests.web.conftest import SignIn, address

WORDS = "seven quiet herons"
FIRST = {"name": "Ida", "email": "ida@desk.example", "password": WORDS}
NO_MATCH = "That email and password do not match. Check caps lock."


@pytest.fixture
def ida(db: None) -> User:
    """Somebody with a password."""
    actor = Actor.system("set-up", door=Door.COMMAND)
    user, _event = account_create(actor=actor, email="ida@desk.example", name="Ida", password=WORDS, at=NOON)
    return user


# --- First run ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/", "/sign-in/", "/forgotten/", "/tokens/", "/p/desk/"])
def test_on_an_empty_site_every_page_leads_to_the_welcome_page(client: Client, page: str) -> None:
    assert client.get(page).headers["Location"] == "/welcome/"


@pytest.mark.django_db
def test_the_code_from_the_terminal_makes_the_first_account_and_signs_it_in(client: Client) -> None:
    answer = client.post("/welcome/", FIRST | {"code": first_run_code().lower()})
    assert answer.headers["Location"] == "/"
    assert User.objects.get().is_superuser
    assert client.get("/").status_code == 200


@pytest.mark.django_db
def test_a_wrong_code_makes_no_account_and_keeps_what_was_typed(client: Client) -> None:
    answer = client.post("/welcome/", FIRST | {"code": "AAAA-AAAA"})
    assert answer.status_code == 422
    assert not User.objects.exists()
    page = answer.content.decode()
    assert "That is not the code printed in the terminal." in page
    assert 'value="ida@desk.example"' in page
    assert 'aria-describedby="id_code_helptext id_code_error"' in page


@pytest.mark.django_db
def test_a_password_is_never_sent_back(client: Client) -> None:
    assert WORDS not in client.post("/welcome/", FIRST | {"code": "AAAA-AAAA"}).content.decode()


def test_whoever_comes_second_to_the_first_run_is_told_that_it_is_over(client: Client, ida: User) -> None:
    answer = client.post("/welcome/", FIRST | {"email": "ole@desk.example", "code": first_run_code()})
    assert answer.status_code == 422
    assert "This site has accounts already." in answer.content.decode()
    assert User.objects.count() == 1


# --- Signing in --------------------------------------------------------------------------------------------------


def test_the_right_pair_signs_in_and_the_ledger_knows(client: Client, ida: User) -> None:
    answer = client.post("/sign-in/", {"username": "Ida@desk.example", "password": WORDS})
    assert answer.headers["Location"] == "/"
    assert LedgerEvent.objects.filter(verb="account.signed_in", actor_id=str(ida.uid)).count() == 1


@pytest.mark.parametrize("email", ["ida@desk.example", "nobody@desk.example"])
def test_a_wrong_pair_has_one_answer_whoever_exists(client: Client, ida: User, email: str) -> None:
    answer = client.post("/sign-in/", {"username": email, "password": "wrong words here"})
    assert answer.status_code == 422
    assert NO_MATCH in answer.content.decode()
    assert not LedgerEvent.objects.filter(verb="account.signed_in").exists()


def test_after_five_wrong_passwords_the_right_one_does_not_help_for_a_while(client: Client, ida: User) -> None:
    for _ in range(5):
        client.post("/sign-in/", {"username": "ida@desk.example", "password": "wrong words here"})
    answer = client.post("/sign-in/", {"username": "ida@desk.example", "password": WORDS})
    assert answer.status_code == 429
    assert "Try again in 15 minutes" in answer.content.decode()


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        ("/tokens/", "/tokens/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_on_only_within_the_site(client: Client, ida: User, wanted: str, got: str) -> None:
    pair = {"username": "ida@desk.example", "password": WORDS, "next": wanted}
    assert client.post("/sign-in/", pair).headers["Location"] == got


def test_signing_in_changes_the_session_key(client: Client, ida: User) -> None:
    client.get("/sign-in/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.post("/sign-in/", {"username": "ida@desk.example", "password": WORDS})
    assert client.session.session_key != planted


def test_the_fields_are_known_to_password_managers(client: Client, ida: User) -> None:
    page = client.get("/sign-in/").content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


def test_signing_out_takes_a_post(sign_in: SignIn, ida: User) -> None:
    browser = sign_in(ida)
    assert browser.get("/sign-out/").status_code == 405
    assert browser.get("/").status_code == 200
    browser.post("/sign-out/")
    assert browser.get("/").status_code == 302


# --- One-time links ----------------------------------------------------------------------------------------------


@pytest.fixture
def reset_link(ida: User) -> str:
    """The address of a link that opens Ida's account."""
    secret = link_issue(actor=person(ida), user=ida, purpose=LinkPurpose.RESET, at=timezone.now())
    return address("link", secret)


def test_opening_a_link_spends_nothing_and_signs_nobody_in(client: Client, reset_link: str) -> None:
    for _ in range(3):
        assert client.get(reset_link).status_code == 200
    assert client.get("/").status_code == 302


def test_a_link_from_the_terminal_signs_in_when_it_is_opened_but_only_once(client: Client, ida: User) -> None:
    secret = link_issue(actor=person(ida), user=ida, purpose=LinkPurpose.SIGN_IN, at=timezone.now())
    assert client.head(address("link", secret)).status_code == 200
    assert client.get(address("link", secret)).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert Client().get(address("link", secret)).status_code == 410


def test_the_button_of_a_link_signs_in_once_and_offers_a_password(client: Client, reset_link: str) -> None:
    assert client.post(reset_link).headers["Location"] == "/password/"
    page = client.get("/password/").content.decode()
    assert 'name="password"' in page
    assert 'name="present"' not in page
    second = Client().post(reset_link)
    assert second.status_code == 410
    assert "This link was used before or has expired." in second.content.decode()


def test_an_expired_link_says_so(client: Client, ida: User) -> None:
    at = timezone.now() - timedelta(hours=5)
    secret = link_issue(actor=person(ida), user=ida, purpose=LinkPurpose.RESET, at=at)
    assert client.get(address("link", secret)).status_code == 410


def test_a_link_leads_to_a_new_password_with_which_one_can_sign_in(client: Client, reset_link: str) -> None:
    client.post(reset_link)
    assert client.post("/password/", {"password": "nine loud storks"}).headers["Location"] == "/"
    assert client.get("/").status_code == 200, "the session that set it goes on"
    pair = {"username": "ida@desk.example", "password": "nine loud storks"}
    assert Client().post("/sign-in/", pair).status_code == 302


# --- Passwords ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("present", "status"), [(WORDS, 302), ("something else", 422), ("", 422)])
def test_a_new_password_needs_the_present_one(sign_in: SignIn, ida: User, present: str, status: int) -> None:
    browser = sign_in(ida)
    answer = browser.post("/password/", {"present": present, "password": "nine loud storks"})
    assert answer.status_code == status
    ida.refresh_from_db()
    assert ida.check_password("nine loud storks") == (status == 302)


def test_a_weak_password_is_refused_at_its_field(sign_in: SignIn, ida: User) -> None:
    answer = sign_in(ida).post("/password/", {"present": WORDS, "password": "password"})
    assert answer.status_code == 422
    assert 'id="id_password_error"' in answer.content.decode()


def test_a_new_password_ends_the_other_sessions(sign_in: SignIn, ida: User) -> None:
    here, elsewhere = sign_in(ida), sign_in(ida)
    here.post("/password/", {"present": WORDS, "password": "nine loud storks"})
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_without_mail_a_forgotten_password_leads_to_a_manager(client: Client, ida: User) -> None:
    page = client.post("/forgotten/", {"email": "ida@desk.example"}).content.decode()
    assert "Ask a manager" in page
    assert not OneTimeLink.objects.exists()


def test_with_mail_a_link_is_sent_and_the_answer_tells_nothing(client: Client, ida: User, settings: Settings) -> None:
    settings.EMAIL_URL = "memorymail://"
    known = client.post("/forgotten/", {"email": "ida@desk.example"}).content.decode()
    unknown = Client().post("/forgotten/", {"email": "ole@desk.example"}).content.decode()
    assert [message.to for message in mail.outbox] == [["ida@desk.example"]]
    told = known.partition("<h1>")[2].partition("</main>")[0].replace("ida@", "x@")
    assert told == unknown.partition("<h1>")[2].partition("</main>")[0].replace("ole@", "x@")
    words = next(word for word in str(mail.outbox[0].body).split() if word.startswith("http"))
    assert Client().get(words.replace("http://testserver", "")).status_code == 200


def test_asking_twice_sends_one_mail(client: Client, ida: User, settings: Settings) -> None:
    settings.EMAIL_URL = "memorymail://"
    for _ in range(2):
        client.post("/forgotten/", {"email": "ida@desk.example"})
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_away_changes_nothing_in_the_answer(
    client: Client, ida: User, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_URL = "smtp://mail.example"
    with patch("annotations.web.accounts.send_mail", side_effect=ConnectionRefusedError):
        answer = client.post("/forgotten/", {"email": "ida@desk.example"})
    assert answer.status_code == 200
    assert "a link is on its way" in answer.content.decode()
    assert "could not be sent" in caplog.text
