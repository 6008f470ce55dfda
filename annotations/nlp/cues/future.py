"""What has not happened yet: predictions and forecasts."""

from .lexicon import lexicon

FUTURE = (
    lexicon(
        "prediction",
        """will, won't, 'll, going to, is set to, are set to, is poised to, are poised to, is about to, is bound to,
        are bound to, is doomed to, sooner or later, inevitably, inevitable, could see, will never, in the near
        future, in the years ahead, in years to come""",
    ),
    lexicon(
        "forecast",
        """forecast, forecasts, forecasting, projected, projects that, projection, projections, predicted, predicts,
        predict, expected to, is expected, are expected, expects, expect, anticipate, anticipates, anticipated, is
        likely to, are likely to, likely to, unlikely to, on course to, on track to, by 2030, by 2040, by 2050""",
    ),
)
