"""What file names tell of views and members."""

import pytest

from kling_studio.core.project import View, ViewKind
from kling_studio.ui.cast.landing import named_views
from kling_studio.ui.cast.naming import member_is_named, member_of_name, view_of_name


@pytest.mark.parametrize(
    ("file_name", "view"),
    [
        ("mira_front.png", ViewKind.FRONT),
        ("Mira Profile.JPG", ViewKind.SIDE),
        ("mira-left-2.png", ViewKind.SIDE),
        ("back_office_front.png", ViewKind.FRONT),
        ("mira.back.webp", ViewKind.BACK),
        ("mira full body.png", ViewKind.FULL),
        ("costume03.png", ViewKind.OUTFIT),
        ("label_closeup.png", ViewKind.DETAIL),
        ("米拉侧面.png", ViewKind.SIDE),
        ("IMG_2034.jpg", None),
        ("feedback.png", None),
        ("sideboard.png", None),
    ],
)
def test_the_view_is_read_from_the_words_of_the_name(file_name: str, view: ViewKind | None) -> None:
    assert view_of_name(file_name) is view


@pytest.mark.parametrize(
    ("file_name", "name"),
    [
        ("dock.png", "Dock"),
        ("mira_front.png", "Mira"),
        ("mira_side-2.png", "Mira"),
        ("mira_voice.wav", "Mira"),
        ("crate_9.jpg", "Crate 9"),
        ("cold room.jpg", "Cold room"),
        ("Jean-Luc_front.png", "Jean-Luc"),
        ("front.png", "Front"),
        ("米拉正面.jpg", "米拉"),
        ("@[x].png", "X"),
        ("@@.png", "New member"),
        ("\u202eariM.png", "AriM"),
        ("\u200b.png", "New member"),
    ],
)
def test_the_member_is_what_is_left_of_the_name(file_name: str, name: str) -> None:
    assert member_of_name(file_name) == name


@pytest.mark.parametrize(
    ("name", "named"),
    [("front.png", False), ("side-2.png", False), ("0001.jpg", False), ("mira_front.png", True)],
)
def test_whether_a_name_says_whose_it_is(name: str, named: bool) -> None:
    assert member_is_named(name) is named


FRONT, SIDE, DETAIL = ViewKind.FRONT, ViewKind.SIDE, ViewKind.DETAIL


@pytest.mark.parametrize(
    ("there", "told", "views"),
    [
        ((), (None, None, None), [FRONT, DETAIL, DETAIL]),
        ((), (None, FRONT), [DETAIL, FRONT]),
        ((), (SIDE, None, None), [SIDE, FRONT, DETAIL]),
        ((SIDE,), (None,), [FRONT]),
        ((FRONT,), (None, SIDE), [DETAIL, SIDE]),
    ],
)
def test_a_name_that_tells_nothing_takes_no_view_from_another(
    there: tuple[ViewKind, ...], told: tuple[ViewKind | None, ...], views: list[ViewKind]
) -> None:
    pictures = [(f"{number}.jpg", kind) for number, kind in enumerate(told)]
    made = named_views(pictures, [View("there.jpg", kind) for kind in there])
    assert [view.view for view in made] == views
