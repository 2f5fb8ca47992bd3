"""WaveSpeed on loopback: the API and the file host, a port each."""

from tests.servers.loopback import Route
from tests.servers.wavespeed_catalogue import WaveSpeedCatalogue
from tests.servers.wavespeed_media import WaveSpeedMedia
from tests.servers.wavespeed_service import WaveSpeedService
from tests.servers.wavespeed_tasks import WaveSpeedTasks


class WaveSpeedServer(WaveSpeedService):
    """Its parts are "api" and "files"; its switches are those of ``WaveSpeedService``."""

    @property
    def base_url(self) -> str:
        return self.url_of("api")

    @property
    def files_url(self) -> str:
        return self.url_of("files")

    @property
    def environment(self) -> dict[str, str]:
        return {"KLING_STUDIO_WAVESPEED_URL": self.base_url, "WAVESPEED_API_KEY": self.key}

    def routes(self) -> dict[str, list[Route]]:
        media = WaveSpeedMedia(self)
        # The models' own paths are caught last, since they are the longest.
        api = [*media.routes(), *WaveSpeedCatalogue(self).routes(), *WaveSpeedTasks(self).routes()]
        return {"api": api, "files": media.file_routes()}
