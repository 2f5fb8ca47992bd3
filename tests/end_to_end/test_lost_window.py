"""An element that its provider has lost, in the real window: told, made again for a price that is read, never twice."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QApplication, QPushButton

from kling_studio.core import edits
from kling_studio.core.job import JobState
from kling_studio.core.ledger import spent
from kling_studio.core.project import CastMember, Look, Project, ProviderIds, View
from kling_studio.core.stale import Standing
from kling_studio.ui.voice import VoiceSection
from kling_studio.ui.window import MainWindow
from tests.end_to_end.test_paid_window import button as window_button
from tests.end_to_end.test_paid_window import sheet, states, takes
from tests.end_to_end.test_voices_window import mira, quick, section_of, the_voice, words
from tests.end_to_end.test_window import run, scene_of, settled, shot
from tests.end_to_end.window import home, until
from tests.servers import Failure, WaveSpeedServer

__all__ = ["home", "quick"]
ELEMENT, VOICE = Decimal("0.01"), Decimal("0.035")


def button(section: VoiceSection, name: str) -> QPushButton:
    found = section.findChild(QPushButton, name)
    assert found is not None
    return found


def element(window: MainWindow, look: str = "") -> str:
    """The id that the project has of Mira's element."""
    member = mira(window)
    ids = next(one for one in member.looks if one.name == look).ids if look else member.ids
    return ids[0].element if ids else ""


def rendered(window: MainWindow) -> None:
    """Render the scene from the window's button, over the price sheet."""
    window_button(window).click()
    asked = sheet(window)
    until(asked.render_button.isEnabled)
    asked.render_button.click()
    number = len(takes(window))
    until(lambda: len(takes(window)) > number)
    until(lambda: not any(take.is_open for take in takes(window)), 60)


def made_again(window: MainWindow, section: VoiceSection, price: Decimal, look: str = "") -> str:
    """Click once, read the price, agree; what was said before."""
    first = element(window, look)
    again = button(section, f"makeElement{look}")
    assert again.text() == f"Make again ${ELEMENT}"
    again.click()
    until(lambda: words(section, f"elementAsk{look}"))
    asked = words(section, f"elementAsk{look}")
    assert asked.endswith(f": ${price}.")
    agree = button(section, f"agreeElement{look}")
    assert agree.text() == f"Make for ${price}"
    agree.click()
    until(lambda: element(window, look) not in ("", first))
    until(lambda: not button(section, f"makeElement{look}").isHidden())
    return asked


def replaced(project: Project, member: CastMember) -> Project:
    return replace(project, cast=tuple(member if one.id == member.id else one for one in project.cast))


def test_a_lost_element_is_told_and_made_again_for_the_price_that_was_read(
    qapp: QApplication, home: Path, wavespeed: WaveSpeedServer
) -> None:
    account = wavespeed.account

    def journey(window: MainWindow) -> None:
        session, section = window.session, section_of(window)
        session.dispatch(edits.set_scene, scene_of(window).id, model="wavespeed:o3-pro", audio=True)
        rendered(window)
        assert states(window) == [JobState.DONE]
        until(lambda: words(section, "elementState") == "WaveSpeed element: made")
        first = element(window)
        accepted = len(account.accepted)
        # A second render sends the id. The provider knows it no more, and that costs nothing.
        session.dispatch(edits.set_shot, shot(window, 1).id, prompt="@Mira waits.")
        wavespeed.lost.add(first)
        rendered(window)
        assert states(window)[-1] is JobState.FAILED
        assert "Make it again: Cast" in takes(window)[-1].error
        assert len(account.accepted) == accepted + 1
        # One click and one price later there is another, of the same pictures.
        assert "as if it was lost" in made_again(window, section, ELEMENT)
        assert len(account.accepted) == accepted + 2
        again = [one.body for one in account.accepted if one.body.get("name") == "Mira"]
        assert again[0] == again[1]
        assert spent(session.ledger).total == account.charged
        # What was made with the lost one is not stale for that, and no undo brings it back.
        session.undo()
        assert session.take_status(takes(window)[0]).standing is Standing.CURRENT
        assert element(window) not in ("", first)
        session.redo()
        rendered(window)
        assert states(window)[-1] is JobState.DONE
        settled(window)

    run(qapp, journey)


def test_a_look_and_the_voice_that_goes_into_it_are_made_again_too(
    qapp: QApplication, home: Path, wavespeed: WaveSpeedServer
) -> None:
    def journey(window: MainWindow) -> None:
        session, section = window.session, section_of(window)
        until(lambda: words(section, "elementState") == "WaveSpeed element: not made yet, $0.01")
        assert button(section, "makeElement").isHidden()
        # The project comes from elsewhere: it has ids, and no ledger tells of them.
        picture = mira(window).images[0]
        ids = (ProviderIds("wavespeed", "307"),)
        coat = Look("Coat", "in a long coat", (View(picture.path),), ids)
        given = replace(mira(window), looks=(coat,))
        session.apply(lambda project: replaced(project, given), "Bring")
        until(lambda: words(section, "elementStateCoat") == "WaveSpeed element, Coat: made")
        wavespeed.faults.add("render", Failure.content_policy())
        button(section, "makeElementCoat").click()
        until(lambda: not button(section, "agreeElementCoat").isHidden())
        button(section, "agreeElementCoat").click()
        until(lambda: words(section, "elementNoticeCoat").startswith("The voice of Mira could not be made."))
        assert element(window, "Coat") == "307"
        asked = made_again(window, section, VOICE + ELEMENT, "Coat")
        assert "and the voice that goes into it before" in asked
        # The failure was for nothing, and each of the two was paid once.
        assert spent(session.ledger).total == wavespeed.account.charged == VOICE + ELEMENT
        assert mira(window).voice is not None
        voice_id = the_voice(window).id_at("wavespeed")
        [body] = [one.body for one in wavespeed.account.accepted if one.body.get("name") == "Mira"]
        assert body["voice_id"] == voice_id
        assert element(window) == ""
        # Made of the same again, the voice is there.
        assert "voice" not in made_again(window, section, ELEMENT, "Coat").partition("again")[2]
        settled(window)

    run(qapp, journey)
