"""What each model can do and what it costs: models with their modes, price lists with their rates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from kling_studio.core.project import ModeName

ANIMATIC = "animatic:preview"


class Sound(StrEnum):
    """Whether a mode makes sound: as the scene says, always, never, or only by keeping the clip's own."""

    OPTIONAL = "optional"
    ALWAYS = "always"
    NEVER = "never"
    KEPT = "kept"


class FileUse(StrEnum):
    """What a file is to a request; the limits of a family's files stand under these names."""

    PICTURE = "picture"
    ELEMENT_CLIP = "element_clip"
    SOURCE_CLIP = "source_clip"
    REFERENCE_CLIP = "reference_clip"


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What a file of one use has to be like. 0, or nothing, means that no limit is known.

    Sides in pixels, sizes in MB, rates in pictures a second, lengths in seconds. ``least_ratio`` and ``most_ratio``
    bound width to height; beyond ``sure_seconds`` a clip is taken and may come out worse. ``endings`` are those of
    clips: a picture is made a JPEG or PNG where it is none.
    """

    least_px: int = 0
    most_px: int = 0
    least_ratio: float = 0.0
    most_ratio: float = 0.0
    most_mb: int = 0
    least_fps: int = 0
    most_fps: int = 0
    least_seconds: float = 0.0
    most_seconds: float = 0.0
    sure_seconds: float = 0.0
    endings: tuple[str, ...] = ()


NO_LIMITS = FileLimits()


@dataclass(frozen=True, slots=True)
class Mode:
    """What one mode of a model takes. A count of 0 means that the endpoint has no such input.

    Lengths are in whole seconds, texts in characters. Up to ``sure_elements`` members and from ``sure_shot_seconds`` on
    a request is known to work; beyond, nobody promises. ``element_clips`` of the elements may be clips, the others have
    up to ``element_views`` pictures. ``follows`` names what the picture's ratio comes from
    ("picture", "source") where ``aspects`` does not decide it.
    """

    name: ModeName
    endpoint: str
    shots: int = 1
    joins_shots: bool = False
    min_seconds: int = 3
    max_seconds: int = 15
    only_seconds: tuple[int, ...] = ()
    sure_shot_seconds: int = 1
    seconds_from_source: bool = False
    prompt_required: bool = True
    prompt_chars: int = 2500
    shot_chars: int = 512
    aspects: tuple[str, ...] = ()
    follows: str = ""
    sound: Sound = Sound.OPTIONAL
    automatic_cuts: bool = False
    start_frame: bool = False
    end_frame: bool = False
    end_frame_with_shots: bool = True
    end_frame_sure_with_shots: bool = True
    start_field: str = ""
    end_field: str = ""
    images: int = 0
    elements: int = 0
    sure_elements: int = 0
    element_clips: int = 0
    element_views: int = 4
    elements_made_before: bool = False
    references: int = 0
    references_with_clip: int = 0
    video: bool = False
    voices: int = 0
    voice_needs_clip: bool = False
    negative_prompt: bool = False
    guidance: bool = False

    def renders(self, total_s: int) -> bool:
        """Whether a scene may last so many seconds."""
        return total_s in (self.only_seconds or range(self.min_seconds, self.max_seconds + 1))


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a family's words name what is sent beside them; ``{n}`` counts from 1, an empty tag names nothing.

    With ``beside_name`` the tag stands behind the member's plain name instead of for it. ``automatic`` is the
    provider's word for cuts that the model decides.
    """

    element: str = ""
    picture: str = ""
    clip: str = ""
    voice: str = ""
    beside_name: bool = False
    automatic: str = "intelligent"


@dataclass(frozen=True, slots=True)
class Model:
    """A model: provider, family and tier. ``languages`` are spoken well, ``fair_languages`` with doubts.

    A forgiving model (the animatic) draws what it is given: nothing missing keeps it from rendering. An element's name
    and description are cut to their characters where it is made beforehand.
    """

    id: str
    provider: str
    name: str
    family: str
    tier: str
    picture: str
    summary: str
    modes: tuple[Mode, ...]
    maker: str = ""
    since: str = ""
    note: str = ""
    draft: bool = False
    forgiving: bool = False
    languages: tuple[str, ...] = ()
    fair_languages: tuple[str, ...] = ()
    dialect: Dialect = Dialect()
    files: Mapping[FileUse, FileLimits] = field(default_factory=lambda: MappingProxyType({}))
    element_name_chars: int = 0
    element_description_chars: int = 0

    def mode(self, name: ModeName) -> Mode | None:
        """The mode with this name, if the model has it."""
        return next((mode for mode in self.modes if mode.name == name), None)

    def element_name(self, name: str) -> str:
        """A member's name as an element that is made beforehand can have it."""
        return name[: self.element_name_chars or None]

    def element_description(self, words: str) -> str:
        """A member's description as an element that is made beforehand can have it."""
        return words[: self.element_description_chars or None]

    def limits(self, use: FileUse) -> FileLimits:
        """What files of this use have to be like."""
        return self.files.get(use, NO_LIMITS)


@dataclass(frozen=True, slots=True)
class Rate:
    """Price per second of some modes of a model, by column; a column that is not there has no known price.

    ``origins`` says of a column, in a sentence, why its price is not the list's own.
    """

    model: str
    modes: tuple[ModeName, ...]
    silent: Decimal | None = None
    audio: Decimal | None = None
    voice: Decimal | None = None
    video_input: Decimal | None = None
    min_seconds: int = 0
    max_seconds: int = 0
    confidence: str = ""
    note: str = ""
    origins: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class PriceList:
    """A dated list of prices of one provider, with the source it was read from.

    ``extras`` are prices of what is made once, by action; ``extra_origins`` as :attr:`Rate.origins`.
    """

    name: str
    provider: str
    as_of: date
    currency: str
    source: str
    rates: tuple[Rate, ...] = ()
    extras: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    extra_origins: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def rate(self, model_id: str, mode: ModeName) -> Rate | None:
        """The rate of a model in a mode; never that of another."""
        return next((rate for rate in self.rates if rate.model == model_id and mode in rate.modes), None)


@dataclass(frozen=True, slots=True)
class Catalog:
    """All models and price lists that the program knows."""

    models: Mapping[str, Model]
    price_lists: Mapping[str, PriceList]

    def picture_limits(self) -> FileLimits:
        """The limits that all models together put on a picture: within them every one of them takes it."""
        each = [model.limits(FileUse.PICTURE) for model in self.models.values()]
        return FileLimits(
            least_px=max((limits.least_px for limits in each), default=0),
            most_px=min((limits.most_px for limits in each if limits.most_px), default=0),
            least_ratio=max((limits.least_ratio for limits in each), default=0.0),
            most_ratio=min((limits.most_ratio for limits in each if limits.most_ratio), default=0.0),
            most_mb=min((limits.most_mb for limits in each if limits.most_mb), default=0),
        )

    def clip_seconds(self) -> tuple[float, float]:
        """How short and how long a member's clip may be for every model that takes one to take it without a doubt."""
        each = [model.limits(FileUse.ELEMENT_CLIP) for model in self.models.values()]
        least_s = max((limits.least_seconds for limits in each), default=0.0)
        mosts = (limits.sure_seconds or limits.most_seconds for limits in each)
        return least_s, min((most_s for most_s in mosts if most_s), default=0.0)

    def with_price_list(self, prices: PriceList) -> "Catalog":
        """The same with one more list, in place of one of its name."""
        return Catalog(self.models, MappingProxyType({**self.price_lists, prices.name: prices}))

    def lists_of(self, provider: str) -> tuple[PriceList, ...]:
        """The price lists of a provider, newest first."""
        lists = (entry for entry in self.price_lists.values() if entry.provider == provider)
        return tuple(sorted(lists, key=lambda entry: (entry.as_of, entry.name), reverse=True))

    def price_list(self, provider: str, chosen: Iterable[str] = ()) -> PriceList | None:
        """The chosen list of a provider (the last one named), else its newest."""
        lists = {entry.name: entry for entry in self.lists_of(provider)}
        wanted = [lists[name] for name in chosen if name in lists]
        return wanted[-1] if wanted else next(iter(lists.values()), None)
