"""Which takes a change would make stale, and what renewing them costs: told before the change is made, or after."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kling_studio.app.current import sent_today
from kling_studio.core.adopting import adopted
from kling_studio.core.catalog import Catalog, Model
from kling_studio.core.facts import Json
from kling_studio.core.job import JobState
from kling_studio.core.ledger import LedgerState, Take, takes_of_scene
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.pricing import Quote, quote_scene, shown
from kling_studio.core.project import CastMember, Episode, Project, Scene
from kling_studio.core.prompt import speakers
from kling_studio.core.renewed import Renewed, renewed
from kling_studio.core.stale import Standing, TakeStatus, take_status


@dataclass(frozen=True, slots=True)
class TouchedTake:
    """A take that was what its scene would be rendered as, and is not after the change."""

    scene: Scene
    take: Take
    status: TakeStatus


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change makes stale. ``cost`` is what rendering the scenes anew takes in dollars, ``None`` if unknown.

    A scene of which only animatics become stale costs nothing.
    """

    takes: tuple[TouchedTake, ...] = ()
    cost: Decimal | None = Decimal(0)

    @property
    def words(self) -> str:
        """As the end of a sentence: "makes 3 takes stale, renewing costs $4.20". Empty where nothing becomes stale."""
        if not self.takes:
            return ""
        number, scenes = len(self.takes), len({touched.scene.id for touched in self.takes})
        what = f"{number:,} take{'s' if number > 1 else ''}"
        if number > scenes:
            what += f" of {scenes:,} scene{'s' if scenes > 1 else ''}"
        return f"makes {what} stale, {_renewing(self.cost)}"


@dataclass(frozen=True, slots=True)
class Known:
    """What a change is judged by, beside the project: facts, prices, and what is known of files."""

    ledger: LedgerState
    catalog: Catalog
    lists: tuple[str, ...] = ()
    media: MediaFacts = field(default_factory=dict)


def touched(
    before: Project, after: Project, known: Known, cancelled: Callable[[], bool] = lambda: False
) -> Touched:
    """What going from ``before`` to ``after`` makes stale; pure, and on any thread.

    Scenes that the change cannot reach are not looked at. Ends early, with what it found, once ``cancelled()``.
    """
    was = adopted(before, known.ledger, known.media)
    now = adopted(after, known.ledger, known.media)
    lost = renewed(known.ledger)
    scenes_before = {scene.id: scene for scene in before.scenes()}
    found: list[TouchedTake] = []
    bills: list[tuple[Scene, Episode]] = []
    for episode, scene in _reached(before, after):
        if cancelled():
            break
        stale = list(_stale(was, now, scenes_before[scene.id], scene, known, lost))
        found += stale
        if any(one.take.is_paid for one in stale):
            bills.append((scene, episode))
    return Touched(tuple(found), _cost(now, bills, known))


def _reached(before: Project, after: Project) -> Iterator[tuple[Episode, Scene]]:
    """The scenes of ``after`` that are another or whose members are, with their episodes."""
    episodes = {scene.id: (episode, scene) for episode in before.episodes for scene in episode.scenes}
    names = _changed_names(before, after)
    for episode in after.episodes:
        for scene in episode.scenes:
            old_episode, old = episodes.get(scene.id, (episode, None))
            if old is None:
                continue
            is_other = scene is not old or episode.looks != old_episode.looks
            if is_other or any(_names(scene, name) for name in names):
                yield episode, scene


def _changed_names(before: Project, after: Project) -> frozenset[str]:
    """Members that are not what they were, under either name; all of them where their order is another."""
    if before.cast is after.cast:
        return frozenset()
    old, new = ({member.id: member for member in project.cast} for project in (before, after))
    if [key for key in old if key in new] != [key for key in new if key in old]:
        return frozenset(member.name for member in (*before.cast, *after.cast))
    changed = [key for key in {**old, **new} if not _is_sent_alike(old.get(key), new.get(key))]
    return frozenset(
        member.name for key in changed for member in (old.get(key), new.get(key)) if member is not None
    )


def _is_sent_alike(old: CastMember | None, new: CastMember | None) -> bool:
    """Whether a member is what it was but for what is never sent."""
    if old is None or new is None:
        return False
    return old is new or replace(old, sheet=()) == replace(new, sheet=())


def _names(scene: Scene, name: str) -> bool:
    if name in scene.cast or name in speakers(scene):
        return True
    return any(name in text for text in (scene.prompt, *(shot.prompt for shot in scene.shots)))


def _stale(
    was: Project, now: Project, old: Scene, scene: Scene, known: Known, lost: Renewed
) -> Iterator[TouchedTake]:
    requests: dict[str, tuple[Mapping[str, Json] | None, Mapping[str, Json] | None]] = {}
    for take in takes_of_scene(known.ledger, scene.id):
        model = known.catalog.models.get(take.model)
        if model is None or take.state is not JobState.DONE:
            continue
        if model.id not in requests:
            requests[model.id] = _sent(was, old, model, known), _sent(now, scene, model, known)
        earlier, later = requests[model.id]
        if earlier == later and old.model == scene.model:
            continue
        if take_status(take, was, old, earlier, lost).standing is not Standing.CURRENT:
            continue
        status = take_status(take, now, scene, later, lost)
        if status.standing is Standing.STALE:
            yield TouchedTake(scene, take, status)


def _sent(project: Project, scene: Scene, model: Model, known: Known) -> Mapping[str, Json] | None:
    return sent_today(project, scene, model, known.media)


def _cost(project: Project, bills: Sequence[tuple[Scene, Episode]], known: Known) -> Decimal | None:
    """What the scenes cost together: an element or a voice that several of them need is made once."""
    cost = Decimal(0)
    made: set[tuple[str, str, str, str]] = set()
    for scene, episode in bills:
        quote = quote_scene(project, scene, known.catalog, known.lists, known.media)
        if quote is None or quote.total is None:
            return None
        cost += quote.total - _made_already(quote, dict(episode.looks), made)
    return cost


def _made_already(quote: Quote, looks: Mapping[str, str], made: set[tuple[str, str, str, str]]) -> Decimal:
    spared = Decimal(0)
    for once in quote.once:
        look = looks.get(once.name, "") if once.what == "element" else ""
        key = (quote.price_list, once.what, once.name, look)
        if key in made:
            spared += once.amount or 0
        made.add(key)
    return spared


def _renewing(cost: Decimal | None) -> str:
    if cost is None:
        return "and nobody knows what renewing costs"
    return f"renewing costs {shown(cost)}" if cost else "renewing is free"
