"""`rebuild_search` on the command line."""

from django.core.management import call_command

from annotations.models.articles import Article
from annotations.models.search import SearchEntry


def test_it_makes_the_words_anew_and_says_how_many(article: Article, capsys: object) -> None:
    there = SearchEntry.objects.count()
    SearchEntry.objects.filter(kind="claim").delete()
    call_command("rebuild_search")
    assert SearchEntry.objects.count() == there == 5
