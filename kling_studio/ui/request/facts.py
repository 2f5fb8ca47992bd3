"""What the glass box shows of a scene. Nothing here knows a widget."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kling_studio.app.current import compiled
from kling_studio.app.request_text import body_text, curl_text
from kling_studio.app.session import Session
from kling_studio.core.adopting import adopted
from kling_studio.core.catalog import ANIMATIC, Dialect
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.modes import choose_mode
from kling_studio.core.project import Project, Scene
from kling_studio.core.request import RenderRequest
from kling_studio.core.sending import Sending, sending

ON_THIS_MACHINE = "The animatic is drawn on this machine: nothing is sent and nothing is uploaded."
_LEFT_OUT = frozenset({"not-sent", "voice-needs-clip", "one-voice", "dialogue-unheard"})


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one shot, or of all, as they are sent. ``label`` says which: "Shot 2 · 4 s"."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class FileSent:
    """One file that goes up; ``size_bytes`` 0 where it has not been read yet. ``is_missing``: there is no such file."""

    reference: str
    name: str
    size_bytes: int = 0
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class MadeFirst:
    """A voice or an element that is made before the render; an ``amount`` of ``None`` is unknown."""

    what: str
    name: str
    endpoint: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """One request. ``tags`` gives the place in the cast of each tag in the words; other inputs have -1."""

    model: str = ""
    mode: str = ""
    endpoint: str = ""
    words: tuple[Words, ...] = ()
    tags: Mapping[str, int] = field(default_factory=dict)
    files: tuple[FileSent, ...] = ()
    made_first: tuple[MadeFirst, ...] = ()
    left_out: tuple[str, ...] = ()
    body: str = ""
    curl: str = ""
    problem: str = ""


def request_facts(session: Session, scene: Scene, media: MediaFacts) -> RequestFacts:
    """The request of a scene on its own model, with what is known of files in ``media``."""
    model = session.catalog.models.get(scene.model)
    if model is None:
        return RequestFacts(problem=f"{scene.model} is not in the catalog. Choose another model.")
    if model.id == ANIMATIC:
        return RequestFacts(model.name, problem=ON_THIS_MACHINE)
    project = adopted(session.project, session.ledger, media)
    choice = choose_mode(project, scene, model)
    if choice.mode is None:
        return RequestFacts(model.name, problem=f"{choice.reason}. Choose another model or another mode.")
    request = compiled(project, scene, model, choice.mode, media)
    return RequestFacts(
        model.name,
        f"{choice.name}, {choice.reason}",
        request.endpoint,
        tuple(_words(request.body)),
        _tags(project, sending(project, scene, choice.mode, model.provider), model.dialect),
        tuple(_files(request, media)),
        tuple(_made_first(session, scene, request)),
        tuple(found.message for found in session.findings(scene) if found.rule in _LEFT_OUT),
        body_text(request),
        curl_text(request),
    )


def size_words(size_bytes: int) -> str:
    """A size for a reader: "840 kB", "1.2 MB"."""
    if size_bytes < 1_000_000:
        return f"{max(1, round(size_bytes / 1000))} kB" if size_bytes else ""
    return f"{size_bytes / 1_000_000:.1f} MB"


def _words(body: Mapping[str, Any]) -> Iterator[Words]:
    for number, entry in enumerate(body.get("multi_prompt", ()), start=1):
        yield Words(f"Shot {number} · {entry['duration']} s", entry["prompt"])
    if "prompt" in body:
        yield Words("All in one prompt", body["prompt"])


def _tags(project: Project, inputs: Sending, dialect: Dialect) -> dict[str, int]:
    places = {member.name: place for place, member in enumerate(project.cast)}
    owners = {view.path: member.name for member in project.cast for view in member.images}
    tags = {
        dialect.element.format(n=number): places[member.name]
        for number, member in enumerate(inputs.elements, start=1)
        if dialect.element
    }
    for number, path in enumerate(inputs.pictures, start=1):
        tags[dialect.picture.format(n=number)] = places.get(owners.get(path, ""), -1)
    if dialect.clip:
        tags[dialect.clip.format(n=1)] = -1
    return tags


def _files(request: RenderRequest, media: MediaFacts) -> Iterator[FileSent]:
    for upload in request.uploads:
        fact = media.get(upload.path)
        yield FileSent(upload.path, _name(upload.path), fact.size_bytes if fact else 0)
    for path in dict.fromkeys(_missing([request.body, *(made.body for made in request.before)])):
        yield FileSent(path, _name(path), is_missing=path in media)


def _missing(value: Any) -> Iterator[str]:
    """The files that a body could not name by their content."""
    if isinstance(value, str) and value.startswith("missing://"):
        yield value.removeprefix("missing://")
    elif isinstance(value, Mapping):
        yield from _missing(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _missing(item)


def _made_first(session: Session, scene: Scene, request: RenderRequest) -> Iterator[MadeFirst]:
    quote = session.quote(scene)
    amounts = {(entry.what, entry.name): entry.amount for entry in quote.once} if quote else {}
    for made in request.before:
        what, _, name = made.placeholder.partition("://")
        yield MadeFirst(what, name, made.endpoint, amounts.get((what, name)))


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]
