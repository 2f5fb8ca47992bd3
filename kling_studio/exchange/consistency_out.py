"""A consistency sheet on pages of A4, lying, as one tall picture or as a PDF."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PIL import Image, ImageDraw, ImageOps

from kling_studio.core.consistency import ConsistencySheet, SheetEpisode, SheetFrame
from kling_studio.core.errors import KnownError
from kling_studio.core.project import View
from kling_studio.media.typeset import Face, clean, text_mask, wrap
from kling_studio.storage.atomic import writing

T = TypeVar("T")

DPI = 150
PAGE_PX = (1754, 1240)
MOST_PAGES_IN_PICTURE = 16
_MARGIN, _GAP = 70, 22
_GROUND, _INK, _QUIET, _EMPTY = "#ffffff", "#1b1d20", "#6a7079", "#e4e6e9"
_TITLE, _HEADING, _LABEL = Face(34, strong=True), Face(24, strong=True), Face(16)
_FRAME = (416, 234)
# As high as a frame: faces are compared.
_REFERENCE = (_FRAME[1], _FRAME[1])
_ACROSS = 3
_ROW_PX = 28 + _FRAME[1] + _LABEL.line_px + _GAP

PictureOf = Callable[[SheetFrame], Image.Image | None]
ReferenceOf = Callable[[View], Image.Image | None]


def draw(
    sheet: ConsistencySheet, title: str, picture_of: PictureOf, reference_of: ReferenceOf
) -> list[Image.Image]:
    """The pages: each episode with its references at the left and its frames beside them. At least one page."""
    pages = _Pages(f"{sheet.member} – {title}" if title else sheet.member)
    for episode in sheet.episodes:
        _draw_episode(pages, episode, picture_of, reference_of)
    return pages.done


def write(pages: Sequence[Image.Image], target: Path) -> None:
    """Write pages as a PDF, or one below the other as a PNG. Raises :class:`KnownError` where they cannot be."""
    if target.suffix.lower() == ".pdf":
        with writing(target) as file:
            pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=DPI)
        return
    if len(pages) > MOST_PAGES_IN_PICTURE:
        raise KnownError(
            f"The sheet has {len(pages)} pages, too many for one picture.",
            "Save it as a PDF, or hide frames.",
        )
    whole = Image.new("RGB", (PAGE_PX[0], PAGE_PX[1] * len(pages)), _GROUND)
    for number, page in enumerate(pages):
        whole.paste(page, (0, number * PAGE_PX[1]))
    with writing(target) as file:
        whole.save(file, "PNG", dpi=(DPI, DPI))


class _Pages:
    """Pages that are filled from the top; a new one is begun where there is no room."""

    def __init__(self, title: str) -> None:
        self._title = title
        self.done: list[Image.Image] = []
        self.y = 0
        self.begin()

    @property
    def page(self) -> Image.Image:
        return self.done[-1]

    def begin(self) -> None:
        self.done.append(Image.new("RGB", PAGE_PX, _GROUND))
        self.y = _MARGIN
        room = PAGE_PX[0] - 2 * _MARGIN
        self.text(self._title, (_MARGIN, self.y), _TITLE, room - 120)
        number = str(len(self.done))
        self.text(number, (PAGE_PX[0] - _MARGIN - 40, self.y + 8), _LABEL, 40, _QUIET)
        self.y += _TITLE.line_px + _GAP

    def has_room(self, height_px: int) -> bool:
        return self.y + height_px <= PAGE_PX[1] - _MARGIN

    def text(self, words: str, place: tuple[int, int], face: Face, width_px: int, ink: str = _INK) -> None:
        for line in wrap(clean(words, face), face, width_px, 1):
            self.page.paste(ink, place, text_mask(line, face, width_px))

    def picture(self, image: Image.Image | None, place: tuple[int, int], size: tuple[int, int]) -> None:
        """A picture whole in its box, or an empty box where there is none."""
        box = (*place, place[0] + size[0], place[1] + size[1])
        if image is None:
            ImageDraw.Draw(self.page).rectangle(box, fill=_EMPTY)
            return
        fitted = ImageOps.contain(image.convert("RGB"), size, Image.Resampling.LANCZOS)
        self.page.paste(fitted, place)


def _draw_episode(
    pages: _Pages, episode: SheetEpisode, picture_of: PictureOf, reference_of: ReferenceOf
) -> None:
    heading = " · ".join(filter(None, (episode.title, episode.look)))
    left = _MARGIN + _REFERENCE[0] + 2 * _GAP
    rows = _in_rows(episode.frames, _ACROSS)
    if not pages.has_room(_HEADING.line_px + _GAP // 2 + _ROW_PX):
        pages.begin()
    for number in range(max(len(rows), len(episode.references))):
        frames = rows[number] if number < len(rows) else ()
        if number == 0 or not pages.has_room(_ROW_PX):
            if number:
                pages.begin()
            more = "" if number == 0 else ", continued"
            pages.text(f"{heading}{more}", (_MARGIN, pages.y), _HEADING, PAGE_PX[0] - 2 * _MARGIN)
            pages.y += _HEADING.line_px + _GAP // 2
        if number < len(episode.references):
            view = episode.references[number]
            pages.picture(reference_of(view), (_MARGIN, pages.y), _REFERENCE)
            pages.text(view.view, (_MARGIN, pages.y + _FRAME[1] + 2), _LABEL, _REFERENCE[0], _QUIET)
        for column, frame in enumerate(frames):
            x = left + column * (_FRAME[0] + _GAP)
            pages.picture(picture_of(frame), (x, pages.y), _FRAME)
            pages.text(frame.label, (x, pages.y + _FRAME[1] + 2), _LABEL, _FRAME[0], _QUIET)
        pages.y += _ROW_PX
    pages.y += _GAP


def _in_rows(things: Sequence[T], across: int) -> list[Sequence[T]]:
    return [things[start : start + across] for start in range(0, len(things), across)]
