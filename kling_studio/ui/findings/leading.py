"""Where a person brings what a finding misses: the member in the cast, with the part that it belongs to."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from kling_studio.core.checks import Goal, Part
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.cast.details import MemberDetails
from kling_studio.ui.sight import bring_into_sight


def lead_to(goal: Goal, cast: CastPanel) -> None:
    """Select the member, open the part and put the hand on what brings something there."""
    cast.select_member(goal.member_id)
    part, hand = _place(goal, cast.details)
    hand.setFocus(Qt.FocusReason.OtherFocusReason)
    bring_into_sight(part)
    bring_into_sight(hand)


def _place(goal: Goal, details: MemberDetails) -> tuple[QWidget, QWidget]:
    """The part that is to be seen, and the widget in it that the keyboard goes to."""
    match goal.part:
        case Part.VOICE | Part.SAMPLE:
            fold, voice = details.folds["voice"], details.voice
            fold.open()
            return fold, voice.name if goal.part is Part.VOICE else voice.sample.slot_.choose_button
        case Part.PICTURES if goal.look:
            details.folds["looks"].open()
            for item in details.looks.list.findItems(goal.look, Qt.MatchFlag.MatchExactly):
                details.looks.list.setCurrentItem(item)
            return _with_its_part(details, "addLookPictures")
        case Part.PICTURES:
            return _with_its_part(details, "addPictures")
        case Part.CLIP:
            return _with_its_part(details, "chooseClip")


def _with_its_part(details: MemberDetails, name: str) -> tuple[QWidget, QWidget]:
    (button,) = details.findChildren(QAbstractButton, name)
    return button.parentWidget() or details, button
