"""What views share: a form's page, and coded errors that belong to a field."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from annotations.errors import AnnotationError, NotFound, NotPermitted

NOT_ABOUT_THE_FORM = (NotFound, NotPermitted)


@contextmanager
def errors_into(form: forms.BaseForm) -> Iterator[None]:
    """A service's refusal becomes an error of the form, at its field where it names one. What is no fault of the form
    (no permission, nothing there, our own faults) goes on to its page."""
    try:
        yield
    except AnnotationError as error:
        if isinstance(error, NOT_ABOUT_THE_FORM) or error.status >= 500:
            raise
        add_error(form, error)


def add_error(form: forms.BaseForm, error: AnnotationError) -> None:
    """The refusal in the form: what is wrong, and what to do about it."""
    field = error.field if error.field in form.fields else None
    form.add_error(field, f"{error.message} {error.hint}".strip())


def form_page(
    request: HttpRequest, template: str, form: forms.BaseForm | None, context: dict[str, Any] | None = None
) -> HttpResponse:
    """The page with its form: 200, or 422 where the form has errors, so that htmx and people's scripts can tell."""
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **(context or {})}, status=status)


def everything_said(error: AnnotationError) -> str:
    """A refusal as one sentence or two, for a message on the next page."""
    return f"{error.message} {error.hint}".strip()
