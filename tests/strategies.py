"""Projects of every shape, for property tests."""

from typing import Any

from hypothesis import strategies as st

from kling_studio.core.project import (
    CastMember,
    Cut,
    DialogueLine,
    Episode,
    Framing,
    LibraryLink,
    Look,
    MemberKind,
    ModeName,
    Project,
    ProviderIds,
    Scene,
    SheetChoice,
    Shot,
    ShotType,
    View,
    ViewKind,
    Voice,
)
from kling_studio.core.saveable import MAX_FILM_S

words = st.text(st.characters(codec="utf-8"), max_size=30)
names = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Z")), min_size=1, max_size=12)
paths = st.one_of(
    st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8})?\.(png|mp4|wav)", fullmatch=True),
    st.from_regex(r"https://example\.test/[a-z]{1,8}\.png", fullmatch=True),
)
models = st.sampled_from(["animatic:preview", "fal:o3-pro", "fal:v2.6-pro", "wavespeed:v3.0-std"])


def _tuples(items: st.SearchStrategy[Any], max_size: int) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=max_size).map(tuple)


fractions = st.floats(0, 1)
framings = st.builds(
    Framing,
    original=paths,
    turn=st.sampled_from([0, 90, 180, 270]),
    left=fractions,
    top=fractions,
    right=fractions,
    bottom=fractions,
)
views = st.builds(View, path=paths, view=st.sampled_from(ViewKind), framing=st.none() | framings)
cuts = st.builds(Cut, original=paths, start_s=st.floats(0, 60), end_s=st.floats(0, 600))
by_provider = st.dictionaries(st.sampled_from(["fal", "wavespeed"]), names).map(
    lambda ids: tuple(ids.items())
)
voices = st.builds(
    Voice,
    name=words,
    sample=st.none() | paths,
    sample_cut=st.none() | cuts,
    ids=by_provider,
    made_from=by_provider,
    language=st.sampled_from(["", "en", "zh"]),
)
provider_ids = st.lists(
    st.builds(ProviderIds, provider=st.sampled_from(["fal", "wavespeed"]), element=words, of=words),
    max_size=2,
    unique_by=lambda ids: ids.provider,
).map(tuple)
looks = st.lists(
    st.builds(Look, name=names, description=words, images=_tuples(views, 2), ids=provider_ids),
    max_size=2,
    unique_by=lambda look: look.name,
).map(tuple)
choices = st.lists(
    st.builds(
        SheetChoice,
        take=names,
        shot=names,
        time_s=st.none() | st.floats(0, MAX_FILM_S),
        hidden=st.booleans(),
    ),
    max_size=2,
    unique_by=lambda choice: (choice.take, choice.shot),
).map(tuple)
links = st.builds(LibraryLink, id=names, version=st.integers(1, 1000))
lines = st.builds(DialogueLine, character=words, emotion=words, text=words)


@st.composite
def shots(draw: st.DrawFn, ids: Any) -> Shot:
    """A shot, of lengths that models take and others."""
    return Shot(
        id=next(ids),
        prompt=draw(words),
        seconds=draw(st.integers(1, 10) | st.integers(-3600, 3600)),
        camera=draw(words),
        dialogue=draw(_tuples(lines, 2)),
        notes=draw(words),
    )


@st.composite
def scenes(draw: st.DrawFn, ids: Any, cast: tuple[str, ...]) -> Scene:
    """A scene with some of the ``cast``, and perhaps somebody unknown."""
    return Scene(
        id=next(ids),
        title=draw(words),
        model=draw(models),
        mode=draw(st.none() | st.sampled_from(ModeName)),
        prompt=draw(words),
        negative_prompt=draw(words),
        cfg_scale=draw(st.none() | st.floats(0, 1)),
        aspect_ratio=draw(st.sampled_from(["16:9", "9:16", "1:1", "4:3"])),
        audio=draw(st.booleans()),
        language=draw(st.sampled_from(["en", "de", "zh"])),
        shot_type=draw(st.sampled_from(ShotType)),
        cast=draw(_tuples(st.sampled_from([*cast, "Nobody"]), 3)),
        start_frame=draw(st.none() | paths),
        end_frame=draw(st.none() | paths),
        images=draw(_tuples(paths, 2)),
        reference_video=draw(st.none() | paths),
        source_video=draw(st.none() | paths),
        keep_sound=draw(st.booleans()),
        silenced=draw(_tuples(st.sampled_from(["no-voice", "not-mentioned"]), 2)),
        good_takes=draw(_tuples(st.sampled_from(["j1", "j2"]), 2)),
        shots=tuple(draw(shots(ids)) for _ in range(draw(st.integers(0, 4)))),
    )


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """A whole project; its ids are ``id1``, ``id2`` ... and members have names of their own."""
    ids = (f"id{number}" for number in range(1, 10_000))
    cast_names = draw(st.lists(names, max_size=3, unique=True))
    cast = tuple(
        CastMember(
            id=next(ids),
            name=name,
            kind=draw(st.sampled_from(MemberKind)),
            description=draw(words),
            images=draw(_tuples(views, 3)),
            clip=draw(st.none() | paths),
            clip_cut=draw(st.none() | cuts),
            voice=draw(st.none() | voices),
            ids=draw(provider_ids),
            looks=draw(looks),
            tags=draw(_tuples(names, 2)),
            library=draw(st.none() | links),
            sheet=draw(choices),
        )
        for name in cast_names
    )
    episodes = tuple(
        Episode(
            id=next(ids),
            title=draw(words),
            scenes=tuple(draw(scenes(ids, tuple(cast_names))) for _ in range(draw(st.integers(0, 3)))),
            looks=tuple((member.name, look.name) for member in cast for look in member.looks[:1]),
        )
        for _ in range(draw(st.integers(0, 2)))
    )
    return Project(title=draw(words), cast=cast, episodes=episodes)
