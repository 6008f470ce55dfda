"""Two shapes for each resource: what comes in, what goes out."""
