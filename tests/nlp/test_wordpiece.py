"""Words fall into the longest pieces that are known."""

from annotations.nlp.wordpiece import WordPieces, plain

PIECES = WordPieces(("[CLS]", "[SEP]", "[UNK]", "rent", "##s", "##al", "rental", "cafe", "'", "%", "4"))


def test_the_longest_known_piece_comes_first_and_what_is_left_goes_on() -> None:
    assert PIECES.numbers("Rentals", 9) == [6, 4]
    assert PIECES.numbers("rents rent's 4%", 9) == [3, 4, 3, 8, 2, 10, 9]


def test_a_word_with_one_unknown_piece_is_unknown_as_a_whole() -> None:
    assert PIECES.numbers("rentz", 9) == [2]
    assert PIECES.numbers("r" * 5_000, 9) == [2]


def test_case_and_accents_do_not_matter() -> None:
    assert PIECES.numbers("CAFÉ", 9) == PIECES.numbers("cafe", 9) == [7]
    assert plain("Ærø") == "ærø"


def test_no_more_pieces_are_read_than_were_asked_for() -> None:
    assert PIECES.numbers("rents " * 1_000, 3) == [3, 4, 3]
    assert PIECES.numbers("", 3) == []
