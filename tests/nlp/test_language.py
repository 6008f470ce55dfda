"""A light guess at the language of a text."""

import pytest

from annotations.nlp.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The rents in the east of the city have risen.", "en"),
        ("Die Mieten in der Stadt sind nicht gestiegen, und das ist gut.", "de"),
        ("Les loyers de la ville ont augmenté, selon le maire, mais pas dans les villages.", "fr"),
        ("Los precios de la ciudad no han subido, según el alcalde, pero es tarde.", "es"),
        ("I prezzi della città non sono saliti, ha detto il sindaco, ma è tardi.", "it"),
        ("De huren in de stad zijn niet gestegen, en dat is goed voor het land.", "nl"),
        ("Аренда в городе выросла на четыре процента.", "ru"),
        ("Оренда в місті зросла на чотири відсотки, її ціна є високою.", "uk"),
        ("ارتفعت الإيجارات في المدينة هذا العام.", "ar"),
        ("שכר הדירה בעיר עלה השנה בארבעה אחוזים.", "he"),
        ("市内の家賃は昨年四パーセント上がった。", "ja"),
        ("去年市内的房租上涨了百分之四，市长说。", "zh"),
        ("Rents 4 %", "und"),
        ("", "und"),
    ],
)
def test_the_language_is_guessed(text: str, language: str) -> None:
    assert detect(text) == language
