"""What people wrote on a claim goes along when it is split or merged."""

from annotations.models.claims import Claim, Flag, FlagKind
from annotations.models.judgements import Note, NoteDraft
from annotations.services.search_index import index_new


def carry_along(parents: list[Claim], children: list[Claim]) -> None:
    """Notes, open flags and what is being typed, from the claims that are gone to those that came of them. Part of the
    service that retires them; its event tells where they went. A flag about the split is answered by it. Six queries,
    and one for each child that has notes."""
    notes = list(Note.objects.filter(claim__in=parents).select_related("author").order_by("written_at", "id"))
    flags = list(Flag.objects.filter(claim__in=parents, cleared_at=None).select_related("user").order_by("id"))
    for child in children:
        copies = {note.carried_from_id or note.pk: copy_of(note, child) for note in notes}
        for note in copies.values():
            note.save(force_insert=True)
        index_new(copies.values())
        by_user = {flag.user_id: flag for flag in flags if flag.kind != FlagKind.WORDS}
        Flag.objects.bulk_create(
            Flag(claim=child, user=flag.user, kind=flag.kind, reason=flag.reason, raised_at=flag.raised_at)
            for flag in by_user.values()
        )
    taken: set[int] = set()
    for draft in NoteDraft.objects.filter(claim__in=parents).exclude(body="").order_by("-typed_at"):
        if draft.author_id not in taken:  # one draft for each author and claim: the newest goes along
            NoteDraft.objects.filter(pk=draft.pk).update(claim=children[0])
            taken.add(draft.author_id)


def copy_of(note: Note, child: Claim) -> Note:
    """The note on another claim, with the note it was at first."""
    return Note(
        claim=child,
        author=note.author,
        body=note.body,
        written_at=note.written_at,
        carried_from_id=note.carried_from_id or note.pk,
    )
