"""The addresses under which the providers are asked, and which of them a variable leads elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass

from kling_studio.core.errors import BadInput
from kling_studio.providers.addresses import Base
from kling_studio.providers.fal.service import fal_service
from kling_studio.providers.wavespeed.service import wavespeed_service


@dataclass(frozen=True, slots=True)
class AddressInForce:
    """One address. ``variable`` is what can lead it elsewhere; ``trouble`` says why what it holds is refused."""

    name: str
    variable: str
    address: str = ""
    overridden: bool = False
    trouble: str = ""


def addresses_in_force() -> tuple[AddressInForce, ...]:
    """Every address that is asked, as the environment is now."""
    return (
        _read("fal.ai, renders", "KLING_STUDIO_FAL_QUEUE_URL", lambda: fal_service().queue),
        _read("fal.ai, uploads", "KLING_STUDIO_FAL_REST_URL", lambda: fal_service().rest),
        _read("fal.ai, prices and lists", "KLING_STUDIO_FAL_API_URL", lambda: fal_service().platform),
        _read("WaveSpeed", "KLING_STUDIO_WAVESPEED_URL", lambda: wavespeed_service().base),
    )


def _read(name: str, variable: str, base: Callable[[], Base]) -> AddressInForce:
    try:
        found = base()
    except BadInput as error:
        return AddressInForce(name, variable, trouble=str(error))
    return AddressInForce(name, variable, found.address, found.overridden)
