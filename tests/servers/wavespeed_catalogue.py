"""WaveSpeed's account calls: price, balance, models."""

import copy
from decimal import Decimal
from typing import Any

from aiohttp import web

from tests.servers.loopback import Route
from tests.servers.wavespeed_service import ELEMENTS, VOICE, WaveSpeedService, refused, said


class WaveSpeedCatalogue:
    def __init__(self, service: WaveSpeedService) -> None:
        self.service = service

    def routes(self) -> list[Route]:
        return [
            Route("POST", "/api/v3/model/price", "price", self.price),
            Route("GET", "/api/v3/balance", "balance", self.balance),
            Route("GET", "/api/v3/models", "models", self.models),
        ]

    async def price(self, request: web.Request) -> web.Response:
        """For the very inputs; what is missing counts as left at its default."""
        if refusal := self.service.key_refusal(request):
            return refusal
        body: Any = await request.json()
        complaints = self.service.schemas.call_complaints("/model/price", body)
        if complaints:
            return refused(400, f"{complaints[0].field}: {complaints[0].message}")
        endpoint = body["model_id"]
        if endpoint not in self.service.schemas.endpoints:
            return refused(404, f"model {endpoint} not found")
        work = self.service.work(endpoint, body["inputs"])
        answer = {
            "model_id": endpoint,
            "price": float(self.service.price(work)),
            "discounted_price": float(self.service.paid(work)),
            "discount_rate": float(self.service.discount_rate),
            "currency": "USD",
        }
        return said(answer)

    async def balance(self, request: web.Request) -> web.Response:
        if refusal := self.service.key_refusal(request):
            return refusal
        return said({"balance": float(self.service.left)})

    async def models(self, request: web.Request) -> web.Response:
        if refusal := self.service.key_refusal(request):
            return refusal
        return said([self._model(endpoint) for endpoint in self.service.schemas.endpoints])

    def _model(self, endpoint: str) -> dict[str, Any]:
        schema = self.service.schemas.endpoints[endpoint]
        properties = copy.deepcopy(schema["properties"])
        if "shot_type" in properties:
            properties["shot_type"]["enum"] = ["customize", self.service.automatic_word]
        request_schema = {
            "type": "object",
            "properties": properties,
            "required": schema.get("required", []),
            "x-order-properties": list(properties),
        }
        return {
            "model_id": endpoint,
            "type": "text-to-video" if "text" in endpoint else "image-to-video",
            "base_price": str(int(self._base(endpoint) * 1_000_000)),
            "formula": "",
            "api_schema": {"api_schemas": [{"type": "model_run", "request_schema": request_schema}]},
        }

    def _base(self, endpoint: str) -> Decimal:
        if endpoint == VOICE or endpoint in ELEMENTS:
            return self.service.paid(self.service.work(endpoint, {}))
        return self.service.prices.base(*self.service.schemas.model_of(endpoint))
