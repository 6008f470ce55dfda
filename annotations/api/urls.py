"""The REST paths. Every `{id}` is a uid."""

from django.urls import path, re_path

from annotations.api.views import (
    articles,
    claims,
    docs,
    jobs,
    judgements,
    me,
    members,
    ops,
    projects,
    queue,
    releases,
    statements,
)
from annotations.api.views.search import SearchView

app_name = "v1"
urlpatterns = [
    path("me/", me.MeView.as_view(), name="me"),
    path("tokens/", me.TokenListView.as_view(), name="token-list"),
    path("tokens/<uuid:uid>/", me.TokenView.as_view(), name="token"),
    path("projects/", projects.ProjectListView.as_view(), name="project-list"),
    path("projects/<slug:slug>/", projects.ProjectView.as_view(), name="project"),
    path("projects/<slug:slug>/progress/", projects.ProgressView.as_view(), name="project-progress"),
    path("projects/<slug:slug>/members/", members.MemberListView.as_view(), name="member-list"),
    path("projects/<slug:slug>/members/<uuid:uid>/", members.MemberView.as_view(), name="member"),
    path("projects/<slug:slug>/articles/", articles.ArticleListView.as_view(), name="article-list"),
    path("projects/<slug:slug>/releases/", releases.ReleaseListView.as_view(), name="release-list"),
    path("projects/<slug:slug>/queue/next/", queue.QueueNextView.as_view(), name="queue-next"),
    path("projects/<slug:slug>/queue/renew/", queue.QueueRenewView.as_view(), name="queue-renew"),
    path("projects/<slug:slug>/queue/release/", queue.QueueReleaseView.as_view(), name="queue-release"),
    path("articles/<uuid:uid>/", articles.ArticleView.as_view(), name="article"),
    path("articles/<uuid:uid>/reprocess/", articles.ReprocessView.as_view(), name="article-reprocess"),
    path("articles/<uuid:uid>/claims/", claims.ArticleClaimListView.as_view(), name="article-claim-list"),
    path("claims/", claims.ClaimListView.as_view(), name="claim-list"),
    path("claims/merge/", claims.MergeView.as_view(), name="claim-merge"),
    path("claims/<uuid:uid>/", claims.ClaimView.as_view(), name="claim"),
    path("claims/<uuid:uid>/split/", claims.SplitView.as_view(), name="claim-split"),
    path("claims/<uuid:uid>/statement/", statements.StatementView.as_view(), name="claim-statement"),
    path("claims/<uuid:uid>/judgements/", judgements.JudgementListView.as_view(), name="judgement-list"),
    path("claims/<uuid:uid>/judgements/mine/", judgements.OwnJudgementView.as_view(), name="own-judgement"),
    path("claims/<uuid:uid>/evidence/", judgements.EvidenceListView.as_view(), name="evidence-list"),
    path("claims/<uuid:uid>/history/", judgements.HistoryView.as_view(), name="claim-history"),
    path("evidence/<uuid:uid>/", judgements.EvidenceView.as_view(), name="evidence"),
    path("search/", SearchView.as_view(), name="search"),
    path("ops/", ops.OpsView.as_view(), name="ops"),
    path("releases/<uuid:uid>/", releases.ReleaseView.as_view(), name="release"),
    path("releases/<uuid:uid>/download/", releases.DownloadView.as_view(), name="release-download"),
    path("jobs/<uuid:uid>/", jobs.JobView.as_view(), name="job"),
    path("jobs/<uuid:uid>/cancel/", jobs.JobCancelView.as_view(), name="job-cancel"),
    path("jobs/<uuid:uid>/retry/", jobs.JobRetryView.as_view(), name="job-retry"),
    path("schema/", docs.SchemaView.as_view(), name="schema"),
    path("docs/", docs.DocsView.as_view(), name="docs"),
    re_path(r"^.*$", docs.UnknownPathView.as_view(), name="unknown"),
]
