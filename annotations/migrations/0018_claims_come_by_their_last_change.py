"""Each claim's last change, taken from its event and from its decisions and evidence."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Max

AT_ONCE = 2_000


def take_in(apps, schema_editor):
    """A row for every claim there is."""
    Claim, Update, Touch = (apps.get_model("annotations", name) for name in ("Claim", "ClaimUpdate", "LedgerTouch"))
    Judgement, Evidence = (apps.get_model("annotations", name) for name in ("Judgement", "Evidence"))
    of_claim = (
        (Judgement, "decided_at"),
        (Judgement, "superseded_at"),
        (Evidence, "added_at"),
        (Evidence, "withdrawn_at"),
        (Evidence, "changed_at"),
    )
    after = 0
    claims = Claim.objects.order_by("pk").values_list("pk", "uid", "created_at", "article__project_id")
    while batch := list(claims.filter(pk__gt=after)[:AT_ONCE]):
        after = batch[-1][0]
        keys, key_of = [key for key, *_ in batch], {uid: key for key, uid, *_ in batch}
        at = {key: made for key, _uid, made, _project in batch}
        touched = Touch.objects.filter(object_type="claim", object_id__in=list(key_of)).order_by()
        found = [(key_of[uid], moment) for uid, moment in touched.values_list("object_id").annotate(Max("event__at"))]
        for model, field in of_claim:
            rows = model.objects.filter(claim__in=keys).order_by()
            found += rows.values_list("claim").annotate(latest=Max(field))
        for key, moment in found:
            if moment is not None and moment > at[key]:
                at[key] = moment
        Update.objects.bulk_create(
            Update(claim_id=key, uid=uid, project_id=project, at=at[key]) for key, uid, _made, project in batch
        )


class Migration(migrations.Migration):

    dependencies = [
        ('annotations', '0017_a_model_version_once_a_project'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClaimUpdate',
            fields=[
                ('claim', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='last_update', serialize=False, to='annotations.claim')),
                ('uid', models.UUIDField(editable=False)),
                ('at', models.DateTimeField()),
                ('project', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='annotations.project')),
            ],
            options={
                'indexes': [models.Index(fields=['at', 'uid'], name='claim_update_in_order'), models.Index(fields=['project', 'at', 'uid'], name='claim_update_in_project')],
            },
        ),
        migrations.RunPython(take_in, migrations.RunPython.noop, elidable=True),
    ]
