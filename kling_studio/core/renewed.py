"""What was made again of the same because it was lost: the newest holds, and stands for all that were there before."""

from collections.abc import Mapping
from types import MappingProxyType

from kling_studio.core.ledger import LedgerState, Take

Renewed = Mapping[tuple[str, str], str]
"""By provider and lost id: the id in its place."""
NOTHING_RENEWED: Renewed = MappingProxyType({})


def renewed(ledger: LedgerState) -> Renewed:
    """What took the place of each voice and element that was made more than once of the same."""
    made = [(making, making.made) for making in ledger.makings.values() if making.made is not None]
    newest = {_origin(making): made_id for making, made_id in made}
    return {
        (making.model.partition(":")[0], made_id): newest[_origin(making)]
        for making, made_id in made
        if made_id != newest[_origin(making)]
    }


def _origin(making: Take) -> tuple[str, str, str]:
    return making.model.partition(":")[0], making.what, making.fingerprint
