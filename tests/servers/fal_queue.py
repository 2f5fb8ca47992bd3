"""fal's queue: submit, status, result, cancel."""

import asyncio
import json
import uuid
from typing import Any

from aiohttp import web

from tests.servers import jobs
from tests.servers.fal_service import FalService, platform_refusal
from tests.servers.jobs import Job
from tests.servers.loopback import Route
from tests.servers.schemas import Complaint


class FalQueue:
    def __init__(self, service: FalService) -> None:
        self.service = service

    def routes(self) -> list[Route]:
        request = "/{owner}/{app}/requests/{id}"
        longer = "/{owner}/{app}/{rest:.+}/requests/{tail:.+}"
        return [
            Route("GET", request + "/status", "status", self.status),
            Route("GET", request + "/status/stream", "stream", self.stream),
            Route("GET", request, "result", self.result),
            Route("PUT", request + "/cancel", "cancel", self.cancel),
            Route("GET", longer, "wrong address", self.nothing),
            Route("POST", "/{endpoint:.+}", "submit", self.submit),
        ]

    async def submit(self, request: web.Request) -> web.Response:
        endpoint = request.match_info["endpoint"]
        self.service.demand_key(request)
        if self.service.is_locked:
            raise platform_refusal(403)
        if endpoint not in self.service.schemas.endpoints:
            raise platform_refusal(404, f'Application "{endpoint.split("/", 1)[-1]}" not found')
        body = await _json(request)
        complaints = self.service.schemas.complaints(endpoint, body)
        if complaints and self.service.validates_at == "submit":
            return validation_refusal(complaints)
        job = self.service.accept(endpoint, body, listed=request.headers.get("X-Fal-Store-IO") != "0")
        answer = {
            "status": "IN_QUEUE",
            "request_id": job.id,
            **self._addresses(job),
            "queue_position": self.service.jobs.position(job),
            "gateway_request_id": str(uuid.uuid5(uuid.NAMESPACE_OID, job.id)),
        }
        return web.json_response(answer, headers={"x-fal-request-id": job.id})

    def _addresses(self, job: Job) -> dict[str, str]:
        """All under the application's root, which is the first two parts of the endpoint."""
        root = "/".join(job.endpoint.split("/")[:2])
        base = f"{self.service.url_of('queue')}/{root}/requests/{job.id}"
        return {"response_url": base, "status_url": f"{base}/status", "cancel_url": f"{base}/cancel"}

    def _job(self, request: web.Request) -> Job:
        self.service.demand_key(request)
        job = self.service.jobs.by_id.get(request.match_info["id"])
        root = f"{request.match_info['owner']}/{request.match_info['app']}/"
        if job is None or not job.endpoint.startswith(root):
            raise web.HTTPNotFound(text='{"status": "NOT_FOUND"}', content_type="application/json")
        return job

    async def status(self, request: web.Request) -> web.Response:
        job = self._job(request)
        job.polls += 1
        logs = request.query.get("logs", "").lower() in {"1", "true"}
        return web.json_response(self._status(job, logs=logs), status=200 if job.ended else 202)

    def _status(self, job: Job, *, logs: bool) -> dict[str, Any]:
        body: dict[str, Any] = {"request_id": job.id, **self._addresses(job)}
        if job.state == jobs.WAITING:
            return {"status": "IN_QUEUE", "queue_position": self.service.jobs.position(job), **body}
        body["logs"] = [_line(job, text) for text in job.log] if logs else None
        if not job.ended:
            return {"status": "IN_PROGRESS", **body}
        body["metrics"] = {"inference_time": self.service.pace.render_s}
        if job.state == jobs.CANCELLED:
            body |= {"error": "Request was cancelled by the client", "error_type": "client_cancelled"}
        elif job.failure is not None and job.failure.shows_in_status:
            body |= {"error": job.failure.message, "error_type": job.failure.type}
        return {"status": "COMPLETED", **body}

    async def stream(self, request: web.Request) -> web.StreamResponse:
        job = self._job(request)
        answer = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await answer.prepare(request)
        told = ""
        while not self.service.stopping:
            ended = job.ended
            if (news := json.dumps(self._status(job, logs=True))) != told:
                await answer.write(f"data: {news}\n\n".encode())
            if ended:
                break
            told = news
            await asyncio.sleep(jobs.STEP_S)
        return answer

    async def result(self, request: web.Request) -> web.Response:
        job = self._job(request)
        headers = {"x-fal-request-id": job.id}
        if not job.ended:
            return web.json_response({"detail": "Request is still in progress"}, status=400, headers=headers)
        if job.state == jobs.CANCELLED:
            headers["X-Fal-Error-Type"] = "client_cancelled"
            text = {"detail": "Request was cancelled by the client", "error_type": "client_cancelled"}
            return web.json_response(text, status=499, reason="Client Closed Request", headers=headers)
        if job.failure is None:
            units = self.service.billable_units(job)
            billed = {} if units is None else {"X-Fal-Billable-Units": str(units)}
            return web.json_response(job.output, headers={**headers, **billed})
        return self._failed(job, headers)

    def _failed(self, job: Job, headers: dict[str, str]) -> web.Response:
        failure = job.failure
        if failure is None:
            raise ValueError("the job has not failed")
        headers |= {"X-Fal-Error-Type": failure.type, "X-Fal-Retryable": "false"}
        detail: Any = failure.message
        body: dict[str, Any] = {"detail": detail, "error_type": failure.type}
        if failure.status == 422 and not failure.plain_detail:
            item = {"loc": failure.loc, "msg": failure.message, "type": failure.type, "input": job.body}
            item |= {"url": f"https://docs.fal.ai/errors#{failure.type}", "ctx": failure.ctx}
            body = {"detail": [item]}
        return web.json_response(body, status=failure.status, headers=headers)

    async def cancel(self, request: web.Request) -> web.Response:
        job = self._job(request)
        if job.ended:
            return web.json_response({"status": "ALREADY_COMPLETED"}, status=400)
        if job.state == jobs.WAITING:
            self.service.jobs.end(job, jobs.CANCELLED)
            return web.json_response({"status": "OK"})
        job.cancel_asked = True
        if not self.service.finishes_after_cancel:
            self.service.jobs.end(job, jobs.CANCELLED)
        return web.json_response({"status": "CANCELLATION_REQUESTED"}, status=202)

    async def nothing(self, request: web.Request) -> web.Response:
        """A request asked for under its full endpoint: no 404, just nothing."""
        return web.Response()


def _line(job: Job, message: str) -> dict[str, str]:
    moment = (job.started_at or job.created_at).isoformat()
    return {"message": message, "level": "INFO", "source": "USER", "timestamp": moment}


async def _json(request: web.Request) -> Any:
    try:
        return await request.json()
    except ValueError as error:
        complaint = Complaint((getattr(error, "pos", 0),), "json_invalid", "JSON decode error", None)
        raise _refused(validation_refusal([complaint])) from error


def validation_refusal(complaints: list[Complaint]) -> web.Response:
    detail = [
        {
            "loc": ["body", *complaint.loc],
            "msg": complaint.message,
            "type": complaint.type,
            "input": complaint.input,
        }
        for complaint in complaints
    ]
    return web.json_response({"detail": detail}, status=422)


def _refused(answer: web.Response) -> web.HTTPUnprocessableEntity:
    return web.HTTPUnprocessableEntity(text=answer.text, content_type="application/json")
