from dataclasses import replace

from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import ProviderIds, Voice
from kling_studio.core.request import Files, RenderRequest, Upload, made_element, member_fingerprint
from tests.core.building import MIRA

FRONT, BACK, SAMPLE, CLIP = (MediaFact(MediaKind.PICTURE, sha256=digit * 64) for digit in "abcd")
MEDIA = {"mira_front.png": FRONT, "mira_back.png": BACK, "mira.wav": SAMPLE, "mira.mp4": CLIP}


def test_files_stand_by_their_content_and_addresses_as_they_are() -> None:
    files = Files({**MEDIA, "copy.png": FRONT})
    assert files.of("https://example.test/a.png") == "https://example.test/a.png"
    assert files.of("mira_front.png") == files.of("copy.png") == f"upload://{'a' * 64}"
    assert files.of("gone.png") == "missing://gone.png"
    assert files.uploads == (Upload(f"upload://{'a' * 64}", "mira_front.png"),)


def test_equal_requests_have_equal_fingerprints_whatever_the_order_of_keys() -> None:
    first = RenderRequest("fal", "fal:o3-pro", "x", {"prompt": "Rain.", "duration": "5"})
    second = RenderRequest("fal", "fal:o3-pro", "x", {"duration": "5", "prompt": "Rain."})
    assert first.fingerprint == second.fingerprint
    assert replace(first, endpoint="y").fingerprint != first.fingerprint
    assert replace(first, body={"prompt": "Sun."}).fingerprint != first.fingerprint


def test_a_member_is_another_once_anything_it_is_made_from_changed() -> None:
    whole = replace(MIRA, clip="mira.mp4", voice=Voice("warm", "mira.wav"))
    known = member_fingerprint(whole, "wavespeed", MEDIA)
    assert member_fingerprint(replace(whole, id="other"), "wavespeed", MEDIA) == known
    made = Voice("warm", "mira.wav", (("fal", "1"),), (("fal", "a" * 64),))
    assert member_fingerprint(replace(whole, voice=made), "wavespeed", MEDIA) == known
    for elsewhere in (Voice("warm", "mira.wav", (("fal", "7"),)), Voice("warm", None, (("fal", "7"),))):
        bare = replace(elsewhere, ids=())
        assert member_fingerprint(replace(whole, voice=elsewhere), "wavespeed", MEDIA) == member_fingerprint(
            replace(whole, voice=bare), "wavespeed", MEDIA
        ), "an id that was typed in for another provider"
    for other in (
        replace(whole, name="Myra"),
        replace(whole, description="older"),
        replace(whole, images=whole.images[:1]),
        replace(whole, clip=None),
        replace(whole, voice=None),
        replace(whole, voice=Voice("warm", ids=(("wavespeed", "9"),))),
    ):
        assert member_fingerprint(other, "wavespeed", MEDIA) != known


def test_an_element_holds_until_its_member_changes() -> None:
    made = replace(MIRA, ids=(ProviderIds("wavespeed", "307", member_fingerprint(MIRA, "wavespeed", MEDIA)),))
    assert made_element(MIRA, "wavespeed", MEDIA) is None
    assert made_element(made, "fal", MEDIA) is None
    assert made_element(made, "wavespeed", MEDIA) == "307"
    assert made_element(replace(made, description="older"), "wavespeed", MEDIA) is None
    assert made_element(replace(made, ids=(ProviderIds("wavespeed", "5", ""),)), "wavespeed", MEDIA) == "5"


def test_an_element_is_taken_for_good_while_a_file_was_not_read() -> None:
    made = replace(MIRA, description="older", ids=(ProviderIds("wavespeed", "307", "x"),))
    assert made_element(made, "wavespeed", {}) == "307"
    spoken = replace(made, voice=Voice("warm", "mira.wav"))
    assert made_element(spoken, "wavespeed", MEDIA) is None
