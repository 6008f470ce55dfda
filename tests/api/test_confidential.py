"""Confidential evidence through the API: said when it is added, changed later, and hidden from everybody else."""

import pytest

from annotations.models.articles import Article
from annotations.models.evidence import Evidence
from tests.api.callers import Caller
from tests.story import claims_of

LINK = {"url": "https://harbour.example/log", "quote": "two ships", "stance": "supports"}


@pytest.fixture
def path(article: Article) -> str:
    return f"claims/{claims_of(article)[0].uid}/evidence/"


def test_evidence_is_added_as_confidential(api_ana: Caller, api_ben: Caller, path: str) -> None:
    added = api_ana.post(path, LINK | {"confidential": True}).json()
    assert (added["confidential"], added["hidden"], added["url"]) == (True, False, LINK["url"])
    [seen] = api_ben.get(path).json()["results"]
    told = {name: value for name, value in seen.items() if value not in ("", None, False)}
    assert told == {"id": added["id"], "claim": added["claim"], "confidential": True, "hidden": True}
    assert api_ben.get(f"evidence/{added['id']}/").status_code == 404


def test_it_is_open_where_nothing_is_said(api_ana: Caller, path: str) -> None:
    assert api_ana.post(path, LINK).json()["confidential"] is False


@pytest.mark.parametrize("tag", ["", '"9"'])
def test_it_is_changed_over_the_version_that_was_read_only(api_ana: Caller, path: str, tag: str) -> None:
    read = api_ana.post(path, LINK)
    where, body = f"evidence/{read.json()['id']}/", {"confidential": True}
    refused = api_ana.patch(where, body, **({"If_Match": tag} if tag else {}))
    assert refused.status_code == (412 if tag else 428)
    changed = api_ana.patch(where, body, If_Match=read["ETag"])
    assert (changed.status_code, changed.json()["confidential"]) == (200, True)
    assert changed["ETag"] != read["ETag"]
    assert changed["Ledger-Receipt"]


def test_a_colleague_who_would_not_see_it_cannot_change_it(
    api_ana: Caller, api_ben: Caller, api_mia: Caller, path: str
) -> None:
    where = f"evidence/{api_ana.post(path, LINK).json()['id']}/"
    refused = api_ben.patch(where, {"confidential": True}, If_Match="*")
    assert (refused.status_code, refused.json()["code"]) == (403, "permission_denied")
    assert api_mia.patch(where, {"confidential": True}, If_Match="*").status_code == 200
    assert api_ben.patch(where, {"confidential": False}, If_Match="*").status_code == 404
    assert Evidence.objects.get().confidential


@pytest.mark.parametrize("body", [{}, {"confidential": None}, {"confidential": "perhaps"}, {"stance": "context"}])
def test_what_is_no_change_is_refused(api_ana: Caller, path: str, body: dict[str, object]) -> None:
    where = f"evidence/{api_ana.post(path, LINK).json()['id']}/"
    assert api_ana.patch(where, body, If_Match="*").status_code == 400
