"""Voices in the real window, from the sample to the render that carries them, against services on loopback."""

from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from kling_studio.app import workspace
from kling_studio.app.renderers import renderers
from kling_studio.core import edits
from kling_studio.core.job import JobState
from kling_studio.core.ledger import spent
from kling_studio.core.project import CastMember, Voice
from kling_studio.media.sounds import write_wav
from kling_studio.storage import settings
from kling_studio.storage.settings import Settings
from kling_studio.ui.voice import VoiceSection
from kling_studio.ui.window import MainWindow
from tests.clips_for_tests import make_clip
from tests.end_to_end.conftest import Service
from tests.end_to_end.pace import QUICK
from tests.end_to_end.test_window import run, scene_of, settled
from tests.end_to_end.window import home, until
from tests.servers import Failure, FalServer, WaveSpeedServer
from tests.sounds_for_tests import encoded
from tests.ui.dropping import drop, files

__all__ = ["home"]
PRICES = {"fal": "$0.007", "wavespeed": "$0.035"}
NAMES = {"fal": "fal.ai", "wavespeed": "WaveSpeed"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time passes faster for the renderers."""
    monkeypatch.setattr(workspace, "renderers", partial(renderers, QUICK))


def provider_of(service: Service) -> str:
    return "fal" if isinstance(service, FalServer) else "wavespeed"


def mira(window: MainWindow) -> CastMember:
    found = window.session.project.member("Mira")
    assert found is not None
    return found


def the_voice(window: MainWindow) -> Voice:
    return mira(window).voice or Voice()


def section_of(window: MainWindow) -> VoiceSection:
    """Mira's voice, once her sample was heard."""
    window.docks.focus("cast")
    window.cast.panel.select_member(mira(window).id)
    section = window.cast.panel.details.voice
    until(lambda: section.sample.waveform.accessibleDescription() == "6.0 s")
    return section


def button(section: VoiceSection, name: str, provider: str) -> QPushButton:
    found = section.findChild(QPushButton, f"{name}{provider.capitalize()}")
    assert found is not None
    return found


def words(section: VoiceSection, name: str) -> str:
    label = section.findChild(QLabel, name)
    assert label is not None
    return label.text() if not label.isHidden() else ""


def state(section: VoiceSection, provider: str) -> str:
    return words(section, f"voiceState{provider.capitalize()}").removeprefix(f"{NAMES[provider]}: ")


def agreed(section: VoiceSection, provider: str) -> None:
    """Ask for the voice, read the price, agree."""
    button(section, "makeVoice", provider).click()
    yes = button(section, "agreeVoice", provider)
    until(lambda: not yes.isHidden())
    assert yes.text() == f"Make for {PRICES[provider]}"
    yes.click()


def made(section: VoiceSection, window: MainWindow, provider: str) -> str:
    agreed(section, provider)
    until(lambda: the_voice(window).id_at(provider))
    until(lambda: state(section, provider) == "made")
    return the_voice(window).id_at(provider) or ""


def test_a_voice_is_made_once_for_the_price_that_was_read(
    qapp: QApplication, home: Path, service: Service
) -> None:
    provider = provider_of(service)

    def journey(window: MainWindow) -> None:
        section = section_of(window)
        assert state(section, provider) == "not made yet"
        assert button(section, "makeVoice", provider).text() == f"Make {PRICES[provider]}"
        button(section, "makeVoice", provider).click()
        no = button(section, "refuseVoice", provider)
        until(lambda: not no.isHidden())
        asked = words(section, f"voiceAsk{provider.capitalize()}")
        assert asked.endswith(f"once, for every scene: {PRICES[provider]}.")
        no.click()
        assert service.account.submits == []
        made_id = made(section, window, provider)
        assert made_id.isdecimal()
        assert len(service.account.accepted) == 1
        assert section.rows[provider].field.text() == made_id
        [(at, of)] = the_voice(window).made_from
        assert (at, len(of)) == (provider, 64)
        # It was paid for: no undo takes it away, and the ledger has it.
        assert not window.session.undo()
        assert spent(window.session.ledger).total == service.account.charged == Decimal(PRICES[provider][1:])
        # What went up is the plain file of the sample.
        sample = window.session.path_of(the_voice(window).sample or "")
        assert sample is not None
        write_wav(sample, home / "plain.wav")
        [upload] = service.account.uploads_of((home / "plain.wav").read_bytes())
        assert upload.content_type == "audio/wav"
        assert len(service.account.uploads) == 1
        settled(window)

    def evening(window: MainWindow) -> None:
        section = section_of(window)
        until(lambda: state(section, provider) == "made")

    run(qapp, journey)
    run(qapp, evening)
    assert len(service.account.accepted) == 1


def test_another_sample_is_another_voice_and_the_first_is_found_again(
    qapp: QApplication, home: Path, fal: FalServer
) -> None:
    memo = encoded(home / "memo.m4a", "aac", 9)

    def journey(window: MainWindow) -> None:
        section = section_of(window)
        first = made(section, window, "fal")
        sample = the_voice(window).sample
        drop(section, section.sample.slot_.pos(), files([memo]))
        until(lambda: the_voice(window).sample != sample)
        until(lambda: state(section, "fal") == "made from another sample")
        button(section, "makeVoice", "fal").click()
        until(lambda: words(section, "voiceAskFal"))
        assert words(section, "voiceAskFal").startswith(
            "The voice was made from another sample: make it again."
        )
        button(section, "agreeVoice", "fal").click()
        until(lambda: the_voice(window).id_at("fal") != first)
        assert len(fal.account.accepted) == 2
        window.session.undo()
        until(lambda: the_voice(window).sample == sample)
        # The first voice is in the ledger: nothing is paid a second time.
        if state(section, "fal") != "made":
            button(section, "makeVoice", "fal").click()
            until(lambda: the_voice(window).id_at("fal") == first)
        assert the_voice(window).id_at("fal") == first
        assert len(fal.account.accepted) == 2
        settled(window)

    run(qapp, journey)


def test_a_lost_id_is_made_again_where_somebody_agrees(
    qapp: QApplication, home: Path, wavespeed: WaveSpeedServer
) -> None:
    def journey(window: MainWindow) -> None:
        section = section_of(window)
        first = made(section, window, "wavespeed")
        button(section, "makeVoice", "wavespeed").click()
        until(lambda: words(section, "voiceAskWavespeed"))
        assert "again, as if the id was lost" in words(section, "voiceAskWavespeed")
        button(section, "agreeVoice", "wavespeed").click()
        until(lambda: the_voice(window).id_at("wavespeed") not in (first, None))
        assert len(wavespeed.account.accepted) == 2
        assert spent(window.session.ledger).total == wavespeed.account.charged
        # No undo brings the lost one back.
        window.session.undo()
        assert the_voice(window).id_at("wavespeed") != first
        settled(window)

    run(qapp, journey)


def test_an_id_that_was_taken_away_comes_back_for_nothing(
    qapp: QApplication, home: Path, service: Service
) -> None:
    provider = provider_of(service)

    def journey(window: MainWindow) -> None:
        section = section_of(window)
        first = made(section, window, provider)
        paid = service.account.charged
        field = section.rows[provider].field
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert the_voice(window).id_at(provider) is None
        button(section, "makeVoice", provider).click()
        until(lambda: the_voice(window).id_at(provider) == first)
        assert button(section, "agreeVoice", provider).isHidden()
        settled(window)
        assert service.account.charged == paid

    run(qapp, journey)
    assert len(service.account.accepted) == 1


def test_who_agrees_twice_to_the_same_loss_pays_once(
    qapp: QApplication, home: Path, wavespeed: WaveSpeedServer
) -> None:
    def journey(window: MainWindow) -> None:
        section = section_of(window)
        first = made(section, window, "wavespeed")
        row = section.rows["wavespeed"]
        button(section, "makeVoice", "wavespeed").click()
        until(lambda: words(section, "voiceAskWavespeed"))
        agreed_to: list[object] = []
        row.agreed.connect(agreed_to.append)
        button(section, "agreeVoice", "wavespeed").click()
        row.agreed.emit(agreed_to[0])
        until(lambda: the_voice(window).id_at("wavespeed") not in (first, None))
        settled(window)
        assert len(wavespeed.account.accepted) == 2

    run(qapp, journey)


def test_without_a_key_it_leads_to_the_settings(
    qapp: QApplication, home: Path, fal: FalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FAL_KEY")

    def journey(window: MainWindow) -> None:
        section = section_of(window)
        agreed(section, "fal")
        until(lambda: words(section, "voiceNoticeFal"))
        assert words(section, "voiceNoticeFal").startswith("There is no key for fal.")
        button(section, "voiceSettings", "fal").click()
        assert window.spending.sheet is not None
        until(lambda: window.spending.sheet is not None and window.spending.sheet.isVisible())
        window.spending.sheet.close()

    run(qapp, journey)
    assert fal.account.submits == []


def test_a_cap_holds_for_voices_too(qapp: QApplication, home: Path, fal: FalServer) -> None:
    settings.save(Settings(cap_per_project=Decimal("0.005")))

    def journey(window: MainWindow) -> None:
        section = section_of(window)
        agreed(section, "fal")
        until(lambda: "above the cap of $0.005" in words(section, "voiceNoticeFal"))

    run(qapp, journey)
    assert fal.account.submits == []


def test_what_is_made_can_be_cancelled(qapp: QApplication, home: Path, fal: FalServer) -> None:
    fal.hold("waiting")

    def journey(window: MainWindow) -> None:
        section = section_of(window)
        agreed(section, "fal")
        until(lambda: "fal" in words(section, "voiceAskFal"))
        cancel = button(section, "refuseVoice", "fal")
        until(lambda: cancel.text() == "Cancel" and fal.account.accepted)
        cancel.click()
        until(lambda: [m.state for m in window.session.ledger.makings.values()] == [JobState.CANCELLED])
        until(lambda: not button(section, "makeVoice", "fal").isHidden())
        assert state(section, "fal") == "not made yet"
        assert words(section, "voiceNoticeFal") == ""
        assert spent(window.session.ledger).total == 0

    run(qapp, journey)


def test_a_refusal_is_told_in_place_and_costs_nothing(qapp: QApplication, home: Path, fal: FalServer) -> None:
    fal.faults.add("render", Failure.content_policy())

    def journey(window: MainWindow) -> None:
        section = section_of(window)
        agreed(section, "fal")
        until(lambda: words(section, "voiceNoticeFal"))
        assert words(section, "voiceNoticeFal").startswith("The voice of Mira could not be made.")
        assert state(section, "fal") == "not made yet"

    run(qapp, journey)


def test_what_the_model_takes_of_a_voice_is_said_and_priced(
    qapp: QApplication, home: Path, fal: FalServer
) -> None:
    def rules(window: MainWindow) -> set[str]:
        return {finding.rule for finding in window.session.findings(scene_of(window))}

    def once(window: MainWindow) -> list[tuple[str, Decimal | None]]:
        quote = window.session.quote(scene_of(window))
        assert quote is not None
        return [(entry.what, entry.amount) for entry in quote.once]

    def journey(window: MainWindow) -> None:
        section = section_of(window)
        session, scene_id = window.session, scene_of(window).id
        session.dispatch(edits.set_scene, scene_id, audio=True)
        # By pictures alone no voice goes along on fal, and none is priced.
        assert "voice-needs-clip" in rules(window)
        assert once(window) == []
        clip = session.folder.add_media(make_clip(home / "mira.mp4", 4))
        session.dispatch(edits.set_member, mira(window).id, clip=clip)
        assert once(window) == [("voice", Decimal("0.007"))]
        made(section, window, "fal")
        assert once(window) == []
        # A model without voices says so, and asks nothing for one.
        session.dispatch(edits.set_scene, scene_id, model="fal:v3-turbo-pro")
        assert once(window) == []
        # WaveSpeed binds it to an element: both are made before, once.
        session.dispatch(edits.set_scene, scene_id, model="wavespeed:o3-pro")
        assert ("voice", Decimal("0.035")) in once(window)
        assert ("element", Decimal("0.01")) in once(window)
        settled(window)

    run(qapp, journey)
