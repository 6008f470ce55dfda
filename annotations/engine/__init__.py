"""The engine room: what `manage.py up` starts, and what carries a job from its row to a worker and back."""
