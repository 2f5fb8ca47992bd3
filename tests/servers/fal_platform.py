"""fal's platform API: prices, models, the history of requests, bills."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from aiohttp import web

from tests.servers import jobs
from tests.servers.fal_service import VOICE, FalService
from tests.servers.jobs import Job
from tests.servers.loopback import Route

ERRORS = {
    400: "validation_error",
    401: "authorization_error",
    403: "authorization_error",
    404: "not_found",
    429: "rate_limited",
}
WINDOW = timedelta(hours=24)


def platform_text(status: int, message: str) -> dict[str, Any]:
    return {"error": {"type": ERRORS.get(status, "server_error"), "message": message}}


class FalPlatform:
    def __init__(self, service: FalService) -> None:
        self.service = service

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/v1/models/pricing", "price", self.pricing),
            Route("POST", "/v1/models/pricing/estimate", "estimate", self.estimate),
            Route("GET", "/v1/models/requests/by-endpoint", "list", self.by_endpoint),
            Route("GET", "/v1/models/requests/search", "search", self.search),
            Route("GET", "/v1/models/billing-events", "events", self.events),
            Route("GET", "/v1/models", "models", self.models),
            Route("GET", "/v1/account/billing", "balance", self.billing),
        ]

    def _refused(self, status: int, message: str) -> web.Response:
        return web.json_response(platform_text(status, message), status=status)

    def _key_refusal(self, request: web.Request, *, admin: bool = False) -> web.Response | None:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Key" or not self.service.is_good_key(key):
            return self._refused(401, "Authentication required")
        if admin and key not in self.service.admin_keys:
            return self._refused(403, "This endpoint requires an API key with ADMIN scope")
        return None

    def _endpoints(self, request: web.Request) -> list[str]:
        named = ",".join(request.query.getall("endpoint_id", []))
        return [name for name in named.split(",") if name]

    # Prices

    def _sold(self, endpoint: str) -> bool:
        try:
            return self.service.unit_price(endpoint) > 0
        except KeyError:
            return False

    async def pricing(self, request: web.Request) -> web.Response:
        if refusal := self._key_refusal(request):
            return refusal
        named = self._endpoints(request)
        if not 1 <= len(named) <= 50:
            return self._refused(400, "endpoint_id: 1 to 50 values are expected")
        unknown = [name for name in named if not self._sold(name)]
        if unknown:
            return self._refused(404, f"Pricing not found for: {', '.join(unknown)}")
        prices = [
            {
                "endpoint_id": name,
                "unit_price": float(self.service.unit_price(name)),
                "unit": "units" if name == VOICE else "seconds",
                "currency": "USD",
            }
            for name in named
        ]
        return web.json_response({"prices": prices, "next_cursor": None, "has_more": False})

    async def estimate(self, request: web.Request) -> web.Response:
        if refusal := self._key_refusal(request):
            return refusal
        body: Any = await request.json()
        complaints = self.service.schemas.call_complaints("pricing/estimate", body)
        if complaints:
            return self._refused(400, f"{complaints[0].field}: {complaints[0].message}")
        unknown = [name for name in body["endpoints"] if not self._sold(name)]
        if unknown:
            return self._refused(404, f"Pricing not found for: {', '.join(unknown)}")
        total = Decimal(0)
        for name, quantity in body["endpoints"].items():
            units = Decimal(str(quantity.get("unit_quantity", quantity.get("call_quantity", 0) * 5)))
            total += units * self.service.unit_price(name)
        answer = {"estimate_type": body["estimate_type"], "total_cost": float(total), "currency": "USD"}
        return web.json_response(answer)

    # Models

    async def models(self, request: web.Request) -> web.Response:
        expand = "openapi-3.0" in request.query.getall("expand", [])
        named = self._endpoints(request) or list(self.service.schemas.endpoints)
        found = [name for name in named if name in self.service.schemas.endpoints]
        models = [self._model(name, expand=expand) for name in found]
        return web.json_response({"models": models, "next_cursor": None, "has_more": False})

    def _model(self, endpoint: str, *, expand: bool) -> dict[str, Any]:
        about = {"display_name": endpoint.rsplit("kling-video/", 1)[-1], "status": "active"}
        model: dict[str, Any] = {
            "endpoint_id": endpoint,
            "metadata": {**about, "updated_at": _iso(self.service.now())},
        }
        if expand:
            schema = self.service.schemas.endpoints[endpoint]
            content = {"application/json": {"schema": {"$ref": "#/components/schemas/Input"}}}
            model["openapi"] = {
                "openapi": "3.0.4",
                "info": {"title": f"Queue OpenAPI for {endpoint}", "version": "1.0.0"},
                "components": {"schemas": {"Input": schema}},
                "paths": {f"/{endpoint}": {"post": {"requestBody": {"required": True, "content": content}}}},
            }
        return model

    # History

    async def by_endpoint(self, request: web.Request) -> web.Response:
        if refusal := self._key_refusal(request):
            return refusal
        named = self._endpoints(request)
        if not named:
            return self._refused(400, "endpoint_id is required")
        try:
            page = self._page(request, [job for job in self._history(request) if job.endpoint in named])
        except ValueError as error:
            return self._refused(400, str(error))
        return web.json_response(page)

    async def search(self, request: web.Request) -> web.Response:
        if refusal := self._key_refusal(request):
            return refusal
        page = self._page(request, list(self._history(request)))
        return web.json_response({"results": page.pop("items"), **page})

    def _history(self, request: web.Request) -> Iterator[Job]:
        """Those that have started, in the window of time that is asked for."""
        start = _time(request.query.get("start"), self.service.now() - WINDOW)
        end = _time(request.query.get("end"), self.service.now())
        wanted = request.query.getall("request_id", [])
        for job in self.service.jobs.by_id.values():
            if job.started_at is None or not job.listed or (wanted and job.id not in wanted):
                continue
            if not wanted and not start <= job.created_at <= end:
                continue
            if "status" not in request.query or request.query["status"] == _outcome(job):
                yield job

    def _page(self, request: web.Request, found: list[Job]) -> dict[str, Any]:
        found.sort(key=lambda job: job.ended_at or self.service.now(), reverse=True)
        limit, start = int(request.query.get("limit", 50)), int(request.query.get("cursor", 0))
        payloads = "payloads" in ",".join(request.query.getall("expand", []))
        items = [self._item(job, payloads=payloads) for job in found[start : start + limit]]
        more = start + limit < len(found)
        return {"items": items, "next_cursor": str(start + limit) if more else None, "has_more": more}

    def _item(self, job: Job, *, payloads: bool) -> dict[str, Any]:
        item: dict[str, Any] = {
            "request_id": job.id,
            "endpoint_id": job.endpoint,
            "sent_at": _iso(job.created_at),
            "started_at": _iso(job.started_at or job.created_at),
        }
        if job.ended_at is not None and job.started_at is not None:
            item["ended_at"] = _iso(job.ended_at)
            item["duration"] = (job.ended_at - job.started_at).total_seconds()
            item["status_code"] = job.failure.status if job.failure else 200
        if payloads:
            item["json_input"] = job.body
            if job.output is not None:
                item["json_output"] = job.output
        return item

    # Bills

    async def events(self, request: web.Request) -> web.Response:
        if refusal := self._key_refusal(request, admin=True):
            return refusal
        wanted = ",".join(request.query.getall("request_id", [])).split(",")
        if self.service.late_events > 0:
            self.service.late_events -= 1
            wanted = []
        events = [
            self._event(job) for job in self.service.jobs.by_id.values() if job.cost and job.id in wanted
        ]
        return web.json_response({"billing_events": events, "next_cursor": None, "has_more": False})

    def _event(self, job: Job) -> dict[str, Any]:
        price = self.service.unit_price(job.endpoint)
        return {
            "request_id": job.id,
            "endpoint_id": job.endpoint,
            "timestamp": _iso(job.ended_at or job.created_at),
            "output_units": float(job.cost / price),
            "unit_price": float(price),
            "percent_discount": 0,
            "cost_subtotal": float(job.cost),
            "cost_discount": 0,
            "cost_total": float(job.cost),
            "cost_estimate_nano_usd": int(job.cost * 10**9),
        }

    async def billing(self, request: web.Request) -> web.Response:
        if refusal := self._key_refusal(request, admin=True):
            return refusal
        answer: dict[str, Any] = {"username": "director"}
        if "credits" in request.query.get("expand", ""):
            left = self.service.balance - self.service.account.charged
            answer["credits"] = {"current_balance": float(left), "currency": "USD"}
        return web.json_response(answer)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _time(text: str | None, default: datetime) -> datetime:
    return datetime.fromisoformat(text) if text else default


def _outcome(job: Job) -> str:
    if job.state == jobs.DONE:
        return "success"
    if job.failure is None:
        return "cancelled"
    return "user_error" if job.failure.status < 500 else "error"
