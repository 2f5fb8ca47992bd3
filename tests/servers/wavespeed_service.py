"""What WaveSpeed's tasks, uploads and account calls share."""

import asyncio
import json
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.servers import account, films, jobs
from tests.servers.clips import make_mp4
from tests.servers.faults import Failure
from tests.servers.files import Files
from tests.servers.jobs import Job, Pace
from tests.servers.loopback import LoopbackServer
from tests.servers.prices import Prices, Work
from tests.servers.schemas import Schemas

VOICE = "kwaivgi/kling-v2.6/create-voice"
ELEMENTS = {"kwaivgi/kling-elements", "kwaivgi/kling-elements-advanced"}
KEY = "wsk_live_of_the_tests_5f2e8c1b9a7d4e60"

REFUSALS = {
    400: "invalid parameter",
    401: "invalid authentication",
    402: "insufficient credits, please top up",
    403: "permission denied: role developer is required",
    404: "not found",
    408: "request timeout",
    409: "conflict",
    422: "validation failed",
    429: "too many requests",
    500: "internal server error",
    503: "service unavailable",
    504: "gateway timeout",
}
GATEWAY_PAGE = (
    "<html><head><title>502 Bad Gateway</title></head><body><center>cloudflare</center></body></html>"
)


def said(data: Any) -> web.Response:
    return web.json_response({"code": 200, "message": "success", "data": data})


def refused(status: int, message: str = "") -> web.Response:
    body = {"code": status, "message": message or REFUSALS.get(status, f"error {status}")}
    return web.json_response(body, status=status)


class WaveSpeedService(LoopbackServer):
    """The account behind the API.

    Public switches: ``hidden_polls`` (so many polls of each task answer 404 first), ``old_uploads_only``,
    ``price_factor`` (the price call against the list), ``discount_rate`` (the part that is paid),
    ``automatic_word`` (of the live catalogue), ``balance`` in dollars.
    """

    def __init__(
        self,
        *,
        keys: tuple[str, ...] = (KEY,),
        pace: Pace | None = None,
        secrets: tuple[str, ...] = (),
        state: Path | None = None,
        port: int = 0,
    ) -> None:
        super().__init__(keys=keys, pace=pace, secrets=secrets, state=state, port=port)
        self.key = keys[0]
        self.schemas = Schemas("wavespeed")
        self.prices = Prices("wavespeed")
        self.files = Files()
        self.deleted: set[str] = set()
        self.hidden_polls = 0
        self.old_uploads_only = False
        self.price_factor = Decimal(1)
        self.discount_rate = Decimal(1)
        self.automatic_word = "intelligence"
        self.balance = Decimal(100)
        self._voiced: set[str] = set()  # elements that a voice is bound to
        self.lost: set[str] = set()  # ids of voices and elements that are not known any more

    def url_of(self, part: str) -> str:
        return self.parts[part].url

    def key_refusal(self, request: web.Request) -> web.Response | None:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        return None if scheme == "Bearer" and self.is_good_key(key) else refused(401)

    def refusal(self, status: int, kind: str) -> tuple[str, dict[str, str]]:
        if status == 502:
            return GATEWAY_PAGE, {"Content-Type": "text/html"}
        body = {"code": status, "message": REFUSALS.get(status, f"error {status}")}
        return json.dumps(body), {"Content-Type": "application/json"}

    def endpoint_of(self, path: str) -> str:
        return path.removeprefix("/api/v3/")

    # Tasks

    def accept(self, endpoint: str, body: dict[str, Any]) -> Job:
        number = len(self.jobs.by_id)
        job_id = uuid.uuid5(uuid.NAMESPACE_URL, f"{self.url_of('api')}/{number}").hex
        job = Job(job_id, endpoint, body, self.now())
        job.cost = self.paid(self.work(endpoint, body))
        self.jobs.add(job, self._finish)
        self.account.note("accepted", account.Accepted(job.id, endpoint, body, account.now()))
        return job

    async def _finish(self, job: Job) -> None:
        job.failure = self.faults.for_render(job) or self._unrenderable(job)
        charge = account.Charge(job.id, job.endpoint, job.cost)
        if job.failure is None:
            job.output = await self._output(job)
            self.account.note("charges", charge)
        else:
            self.account.note("refunds", charge)
        self.jobs.end(job, jobs.DONE if job.failure is None else jobs.FAILED)

    def _unrenderable(self, job: Job) -> Failure | None:
        if message := films.wrong_sum(self.schemas.defaults(job.endpoint, job.body)):
            return Failure(message, code=1401)
        for url in films.addresses(job.body):
            if url.startswith(self.url_of("files")) and self.files.content_of(url) is None:
                return Failure.media_unreadable()
        unknown = self._elements(job.body) - self._known("element_id")
        unknown |= {job.body["voice_id"]} - self._known("voice_id") if "voice_id" in job.body else set()
        return Failure(f"element or voice not found: {min(unknown)}", code=1401) if unknown else None

    def _known(self, name: str) -> set[str]:
        """The ids that this account has made."""
        outputs = [job.output for job in self.jobs.by_id.values() if isinstance(job.output, dict)]
        return {str(output[name]) for output in outputs if name in output} - self.lost

    @staticmethod
    def _elements(body: dict[str, Any]) -> set[str]:
        items = body.get("element_list", [])
        return {str(item["element_id"] if isinstance(item, dict) else item) for item in items}

    async def _output(self, job: Job) -> Any:
        number = len(self.jobs.by_id)
        if job.endpoint == VOICE:
            return {"voice_id": str(831_279_595_407_818_828 + number)}
        if job.endpoint in ELEMENTS:
            return self._element(job, 307_212_335_131_305 + number)
        clip = self.delivered(self._film(job.endpoint, job.body).clip)
        content = await asyncio.to_thread(lambda: make_mp4(clip, job.id))
        path = f"/outputs/{job.id}.mp4"
        self.files.put(path, content, "video/mp4")
        return self.url_of("files") + path

    def _element(self, job: Job, number: int) -> dict[str, Any]:
        if "voice_id" in job.body:
            self._voiced.add(str(number))
        return {
            "element_id": number,
            "element_name": job.body["name"],
            "element_type": job.body.get("reference_type", "image_refer"),
            "element_description": job.body["description"],
        }

    # Money

    def mode_of(self, endpoint: str, body: dict[str, Any]) -> tuple[str, str]:
        model, mode = self.schemas.model_of(endpoint)
        return model, "video-reference" if mode == "reference" and body.get("video") else mode

    def _film(self, endpoint: str, body: dict[str, Any]) -> films.Film:
        model, mode = self.mode_of(endpoint, body)
        full = self.schemas.defaults(endpoint, body)
        voice = bool(self._elements(body) & self._voiced)
        return films.wavespeed_film(endpoint, model, mode, full, self.files.content_of, voice=voice)

    def work(self, endpoint: str, body: dict[str, Any]) -> Work:
        if endpoint == VOICE or endpoint in ELEMENTS:
            extra = "create-voice" if endpoint == VOICE else "create-element"
            return Work("", "", Decimal(1), sound=False, voice=False, extra=extra)
        return self._film(endpoint, body).work

    def price(self, work: Work) -> Decimal:
        return self.prices.cost(work) * self.price_factor

    def paid(self, work: Work) -> Decimal:
        return self.price(work) * self.discount_rate

    @property
    def left(self) -> Decimal:
        """The balance: a task is paid when it is accepted, and given back when it has failed."""
        held = sum((job.cost for job in self.jobs.by_id.values() if job.failure is None), Decimal(0))
        return self.balance - held
