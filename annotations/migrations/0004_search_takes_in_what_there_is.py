"""Every article, claim, piece of evidence and note of before gets its line of words."""

from django.db import migrations

from annotations.words import fits_an_index, index_line

BATCH = 50
ARTICLE = ("title", "byline", "source_name", "source_url", "original_name", "text")


def take_in(apps, schema_editor):
    def model(name):
        return apps.get_model("annotations", name)

    Entry = model("SearchEntry")

    def store(rows, made_of):
        batch = []
        for row in rows.order_by("pk").iterator(chunk_size=BATCH):
            fields, texts = made_of(row)
            line = index_line(*(text or "" for text in texts))
            batch.append(Entry(words=line, loose=not fits_an_index(line), **fields))
            if len(batch) == BATCH:
                Entry.objects.bulk_create(batch)
                batch = []
        Entry.objects.bulk_create(batch)

    store(
        model("Article").objects.all(),
        lambda row: (
            {"kind": "article", "uid": row.uid, "article": row, "project_id": row.project_id, "at": row.imported_at},
            [getattr(row, name) for name in ARTICLE],
        ),
    )
    store(
        model("Claim").objects.select_related("article").defer("article__text"),
        lambda row: (
            {
                "kind": "claim",
                "uid": row.uid,
                "claim": row,
                "article": row.article,
                "project_id": row.article.project_id,
                "at": row.created_at,
                "place": row.start,
            },
            [row.quote],
        ),
    )

    def on_a_claim(row):
        return {"claim": row.claim, "article": row.claim.article, "project_id": row.claim.article.project_id}

    store(
        model("Evidence").objects.select_related("claim__article").defer("claim__article__text"),
        lambda row: (
            {"kind": "evidence", "uid": row.uid, "evidence": row, "at": row.added_at, **on_a_claim(row)},
            [row.reference, row.url, row.quote, row.locator],
        ),
    )
    store(
        model("Note").objects.select_related("claim__article").defer("claim__article__text"),
        lambda row: ({"kind": "note", "note": row, "at": row.written_at, **on_a_claim(row)}, [row.body]),
    )


class Migration(migrations.Migration):
    dependencies = [("annotations", "0003_search_has_its_own_words")]
    operations = [migrations.RunPython(take_in, migrations.RunPython.noop)]
