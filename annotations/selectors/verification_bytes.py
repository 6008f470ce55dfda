"""Whether the stored files are those the ledger knows, and releases rest on events that are still there."""

import hashlib
import json
from collections.abc import Iterator

from annotations.chain.verify import Fault
from annotations.models.articles import Article
from annotations.models.ledger import LedgerEvent, LedgerPayload
from annotations.models.projects import Project
from annotations.models.releases import Release, ReleaseStatus
from annotations.models.scoring_models import ScoringModel
from annotations.models.snapshots import Snapshot
from annotations.selectors.blobs import blob_pieces
from annotations.selectors.dataset import position_of

AT_ONCE = 500


def stored_faults(project: Project | None) -> Iterator[Fault]:
    """Releases, originals and snapshots whose bytes are others now. Reads all of them, a chunk at a time."""
    releases, articles = Release.objects.filter(status=ReleaseStatus.READY), Article.objects.exclude(original_sha256="")
    if project is not None:
        releases, articles = releases.filter(project=project), articles.filter(project=project)
    for release in releases.order_by("pk").iterator(AT_ONCE):
        yield from release_faults(release)
    for uid, sha256 in articles.order_by("pk").values_list("uid", "original_sha256").iterator(AT_ONCE):
        if sha256_stored(sha256) != sha256:
            yield Fault("original_changed", f"article:{uid}", "The file it came from is not the one that came in.")
    yield from snapshot_faults(project)


def snapshot_faults(project: Project | None) -> Iterator[Fault]:
    """Snapshots of evidence whose bytes or words are others now."""
    rows = Snapshot.objects.kept() if project is None else Snapshot.objects.kept().filter(project=project)
    columns = ("uid", "body_sha256", "text_sha256", "whole_sha256")
    for uid, *fingerprints in rows.order_by("pk").values_list(*columns).iterator(AT_ONCE):
        if any(sha256_stored(one) != one for one in fingerprints if one):
            yield Fault("snapshot_changed", f"snapshot:{uid}", "What is kept is not what was kept then.")


def model_faults(project: Project | None) -> Iterator[Fault]:
    """Models whose weights are not those that were registered. The bytes of each, and two queries a model."""
    models = ScoringModel.objects.all() if project is None else ScoringModel.objects.filter(project=project)
    for uid, sha256 in models.order_by("pk").values_list("uid", "weights_id").iterator(AT_ONCE):
        payloads = LedgerPayload.objects.filter(event__verb="model.registered", event__subject=f"model:{uid}")
        registered = [json.loads(body)["detail"].get("sha256") for body in payloads.values_list("body", flat=True)]
        if sha256_stored(sha256) != sha256 or sha256 not in registered:
            yield Fault("model_changed", f"model:{uid}", "Its weights are not those that were registered.")


def release_faults(release: Release) -> Iterator[Fault]:
    """Rows that are not those that were frozen; heads that are not those it was frozen at, or are no longer there."""
    where = f"release:{release.uid}"
    if sha256_stored(release.sha256) != release.sha256:
        yield Fault("release_changed", where, f"The rows of {release.name!r} are not those that were frozen.")
    if position_of(release.heads) != release.position:
        yield Fault("release_moved", where, f"{release.name!r} was not taken at the events it names.")
        return
    heads = [(stream, *head) for stream, head in release.heads.items()]
    for start in range(0, len(heads), AT_ONCE):
        part = heads[start : start + AT_ONCE]
        events = LedgerEvent.objects.filter(hash__in=[hash_ for _stream, _seq, hash_ in part])
        present = set(events.values_list("stream", "seq", "hash"))
        for stream, seq, hash_ in part:
            if seq and (stream, seq, hash_) not in present:
                yield Fault("event_missing", f"{stream}/{seq}", f"{release.name!r} was taken at this event.")


def sha256_stored(sha256: str) -> str:
    """The fingerprint of the bytes that are stored under this one."""
    digest = hashlib.sha256()
    for piece in blob_pieces(sha256):
        digest.update(piece)
    return digest.hexdigest()
