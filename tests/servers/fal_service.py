"""What fal's queue, storage and platform share: one account, its renders, its money."""

import asyncio
import json
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from aiohttp import web

from tests.servers import account, films, jobs
from tests.servers.clips import make_mp4
from tests.servers.faults import Failure
from tests.servers.files import Files
from tests.servers.jobs import Job, Pace
from tests.servers.loopback import LoopbackServer
from tests.servers.prices import Prices, Work
from tests.servers.schemas import Schemas

VOICE = "fal-ai/kling-video/create-voice"
KEY = "4f1c2a77-fal-key-of-the-tests:9d8e7f6a5b4c3d2e1f"
ADMIN_KEY = "77aa2c1f-fal-admin-key-of-the-tests:1a2b3c4d5e6f"

REFUSALS = {
    400: ("Bad request", "bad_request"),
    401: ("Authentication is required to access this application.", "unauthorized"),
    402: ("Payment required", "payment_required"),
    403: (
        "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.",
        "user_locked",
    ),
    404: ('Application "kling-video" not found', "not_found"),
    408: ("Request timed out", "request_timeout"),
    409: ("Conflict", "conflict"),
    429: ("Too many requests", "rate_limited"),
    500: ("Internal Server Error", "internal_server_error"),
    503: ("Service unavailable", "runner_scheduling_failure"),
    504: ("Gateway timeout", "request_timeout"),
}
GATEWAY_PAGE = (
    "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center><hr>nginx</body></html>"
)


def refusal_text(status: int, message: str = "") -> tuple[str, dict[str, str]]:
    """(body, headers) in the queue's shape."""
    if status == 502:
        return GATEWAY_PAGE.format("502 Bad Gateway"), {"Content-Type": "text/html"}
    if status == 422:
        detail = [{"loc": ["body", "prompt"], "msg": "Field required", "type": "missing", "input": {}}]
        return json.dumps({"detail": detail}), {"Content-Type": "application/json"}
    text, kind = REFUSALS.get(status, (f"Error {status}", "internal_error"))
    body = json.dumps({"detail": message or text, "error_type": kind})
    return body, {"Content-Type": "application/json", "X-Fal-Error-Type": kind}


def platform_refusal(status: int, message: str = "") -> web.HTTPException:
    """The refusal to raise."""
    kinds: dict[int, type[web.HTTPException]] = {
        401: web.HTTPUnauthorized,
        403: web.HTTPForbidden,
        404: web.HTTPNotFound,
        400: web.HTTPBadRequest,
        422: web.HTTPUnprocessableEntity,
    }
    text, headers = refusal_text(status, message)
    content_type = headers.pop("Content-Type")
    return kinds[status](text=text, content_type=content_type, headers=headers)


class FalService(LoopbackServer):
    """The account behind all of fal's hosts.

    Public switches: ``validates_at`` ("submit", or "result" as runners do), ``finishes_after_cancel`` (a running
    render ends with a billed film all the same), ``units`` ("weighted" so that units x unit price is the charge,
    "seconds", or "none"), ``balance`` in dollars, ``late_events`` (so many calls see no billing events yet).
    """

    def __init__(
        self,
        *,
        keys: tuple[str, ...] = (KEY,),
        admin_keys: tuple[str, ...] = (ADMIN_KEY,),
        pace: Pace | None = None,
        secrets: tuple[str, ...] = (),
        state: Path | None = None,
        port: int = 0,
    ) -> None:
        super().__init__(keys=(*keys, *admin_keys), pace=pace, secrets=secrets, state=state, port=port)
        self.key = keys[0]
        self.admin_keys = admin_keys
        self.schemas = Schemas("fal")
        self.prices = Prices("fal")
        self.files = Files()
        self.validates_at: Literal["submit", "result"] = "submit"
        self.finishes_after_cancel = False
        self.units: Literal["weighted", "seconds", "none"] = "weighted"
        self.balance = Decimal(100)
        self.late_events = 0

    def url_of(self, part: str) -> str:
        return self.parts[part].url

    @property
    def is_locked(self) -> bool:
        return self.balance <= self.account.charged

    def demand_key(self, request: web.Request) -> str:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Key" or not self.is_good_key(key):
            raise platform_refusal(401)
        return key

    def refusal(self, status: int, kind: str) -> tuple[str, dict[str, str]]:
        return refusal_text(status)

    # Renders

    def accept(self, endpoint: str, body: dict[str, Any], *, listed: bool) -> Job:
        number = len(self.jobs.by_id)
        job_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.url_of('queue')}/{number}"))
        job = Job(job_id, endpoint, body, self.now(), listed=listed)
        self.jobs.add(job, self._finish)
        self.account.note("accepted", account.Accepted(job.id, endpoint, body, account.now()))
        return job

    async def _finish(self, job: Job) -> None:
        failure = self.faults.for_render(job) or self._unrenderable(job)
        if failure is not None:
            job.failure = failure
            if failure.billed:
                self._charge(job)
            self.jobs.end(job, jobs.FAILED)
            return
        job.output = await self._output(job)
        if job.state == jobs.RUNNING:
            self._charge(job)
            self.jobs.end(job, jobs.DONE)

    def _unrenderable(self, job: Job) -> Failure | None:
        complaints = self.schemas.complaints(job.endpoint, job.body)
        if complaints:
            first = complaints[0]
            return Failure(first.message, 422, first.type, ("body", *first.loc))
        if message := films.wrong_sum(self.schemas.defaults(job.endpoint, job.body)):
            return Failure(message, 422, "value_error", ("body", "multi_prompt"))
        for url in films.addresses(job.body):
            if url.startswith(self.url_of("files")) and self.files.content_of(url) is None:
                return Failure.media_unreadable()
        return None

    def film(self, job: Job) -> films.Film:
        model, mode = self.schemas.model_of(job.endpoint)
        body = self.schemas.defaults(job.endpoint, job.body)
        return films.fal_film(job.endpoint, model, mode, body, self.files.content_of)

    async def _output(self, job: Job) -> dict[str, Any]:
        if job.endpoint == VOICE:
            return {"voice_id": str(829_877_809_978_941_442 + len(self.jobs.by_id))}
        clip = self.delivered(self.film(job).clip)
        content = await asyncio.to_thread(lambda: make_mp4(clip, job.id))
        path = f"/files/b/{job.id.split('-')[0]}/output.mp4"
        self.files.put(path, content, "video/mp4")
        about = {"content_type": "video/mp4", "file_name": "output.mp4", "file_size": len(content)}
        return {"video": {"url": self.url_of("files") + path, **about}}

    def work(self, job: Job) -> Work:
        if job.endpoint == VOICE:
            return Work("", "", Decimal(1), sound=False, voice=False, extra="create-voice")
        return self.film(job).work

    def _charge(self, job: Job) -> None:
        job.cost = self.prices.cost(self.work(job))
        self.account.note("charges", account.Charge(job.id, job.endpoint, job.cost))

    def unit_price(self, endpoint: str) -> Decimal:
        if endpoint == VOICE:
            return self.prices.extra("create-voice")
        return self.prices.base(*self.schemas.model_of(endpoint))

    def billable_units(self, job: Job) -> Decimal | None:
        if self.units == "none":
            return None
        if self.units == "seconds":
            return self.work(job).seconds
        return job.cost / self.unit_price(job.endpoint)
