"""What the screen and the cards say of a scene and its takes. Nothing here knows a widget."""

from itertools import accumulate
from pathlib import Path

from kling_studio.core.catalog import Catalog
from kling_studio.core.job import JobState
from kling_studio.core.ledger import Take
from kling_studio.core.project import Scene, Shot
from kling_studio.core.remarks import remarks
from kling_studio.core.sent import read_sent
from kling_studio.core.stale import TakeStatus
from kling_studio.core.timeline import cuts
from kling_studio.media.probe import ClipInfo
from kling_studio.ui.job_words import UNCLEAR
from kling_studio.ui.preview.screen import Notice
from kling_studio.ui.preview.take_card import CardFacts
from kling_studio.ui.preview.words import model_name, price_words, short_model_name, state_words

NO_SCENE = Notice("There is no scene to show.", "Press Ctrl+Shift+N, or add one in the series list.")
NO_SHOTS = Notice(
    "This scene has no shots yet.", "Press N, or double-click the timeline, to add the first one."
)
_INVITATION = "Render the animatic to watch it move."
_MENDING = "Put the file back, or render the scene again."


def storyboard_label(scene: Scene, index: int, *, has_film: bool) -> str:
    """What is shown where no take is: which shot of how many, and how to see it move as long as nothing does."""
    words = f"Storyboard, shot {index + 1} of {len(scene.shots)}."
    return words if has_film else f"{words} {_INVITATION}"


def shot_in_words(index: int, shot: Shot) -> Notice:
    """A shot that no picture stands for."""
    return Notice(f"Shot {index + 1}", shot.prompt or "No words and no picture yet.")


def take_label(take: Take, status: TakeStatus, catalog: Catalog, info: ClipInfo | None) -> str:
    """The take, its model, its size once that is known, and what changed in the scene since."""
    size = f"{min(info.width_px, info.height_px)}p" if info else ""
    changed = status.sentence.rstrip(".")
    return " · ".join(filter(None, (f"Take {take.number}", model_name(catalog, take.model), size, changed)))


def take_notice(take: Take, progress: float | None) -> Notice:
    """Why a take is not to be seen."""
    name = f"Take {take.number}"
    match take.state:
        case JobState.FAILED:
            return Notice(f"{name} failed.", take.error, is_error=True)
        case JobState.CANCELLED:
            return Notice(f"{name} was cancelled.", "Render the scene again when you want it.")
        case JobState.UNCLEAR:
            return Notice(f"{name} needs you.", UNCLEAR)
        case _:
            return Notice(f"{name}: {state_words(take, progress).lower()}", progress=progress)


def unreadable_notice(take: Take, why: str) -> Notice:
    """A take whose film is gone or damaged."""
    return Notice(f"Take {take.number} cannot be shown.", f"{why} {_MENDING}", is_error=True)


def unplayable_notice(why: str) -> Notice:
    """A film that QtMultimedia refuses."""
    return Notice(
        "This take cannot be played here.", f"{why.rstrip('.')}. Scrubbing and stepping work.", is_error=True
    )


def cuts_of_take(take: Take, scene: Scene) -> tuple[int, ...]:
    """When the take's shots give way to the next: as they were sent, or as the scene has them now."""
    sent = read_sent(take.sent)
    if sent is None:
        return cuts(scene)
    return tuple(accumulate(int(shot.seconds) for shot in sent.shots if shot.seconds.isdigit()))[:-1]


def card_of_storyboard(still: str | None) -> CardFacts:
    """The card in front of the takes."""
    return CardFacts("Storyboard", still=still, told="The storyboard itself (0)")


def card_of_take(
    take: Take, status: TakeStatus, catalog: Catalog, progress: float | None, film: Path | None
) -> CardFacts:
    """A take's card."""
    name, price = f"T{take.number} {short_model_name(catalog, take.model)}", price_words(take)
    if take.state is JobState.DONE:
        told = f"Take {take.number}, {model_name(catalog, take.model)}, {take.seconds} s, {price}"
        words = "\n".join(filter(None, (f"{told}.", *remarks(take), status.sentence)))
        badge = ", ".join(filter(None, ("No sound" if take.lacks_sound else "", status.badge)))
        return CardFacts(name, price, film=film, told=words, badge=badge)
    error = take.error if take.state is JobState.FAILED else ""
    needs_you = take.state is JobState.UNCLEAR
    told = UNCLEAR if needs_you else ""
    return CardFacts(
        name, price, state_words(take, progress), progress, error, told=told, needs_you=needs_you
    )
