"""Practice: articles with known answers for newcomers, and what each of them answered. Nothing here is a claim or a
judgement of the project, so nothing that counts, exports or learns from those can meet it."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from annotations.models.articles import Article
from annotations.models.base import Guarded
from annotations.models.claims import Label
from annotations.models.projects import Project
from annotations.models.users import User


class PracticeQuerySet(models.QuerySet["PracticeArticle"]):
    """Practice articles by whose they are and whether they are offered."""

    def visible_to(self, user: User) -> Self:
        """Those of projects the user belongs to; all of them for a site administrator."""
        if user.is_superuser:
            return self
        return self.filter(project__memberships__user=user, project__memberships__removed_at=None)

    def standing(self) -> Self:
        """Those that are on. One made of an article that was archived since is off with it."""
        return self.filter(turned_off_at=None, article__archived_at=None)


class PracticeArticle(Guarded):
    """A text whose claims have reference answers. Made of an `article` it has no text of its own: that one's words
    never change. `guidelines_version`: in force when the reference answers were taken."""

    OBJECT_TYPE = "practice_article"
    LEDGER_FIELDS = (
        "project",
        "article",
        "title",
        "text",
        "guidelines_version",
        "made_by",
        "made_at",
        "turned_off_at",
    )

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="practice_articles")
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.PROTECT, related_name="practice_articles"
    )
    title = models.CharField(max_length=500)
    text = models.TextField(blank=True, default="")
    guidelines_version = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="practice_articles")
    made_at = models.DateTimeField()
    turned_off_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = PracticeQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["project", "-made_at", "-id"], name="practice_newest_first"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(turned_off_at__isnull=True), name="practice_once_per_article"
            ),
            models.CheckConstraint(condition=~Q(article=None, text=""), name="practice_has_a_text"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def words(self) -> str:
        """The whole text. No query where the article is loaded."""
        return (self.article.text or "") if self.article is not None else self.text


class PracticeClaim(Guarded):
    """A slice of a practice article with its reference answer, and a sentence or two that say why."""

    OBJECT_TYPE = "practice_claim"
    LEDGER_FIELDS = ("practice", "number", "start", "end", "quote", "label", "reason")

    practice = models.ForeignKey(PracticeArticle, on_delete=models.PROTECT, related_name="claims")
    number = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    label = models.CharField(max_length=12, choices=Label.choices)
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "number"], name="practice_claim_number_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="practice_claim_not_empty"),
            models.CheckConstraint(condition=Q(label__in=Label.values), name="practice_claim_label_known"),
        ]

    def __str__(self) -> str:
        return self.quote[:80]


class PracticeRound(Guarded):
    """One person's way through a practice article under one version of the guidelines. `right`: answers that are as the
    reference. Unfinished while `finished_at` is None; one left over from earlier guidelines stays so."""

    OBJECT_TYPE = "practice_round"
    LEDGER_FIELDS = (
        "practice",
        "reader",
        "number",
        "guidelines_version",
        "answered",
        "right",
        "total",
        "begun_at",
        "finished_at",
    )

    practice = models.ForeignKey(PracticeArticle, on_delete=models.PROTECT, related_name="rounds")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="practice_rounds")
    number = models.PositiveIntegerField()
    guidelines_version = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["-finished_at", "-id"], name="practice_round_newest")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice", "reader", "number"], name="practice_round_number_once"),
            models.CheckConstraint(
                condition=Q(right__lte=F("answered"), answered__lte=F("total")), name="practice_round_adds_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.right} of {self.total}"


class PracticeAnswer(Guarded):
    """What somebody chose for a claim in a round. The first stands: practice has no undo, it has another round."""

    OBJECT_TYPE = "practice_answer"
    LEDGER_FIELDS = ("round", "claim", "label", "answered_at")

    round = models.ForeignKey(PracticeRound, on_delete=models.PROTECT, related_name="answers")
    claim = models.ForeignKey(PracticeClaim, on_delete=models.PROTECT, related_name="answers")
    label = models.CharField(max_length=12, choices=Label.choices)
    answered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["round", "claim"], name="practice_answer_once_per_round"),
            models.CheckConstraint(condition=Q(label__in=Label.values), name="practice_answer_label_known"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def right(self) -> bool:
        """Whether it is as the reference. No query where the claim is loaded."""
        return self.label == self.claim.label
