"""What part of a film or a sound is used."""

from dataclasses import replace

import pytest

from kling_studio.core import edits
from kling_studio.core.cuts import (
    can_be_cut,
    clip_original,
    cut_path,
    first_part,
    length_words,
    sample_original,
    tidy,
)
from kling_studio.core.errors import EditRejected
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import CastMember, Cut, Project, Voice

FILM = "media/mira-0123.mov"
SPEECH = "media/speech.wav"
PART = Cut(FILM, 1.5, 6.5)
SAID = Cut(SPEECH, 2, 12)


def cast(clip: str | None = FILM, voice: Voice | None = None) -> Project:
    return Project(cast=(CastMember("m1", "Mira", clip=clip, voice=voice), CastMember("m2", "Marco")))


def test_a_part_lies_in_a_file_of_its_own_and_the_whole_in_the_original() -> None:
    member = edits.cut_clip(cast(), "m1", PART).cast[0]
    assert (member.clip, member.clip_cut) == (cut_path(PART, "mp4"), PART)
    assert clip_original(member) == FILM
    other = edits.cut_clip(Project(cast=(member,)), "m1", Cut(FILM, 0, 4))
    assert other.cast[0].clip == cut_path(Cut(FILM, 0, 4), "mp4")
    assert edits.cut_clip(other, "m1", None).cast[0] == cast().cast[0]


def test_the_file_of_a_part_is_named_by_original_and_part() -> None:
    parts = (PART, Cut(FILM, 1.5, 6), Cut(FILM, 1, 6.5), Cut("media/other.mov", 1.5, 6.5))
    assert len({cut_path(part, "mp4") for part in parts}) == 4
    assert cut_path(PART, "mp4").startswith("media/mira-0123-part-")
    assert cut_path(PART, "mp4").endswith(".mp4")
    assert cut_path(Cut("film", 0, 1), "wav").startswith("media/film-part-")


def test_a_part_is_told_in_whole_milliseconds() -> None:
    assert tidy(Cut(FILM, -0.2, 3.00004)) == Cut(FILM, 0, 3)


def test_only_files_can_be_cut() -> None:
    assert can_be_cut(FILM)
    assert not can_be_cut("https://example.org/mira.mp4")
    assert not can_be_cut("")


def test_who_has_nothing_has_no_original() -> None:
    assert clip_original(CastMember("m", "Marco")) == ""
    assert sample_original(None) == ""
    assert sample_original(Voice()) == ""


def test_too_much_is_shortened_from_where_it_begins() -> None:
    assert first_part(FILM, None, 8) == Cut(FILM, 0, 8)
    assert first_part(FILM, Cut(FILM, 2, 14), 8) == Cut(FILM, 2, 10)


def test_a_length_is_told_with_what_it_is_of() -> None:
    known = {FILM: MediaFact(MediaKind.CLIP, duration_s=12)}
    assert length_words(FILM, None, known) == "12.0 s"
    assert length_words("part.mp4", PART, known) == "5.0 of 12.0 s"
    assert (
        length_words("part.mp4", PART, {FILM: MediaFact(MediaKind.CLIP, duration_s=125)})
        == "5.0 s of 2 min 5 s"
    )
    assert length_words("part.mp4", PART, {}) == "5.0 s"
    assert length_words(FILM, None, {}) == ""
    assert length_words(FILM, None, {FILM: MediaFact(MediaKind.UNREADABLE)}) == ""
    assert length_words("part.mp4", PART, {FILM: MediaFact(MediaKind.MISSING)}) == "missing"


def test_of_no_clip_there_is_no_part() -> None:
    with pytest.raises(EditRejected, match="Mira has no clip"):
        edits.cut_clip(cast(clip=None), "m1", PART)


class TestSample:
    def test_the_ids_of_another_part_are_kept_and_known_as_such(self) -> None:
        voice = Voice("warm", SPEECH, ids=(("fal", "v1"),), made_from=(("fal", "sha"),))
        project = edits.cut_sample(cast(voice=voice), "m1", SAID)
        cut = project.cast[0].voice
        assert cut == replace(voice, sample=cut_path(SAID, "wav"), sample_cut=SAID)
        assert sample_original(cut) == SPEECH
        assert edits.cut_sample(project, "m1", SAID) is project
        assert edits.cut_sample(project, "m1", None).cast[0].voice == voice

    def test_an_id_of_which_nobody_knows_what_it_was_made_from_goes(self) -> None:
        voice = Voice("warm", SPEECH, ids=(("fal", "v1"),))
        cut = edits.cut_sample(cast(voice=voice), "m1", SAID).cast[0].voice
        assert cut is not None
        assert cut.ids == ()

    @pytest.mark.parametrize("voice", [None, Voice("warm")])
    def test_of_no_sample_there_is_no_part(self, voice: Voice | None) -> None:
        with pytest.raises(EditRejected, match="Mira has no voice sample"):
            edits.cut_sample(cast(voice=voice), "m1", SAID)


def test_another_clip_is_whole() -> None:
    project = edits.cut_clip(cast(), "m1", PART)
    assert edits.set_member(project, "m1", clip="media/other.mp4").cast[0].clip_cut is None
    assert edits.set_member(project, "m1", clip=None).cast[0].clip_cut is None
    same = edits.set_member(project, "m1", clip=project.cast[0].clip, description="Tall")
    assert same.cast[0].clip_cut == PART
