"""What mends a clip or a sample that is too long."""

from dataclasses import replace

from kling_studio.core.catalog import Catalog
from kling_studio.core.checks.lengths import shorter_clip, shorter_sample
from kling_studio.core.project import CastMember, Cut, Project, Voice
from tests.core.building import catalog

FAR = "https://example.org/film.mp4"
LENA = CastMember("m", "Lena", clip="film.mp4", voice=Voice("low", "speech.wav"))


def test_a_part_that_is_too_long_is_shortened_at_its_end() -> None:
    member = replace(LENA, clip="part.mp4", clip_cut=Cut("film.mp4", 3, 14))
    fix = shorter_clip(member, catalog())
    assert fix is not None
    assert fix.edit(Project(cast=(member,))).cast[0].clip_cut == Cut("film.mp4", 3, 11)
    voice = Voice("low", "part.wav", sample_cut=Cut("speech.wav", 5, 50))
    sample_fix = shorter_sample(replace(LENA, voice=voice))
    assert sample_fix is not None
    mended = sample_fix.edit(Project(cast=(LENA,))).cast[0].voice
    assert mended is not None
    assert mended.sample_cut == Cut("speech.wav", 5, 25)


def test_what_is_no_file_here_is_not_cut() -> None:
    assert shorter_clip(replace(LENA, clip=FAR), catalog()) is None
    assert shorter_sample(replace(LENA, voice=Voice("low", FAR))) is None
    assert shorter_sample(replace(LENA, voice=None)) is None
    assert shorter_clip(LENA, Catalog({}, {})) is None


def test_a_clip_is_as_long_as_all_services_take_it() -> None:
    assert catalog().clip_seconds() == (3, 8)
    assert Catalog({}, {}).clip_seconds() == (0, 0)
