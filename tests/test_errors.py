"""Every refusal has a code of its own, words for people and a status."""

import pytest

from annotations.errors import AnnotationError, ExtractionRefused, InvalidValue, every_error

ERRORS = list(every_error())


def test_codes_are_their_own() -> None:
    codes = [error.code for error in ERRORS]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_speaks_to_people(error: type[AnnotationError]) -> None:
    assert error.code.replace("_", "").isalpha()
    assert error.code.islower()
    assert error.message.endswith(".")
    assert error.message[0].isupper()
    assert not error.hint or error.hint.endswith(".")
    assert 400 <= error.status < 600
    assert (error.__doc__ or "").strip()


def test_an_instance_can_say_it_better() -> None:
    error = InvalidValue("It is a percentage.", field="confidence", hint="0 to 100.", given=200)
    assert (str(error), error.field, error.hint, error.details) == (
        "It is a percentage.",
        "confidence",
        "0 to 100.",
        {"given": 200},
    )
    assert InvalidValue().message == InvalidValue.message


def test_an_extractors_code_is_passed_on() -> None:
    error = ExtractionRefused(code="scanned_pdf", message="Only pictures.", hint="Run OCR.")
    assert (error.code, error.message, error.hint, error.status) == ("scanned_pdf", "Only pictures.", "Run OCR.", 400)
