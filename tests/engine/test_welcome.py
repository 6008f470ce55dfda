"""What whoever starts the desk reads, and when."""

from annotations.engine.welcome import Welcome


def test_nothing_is_said_before_everybody_is_ready() -> None:
    said: list[str] = []
    welcome = Welcome("http://127.0.0.1:8000/", say=said.append, waits_for={"web", "demo"}, opens_browser=False)
    welcome.ready("web")
    assert said == []
    welcome.add_way_in("sign in: http://127.0.0.1:8000/link/abc/")
    welcome.ready("demo")
    assert said == [
        "Claimdesk is at http://127.0.0.1:8000/ (Ctrl-C stops it)",
        "  sign in: http://127.0.0.1:8000/link/abc/",
    ]


def test_a_restart_of_the_web_process_says_nothing_new() -> None:
    said: list[str] = []
    welcome = Welcome("http://127.0.0.1:8000/", say=said.append, waits_for={"web"}, opens_browser=False)
    welcome.ready("web")
    welcome.ready("web")
    assert len(said) == 1
