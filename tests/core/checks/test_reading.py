"""Which words a theme is heard in, and whom they are about."""

import pytest

from kling_studio.core.checks.reading import span_of
from kling_studio.core.checks.vocabulary import ACRONYMS, EVERYDAY_NAMES, UNSPACED, VOCABULARY, Theme
from kling_studio.core.project import CastMember, MemberKind, Project, View
from tests.core.building import a_scene, a_shot
from tests.core.checks.series import ask_in, series

HEARD = {
    Theme.FROM_BEHIND: (
        "@Mira turns around.",
        "@Mira turns slowly round",
        "She turns away from him.",
        "She turns her back on the crowd.",
        "He spins around, then runs.",
        "He faces away, with his back to the camera.",
        "We follow @Mira from behind as she walks.",
        "Filmed from the back, she waits.",
        "A slow rear view of @Mira.",
        "The back of her head fills the frame.",
        "Over @Marco's shoulder we see the crate.",
        "She walks away from the camera.",
        "A 180-degree turn",
        "A 360° move",
        "full orbit",
        "The camera circles @Mira.",
        "Camera from behind her.",
        "Camera from behind her",
        "Filmed from behind him, low.",
        "We follow from behind her as she walks.",
        "Camera low from behind @Mira.",
        "The camera stays right behind her.",
        "She looks back over her shoulder.",
        "He glances over his left shoulder at the lens.",
        "The camera moves around @Mira.",
        "The camera slowly moves around her.",
        "Moving halfway around @Mira",
        "slow arc around her and back",
        "The camera sweeps round them.",
        "The camera circles her.",
        "The camera circles around him.",
        "Mira se da la vuelta.",
        "Mira dreht sich um.",
        "她转身离开。",
        "ミラは振り返る。",
        "미라가 뒤돌아본다.",
    ),
    Theme.IN_PROFILE: (
        "@Mira in profile against the window.",
        "Side profile, backlit.",
        "We see her from the side.",
        "Mira de perfil.",
        "Mira im Profil.",
        "她的侧脸。",
        "ミラの横顔。",
        "미라의 옆모습.",
    ),
    Theme.LETTERING: (
        "The logo glows.",
        "A crate with stencilled numbers.",
        'A sign that reads "Closed".',
        "Her name tag catches the light.",
        "Una etiqueta roja.",
        "Der Schriftzug leuchtet.",
        "箱子上的商标。",
        "箱のロゴ。",
        "상자의 로고.",
    ),
    Theme.CONTACT: (
        "She touches the crate.",
        "They shake hands.",
        "He picks the box up.",
        "She hands it over to him.",
        "He holds the lamp.",
        "They hug.",
        "Mira abraza a Marco.",
        "Sie umarmt ihn.",
        "他们握手。",
        "二人は抱きしめる。",
        "두 사람이 악수한다.",
    ),
    Theme.FAST: (
        "@Marco sprints across the yard.",
        "A car chase.",
        "The truck races past.",
        "It drives fast.",
        "whip pan",
        "A frantic fight.",
        "Marco corre a toda velocidad.",
        "Der Wagen rast vorbei.",
        "他飞奔而来。",
        "車が疾走する。",
        "차가 질주한다.",
    ),
}
NOT_HEARD = {
    Theme.FROM_BEHIND: (
        "@Mira turns the page.",
        "@Mira turns left.",
        "She comes back and walks back into the light.",
        "She steps out from behind the crate.",
        "Her shadow climbs the racks behind her.",
        "She never turns around.",
        "Without turning around she answers.",
        "She doesn't turn around.",
        "The camera turns around.",
        "He looks in the rear view mirror.",
        "她不转身。",
        "The roundabout.",
        "Camera from behind the crate.",
        "Camera from behind her desk.",
        "Smoke rises from behind @Crate.",
        "@Marco steps out from behind her.",
        "@Marco appears from behind him.",
        "She looks back at the door.",
        "She looks over her notes.",
        "A bag over her shoulder.",
        "The camera moves around the crate.",
        "The camera moves around her desk.",
        "The camera moves around @Mira's desk.",
        "@Marco moves around @Mira.",
        "The camera circles her desk.",
        "The camera circles @Mira's desk.",
        "The camera finds the crate behind her.",
        "She dances around.",
    ),
    Theme.IN_PROFILE: (
        "A high-profile guest.",
        "Her profile picture.",
        "She stands beside him.",
        "seaside view",
    ),
    Theme.LETTERING: ("He reads the paper.", "A logician writes a letter.", "He reads slowly."),
    Theme.CONTACT: (
        "She holds her breath.",
        "He holds his look.",
        "A touch of red in the sky.",
        "The lamp throws a long shadow.",
        "Their wings catch the light.",
        "She lifts her eyes.",
        "pull focus",
        "She does not touch it.",
    ),
    Theme.FAST: (
        "She is fast asleep.",
        "Breakfast on a fast food tray.",
        "He stands fast.",
        "The race is over.",
        "A dashboard glows.",
        "She runs the company.",
    ),
}


@pytest.mark.parametrize(("theme", "text"), [(theme, text) for theme in HEARD for text in HEARD[theme]])
def test_what_is_heard(theme: Theme, text: str) -> None:
    span = span_of(theme, text)
    assert span is not None
    assert 0 <= span[0] < span[1] <= len(text)


@pytest.mark.parametrize(("theme", "text"), [(t, text) for t in NOT_HEARD for text in NOT_HEARD[t]])
def test_what_is_not(theme: Theme, text: str) -> None:
    assert span_of(theme, text) is None


def test_words_that_are_taken_back_do_not_hide_those_behind_them() -> None:
    text = "She never turns around. He turns around."
    assert span_of(Theme.FROM_BEHIND, text) == (27, 39)


def test_the_lists_hold_every_language_and_no_blank_words() -> None:
    for by_language in VOCABULARY.values():
        assert by_language.keys() == {"en", "es", "de", *UNSPACED}
        assert all(
            "||" not in entry and entry.strip("|") == entry for e in by_language.values() for entry in e
        )
    assert all(word.isupper() for word in ACRONYMS)
    assert all(name.istitle() for name in EVERYDAY_NAMES)


FRONT = (View("front.png"),)
CAST = (
    CastMember("m1", "Mira", images=FRONT),
    CastMember("m2", "Marco", images=FRONT),
    CastMember("m3", "Crate", MemberKind.PRODUCT, images=FRONT),
    CastMember("m4", "Hall", MemberKind.LOCATION, images=FRONT),
)


def about(project: Project) -> str:
    found = ask_in(project, "needs-back-view")
    return " ".join(one.message.split("”: ")[1].split()[0] for one in found)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("@Mira turns around.", "Mira"),
        ("@Marco watches as @Mira slowly turns around.", "Mira"),
        ("@Mira looks at @Marco, who turns around.", "Marco"),
        ("@Mira walks past @Marco and turns around.", "Mira"),
        ("@Mira greets @Marco. She turns around.", "Mira"),
        ("@Marco waits. @Mira comes in, sees him and turns around.", "Mira"),
        ("Seen from behind, @Marco waits. @Mira stands by.", "Marco"),
        ("Over @Marco's shoulder we see @Mira.", "Marco"),
        ("A figure turns around. It is @Mira.", "Mira"),
        ("Somebody turns around.", ""),
        ("@Hall seen from the back.", ""),
        ("@Crate, seen from the back.", "Crate"),
        ("@Marco waits. Camera from behind @Mira.", "Mira"),
        ("@Marco waits. The camera moves around @Mira.", "Mira"),
        ("@Marco enters. @Mira looks back over her shoulder.", "Mira"),
    ],
)
def test_whom_they_are_about(text: str, who: str) -> None:
    assert (
        about(series(a_scene(a_shot(prompt=text), cast=("Mira", "Marco", "Crate", "Hall")), cast=CAST)) == who
    )


@pytest.mark.parametrize(
    ("prompt", "camera", "cast", "who"),
    [
        ("@Marco greets @Mira.", "orbit around them", ("Mira", "Marco"), "Marco"),
        ("She waits.", "full orbit", ("Mira", "Crate"), "Mira"),
        ("It waits.", "full orbit", ("Crate",), "Crate"),
        ("They wait.", "full orbit", ("Mira", "Marco"), ""),
        ("They wait.", "full orbit", (), ""),
        ("They wait.", "full orbit", ("Nobody",), ""),
        ("@Marco waits.", "orbit around @Mira", ("Mira", "Marco"), "Mira"),
    ],
)
def test_the_camera_moves_around_whom_the_shot_is_about(
    prompt: str, camera: str, cast: tuple[str, ...], who: str
) -> None:
    assert about(series(a_scene(a_shot(prompt=prompt, camera=camera), cast=cast), cast=CAST)) == who


def test_one_who_is_mentioned_and_not_cast_is_not_meant() -> None:
    scene = a_scene(a_shot(prompt="@Marco and @Mira. @Marco turns around."), cast=("Mira",))
    assert about(series(scene, cast=CAST)) == "Mira"
