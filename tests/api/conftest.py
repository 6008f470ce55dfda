"""Everybody of the cast with a key that may do all their owner may."""

import pytest

from annotations.models.projects import Project
from annotations.models.users import User
from tests.api.callers import Caller, caller


@pytest.fixture
def api_ana(ana: User, desk: Project) -> Caller:
    """Ana, who reviews."""
    return caller(ana)


@pytest.fixture
def api_ben(ben: User, desk: Project) -> Caller:
    """Ben, who reviews."""
    return caller(ben)


@pytest.fixture
def api_mia(mia: User, desk: Project) -> Caller:
    """Mia, who manages."""
    return caller(mia)


@pytest.fixture
def api_vic(vic: User, desk: Project) -> Caller:
    """Vic, who looks."""
    return caller(vic)


@pytest.fixture
def api_oto(oto: User) -> Caller:
    """Oto, a stranger."""
    return caller(oto)


@pytest.fixture
def api_nobody(db: None) -> Caller:
    """Somebody without a key."""
    return Caller()
