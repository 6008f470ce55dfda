"""Work for the machines."""

from typing import ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.access import granted, job_for
from annotations.api.auth import actor_of
from annotations.api.base import ApiView, Nothing, answer, validated
from annotations.api.idempotency import idempotent
from annotations.api.permissions import require_scope
from annotations.api.shapes.articles import JobOut
from annotations.models.jobs import Job
from annotations.policy import Action
from annotations.selectors.jobs import acting_on
from annotations.services.jobs import job_cancel, job_retry

# A key needs for stopping work what it needs for starting it.
SCOPE_OF = {Action.IMPORT: "import", Action.EXPORT: "export", Action.JUDGE: "review", Action.MANAGE: "admin"}


class JobView(ApiView):
    """`jobs/{id}/`"""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("read",)}

    @extend_schema(operation_id="jobs_read", summary="A job", responses=JobOut)
    def get(self, request: Request, uid: UUID) -> Response:
        """How far it is."""
        return answer(JobOut(job_for(request, uid)).data, request=request)


class JobActView(ApiView):
    """What people do to a job: whoever may start such work may also stop it or try it again."""

    scopes: ClassVar[dict[str, tuple[str, ...]]] = {"POST": tuple(SCOPE_OF.values())}

    def job(self, request: Request, uid: UUID) -> Job:
        """The job, for somebody who may start such work. Raises NotFound, NotPermitted, InsufficientScope."""
        job = job_for(request, uid)
        action = acting_on(job)
        require_scope(request, SCOPE_OF[action])
        return granted(request, job, lambda job: job.project, action)


class JobCancelView(JobActView):
    """`jobs/{id}/cancel/`"""

    @extend_schema(operation_id="jobs_cancel", summary="Cancel a job", request=None, responses={200: JobOut})
    @idempotent()
    def post(self, request: Request, uid: UUID) -> Response:
        """Stops work that is not over; what a worker was doing with it is not kept."""
        job = self.job(request, uid)
        validated(Nothing, request)
        job, event = job_cancel(actor=actor_of(request), job=job, at=timezone.now())
        return answer(JobOut(job).data, event=event, request=request)


class JobRetryView(JobActView):
    """`jobs/{id}/retry/`"""

    @extend_schema(operation_id="jobs_retry", summary="Try a job again", request=None, responses={202: JobOut})
    @idempotent()
    def post(self, request: Request, uid: UUID) -> Response:
        """For work that failed, was cancelled or was set aside."""
        job = self.job(request, uid)
        validated(Nothing, request)
        job, event = job_retry(actor=actor_of(request), job=job, at=timezone.now())
        location = f"/api/v1/jobs/{job.uid}/"
        return answer(JobOut(job).data, status=202, event=event, location=location, request=request)
