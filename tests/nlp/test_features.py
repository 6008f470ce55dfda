"""The hashed words of the linear model: fixed for ever, or every stored model is worthless."""

from annotations.nlp.features import BUCKETS, bucket, pair_bucket, word_buckets, words_of


def test_the_hash_of_a_feature_never_changes() -> None:
    # CRC-32 of "123456789" is the published check value of the algorithm.
    assert bucket("123456789") == 0xCBF43926 % BUCKETS
    assert [bucket("w rose"), bucket("c <ro"), pair_bucket("rose", "by")] == [124982, 77559, 53971]


def test_case_curly_marks_and_the_value_of_digits_make_no_difference() -> None:
    assert words_of("“It’s 45 %,” SHE said!") == words_of('"it\'s 12 %," she said!')
    assert words_of("It’s 45 %!") == ["it's", "00", "%", "!"]


def test_a_word_is_itself_and_its_letter_groups_with_its_edges() -> None:
    named = ["w cat", "c <ca", "c cat", "c at>", "c <cat", "c cat>", "c <cat>"]
    assert word_buckets("cat") == [bucket(name) for name in named]


def test_an_endless_word_is_read_only_so_far() -> None:
    assert [len(word) for word in words_of("a" * 100_000)] == [40]
