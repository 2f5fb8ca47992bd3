"""fal.ai on loopback: the queue, the REST host for uploads, the platform API and the file host, a port each."""

import json

from tests.servers.fal_platform import FalPlatform, platform_text
from tests.servers.fal_queue import FalQueue
from tests.servers.fal_service import REFUSALS, FalService
from tests.servers.fal_storage import FalStorage
from tests.servers.loopback import Route

PLATFORM = {"price", "estimate", "list", "search", "events", "models", "balance"}


class FalServer(FalService):
    """Its parts are "queue", "rest", "api", "files"; its switches are those of ``FalService``."""

    @property
    def queue_url(self) -> str:
        return self.url_of("queue")

    @property
    def rest_url(self) -> str:
        return self.url_of("rest")

    @property
    def api_url(self) -> str:
        return self.url_of("api")

    @property
    def files_url(self) -> str:
        return self.url_of("files")

    @property
    def environment(self) -> dict[str, str]:
        return {
            "KLING_STUDIO_FAL_QUEUE_URL": self.queue_url,
            "KLING_STUDIO_FAL_REST_URL": self.rest_url,
            "KLING_STUDIO_FAL_API_URL": self.api_url,
            "FAL_KEY": self.key,
        }

    def routes(self) -> dict[str, list[Route]]:
        storage = FalStorage(self)
        return {
            "queue": FalQueue(self).routes(),
            "rest": storage.rest_routes(),
            "api": FalPlatform(self).routes(),
            "files": storage.file_routes(),
        }

    def refusal(self, status: int, kind: str) -> tuple[str, dict[str, str]]:
        if kind not in PLATFORM or status == 502:
            return super().refusal(status, kind)
        message = REFUSALS.get(status, (f"Error {status}", ""))[0]
        return json.dumps(platform_text(status, message)), {"Content-Type": "application/json"}
