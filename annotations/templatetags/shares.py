"""Shares and figures as people read them."""

from django import template

register = template.Library()


@register.simple_tag
def percent(share: float) -> str:
    """A share as a whole number of per cent."""
    return f"{round(100 * share)} %"


@register.simple_tag
def decimals(value: float, signed: bool = False) -> str:
    """A figure with two decimals; `signed`: a difference, with its sign."""
    return f"{value:+.2f}".replace("-", "−") if signed else f"{value:.2f}"
