"""Every renderer by its provider, each made when it is first asked for: the window must stand soon."""

from collections.abc import Callable, Iterator, Mapping

from kling_studio.providers.animatic import AnimaticRenderer
from kling_studio.providers.clock import Patience
from kling_studio.providers.renderer import Renderer
from kling_studio.storage.settings import Settings


class Renderers(Mapping[str, Renderer]):
    """Renderers by provider; asking for one that cannot be made raises what keeps it."""

    def __init__(self, makers: Mapping[str, Callable[[], Renderer]]) -> None:
        self._makers = makers
        self._made: dict[str, Renderer] = {}

    def __getitem__(self, provider: str) -> Renderer:
        if provider not in self._made:
            self._made[provider] = self._makers[provider]()
        return self._made[provider]

    def __contains__(self, provider: object) -> bool:
        return provider in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def renderers(patience: Patience | None = None, settings: Settings | None = None) -> Renderers:
    """Every renderer there is.

    Asking for one raises ``BadInput`` where a variable of the environment names an address that cannot be used.
    """
    patience, settings = patience or Patience(), settings or Settings()
    return Renderers(
        {
            "animatic": AnimaticRenderer,
            "fal": lambda: _fal(patience),
            "wavespeed": lambda: _wavespeed(patience, settings.wavespeed_submits_a_minute),
        }
    )


def _fal(patience: Patience) -> Renderer:
    from kling_studio.providers.cloud.renderer import CloudRenderer
    from kling_studio.providers.fal.service import fal_service
    from kling_studio.storage.keychain import key_of

    return CloudRenderer(fal_service(), key_of, patience)


def _wavespeed(patience: Patience, submits_a_minute: int) -> Renderer:
    from kling_studio.providers.cloud.pacing import Pacing
    from kling_studio.providers.cloud.renderer import CloudRenderer
    from kling_studio.providers.wavespeed.service import wavespeed_service
    from kling_studio.storage.keychain import key_of

    pacing = Pacing(patience.clock, submits_a_minute)
    return CloudRenderer(wavespeed_service(), key_of, patience, pacing)
