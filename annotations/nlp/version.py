"""The version of everything that can change an analysis. Light to import: no spaCy."""

PIPELINE_VERSION = "linear-1.0.0"
