"""WaveSpeed's tasks: submit, poll, list, delete."""

from datetime import datetime
from typing import Any

from aiohttp import web

from tests.servers import jobs
from tests.servers.jobs import Job
from tests.servers.loopback import Route
from tests.servers.wavespeed_service import WaveSpeedService, refused, said

STATUS = {
    jobs.WAITING: "created",
    jobs.RUNNING: "processing",
    jobs.DONE: "completed",
    jobs.FAILED: "failed",
    jobs.CANCELLED: "cancelled",
}


class WaveSpeedTasks:
    def __init__(self, service: WaveSpeedService) -> None:
        self.service = service

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/api/v3/predictions/{id}/result", "status", self.poll),
            Route("POST", "/api/v3/predictions", "list", self.list),
            Route("POST", "/api/v3/predictions/delete", "delete", self.delete),
            Route("POST", "/api/v3/{endpoint:kwaivgi/.+}", "submit", self.submit),
        ]

    async def submit(self, request: web.Request) -> web.Response:
        if refusal := self.service.key_refusal(request):
            return refusal
        endpoint = request.match_info["endpoint"]
        if endpoint not in self.service.schemas.endpoints:
            return refused(404, f"model {endpoint} not found")
        try:
            body = await request.json()
        except ValueError:
            return refused(400, "request body is not valid JSON")
        complaints = self.service.schemas.complaints(endpoint, body)
        if complaints:
            return refused(400, "; ".join(f"{item.field}: {item.message}" for item in complaints))
        if self.service.left < self.service.paid(self.service.work(endpoint, body)):
            return refused(402)
        return said(self._task(self.service.accept(endpoint, body)))

    def _task(self, job: Job) -> dict[str, Any]:
        failure = job.failure
        ran = (job.ended_at - job.started_at) if job.ended_at and job.started_at else None
        took_ms = round(ran.total_seconds() * 1000) if ran else 0
        return {
            "id": job.id,
            "model": job.endpoint,
            "outputs": [] if job.output is None else [job.output],
            "urls": {"get": f"{self.service.url_of('api')}/api/v3/predictions/{job.id}/result"},
            "has_nsfw_contents": [],
            "status": STATUS[job.state],
            "created_at": _iso(job.created_at),
            "code": failure.code if failure else 0,
            "error": failure.message if failure else "",
            "executionTime": took_ms,
            "timings": {"inference": took_ms},
        }

    async def poll(self, request: web.Request) -> web.Response:
        if refusal := self.service.key_refusal(request):
            return refusal
        job = self.service.jobs.by_id.get(request.match_info["id"])
        if job is None:
            return refused(404, "prediction not found")
        job.polls += 1
        if job.polls <= self.service.hidden_polls:
            return refused(404, "prediction not found")
        return said(self._task(job))

    async def list(self, request: web.Request) -> web.Response:
        if refusal := self.service.key_refusal(request):
            return refusal
        body: Any = await request.json()
        complaints = self.service.schemas.call_complaints("/api/v3/predictions", body)
        if complaints:
            return refused(400, f"{complaints[0].field}: {complaints[0].message}")
        found = [job for job in self.service.jobs.by_id.values() if self._fits(job, body)]
        found.sort(key=lambda job: job.created_at, reverse=True)
        start = (body["page"] - 1) * body["page_size"]
        items = [self._item(job, body) for job in found[start : start + body["page_size"]]]
        return said({"page": body["page"], "total": len(found), "items": items})

    def _item(self, job: Job, asked: dict[str, Any]) -> dict[str, Any]:
        return {**self._task(job), **({"inputs": job.body} if asked.get("include_inputs") else {})}

    def _fits(self, job: Job, asked: dict[str, Any]) -> bool:
        after, before = asked.get("created_after"), asked.get("created_before")
        return (
            job.id not in self.service.deleted
            and asked.get("model", job.endpoint) == job.endpoint
            and asked.get("status", STATUS[job.state]) == STATUS[job.state]
            and (after is None or datetime.fromisoformat(after) <= job.created_at)
            and (before is None or job.created_at <= datetime.fromisoformat(before))
        )

    async def delete(self, request: web.Request) -> web.Response:
        """Removes records, and stops nothing."""
        if refusal := self.service.key_refusal(request):
            return refusal
        body: Any = await request.json()
        complaints = self.service.schemas.call_complaints("/predictions/delete", body)
        if complaints:
            return refused(400, f"{complaints[0].field}: {complaints[0].message}")
        self.service.deleted.update(body["ids"])
        return said({})


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
