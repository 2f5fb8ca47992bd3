"""Random edits of random projects, for laws that every edit keeps."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

from hypothesis import strategies as st

from kling_studio.core import edits
from kling_studio.core.project import (
    CastMember,
    DialogueLine,
    Episode,
    Framing,
    Look,
    MemberKind,
    ModeName,
    Project,
    Scene,
    Shot,
    View,
    ViewKind,
)
from tests.strategies import cuts, names, paths, projects

Edit = Callable[[Project], Project]


def _whole(project: Project) -> Project:
    """The project with at least one shot in each scene, and one second in each shot, as every edit leaves it."""
    ids = (f"extra{number}" for number in count())
    episodes = tuple(
        replace(
            episode,
            scenes=tuple(
                replace(
                    scene,
                    shots=tuple(replace(shot, seconds=max(1, shot.seconds % 16)) for shot in scene.shots)
                    or (Shot(next(ids)),),
                )
                for scene in episode.scenes
            ),
        )
        for episode in project.episodes
    )
    return replace(project, episodes=episodes)


whole_projects = projects().map(_whole)

_words = st.sampled_from(["", "Rain.", "@Mira enters", "@Mirabel waits", "mail mira@Mira.example"])
_indices = st.integers(-1, 6) | st.none()
_places = st.integers(-1, 6)
_seconds = st.integers(-1, 16)
_cast_names = st.sampled_from(["Mira", "Mira2", "Mirabel", " ", "a@b", "José", "Jose\u0301"]) | names


@st.composite
def random_edit(draw: st.DrawFn, project: Project, new_id: Callable[[], str]) -> Edit:
    """One edit with arguments that mostly, but not always, make sense for ``project``."""
    name, arguments = draw(st.sampled_from(sorted(_ARGUMENTS.items())))
    wanted = {key: draw(make(project, new_id)) for key, make in arguments.items()}
    verb: Callable[..., Project] = getattr(edits, name)
    return lambda now: verb(now, **wanted)


Make = Callable[[Project, Callable[[], str]], st.SearchStrategy[Any]]


def _always(strategy: st.SearchStrategy[Any]) -> Make:
    return lambda project, new_id: strategy


def _ids(pick: Callable[[Project], list[str]]) -> Make:
    return lambda project, new_id: st.sampled_from([*pick(project), *pick(project), "gone"])


_shot = _ids(lambda project: [shot.id for scene in project.scenes() for shot in scene.shots])
_scene = _ids(lambda project: [scene.id for scene in project.scenes()])
_episode = _ids(lambda project: [episode.id for episode in project.episodes])
_member = _ids(lambda project: [member.id for member in project.cast])
_fresh: Make = lambda project, new_id: st.builds(new_id)  # noqa: E731
_source: Make = lambda project, new_id: st.just(new_id)  # noqa: E731
_new_shot: Make = lambda project, new_id: st.builds(Shot, st.builds(new_id), _words)  # noqa: E731
_new_scene: Make = lambda project, new_id: st.builds(  # noqa: E731
    lambda a, b, words: Scene(a, prompt=words, shots=(Shot(b),)), st.builds(new_id), st.builds(new_id), _words
)
_new_episode: Make = lambda project, new_id: st.builds(Episode, st.builds(new_id), _words)  # noqa: E731
_new_member: Make = lambda project, new_id: st.builds(CastMember, st.builds(new_id), _cast_names)  # noqa: E731
_some_name: Make = lambda project, new_id: (  # noqa: E731
    st.sampled_from([member.name for member in project.cast] or ["Mira"]) | _cast_names
)
_look_names = st.sampled_from(["coat", " older ", ""])
_look_name: Make = lambda project, new_id: (  # noqa: E731
    st.sampled_from([look.name for member in project.cast for look in member.looks] or ["coat"]) | _look_names
)
_lines = st.lists(st.builds(DialogueLine, _cast_names, text=_words), max_size=2).map(tuple)
_take = _always(st.sampled_from(["j1", "j2"]))
_shot_of_take = _always(st.sampled_from(["a", "b"]))
_views = st.lists(st.builds(View, paths, st.sampled_from(ViewKind)), max_size=3).map(tuple)

_ARGUMENTS: dict[str, dict[str, Make]] = {
    "silence": {"scene_id": _scene, "rule": _always(st.sampled_from(["no-voice", "not-mentioned"]))},
    "speak_again": {"scene_id": _scene, "rule": _always(st.sampled_from(["no-voice", "not-mentioned"]))},
    "add_shot": {"scene_id": _scene, "shot": _new_shot, "index": _always(_indices)},
    "duplicate_shot": {"shot_id": _shot, "new_id": _fresh},
    "delete_shot": {"shot_id": _shot},
    "move_shot": {"shot_id": _shot, "index": _always(_places), "scene_id": _scene},
    "trim_shot": {"shot_id": _shot, "seconds": _always(_seconds)},
    "roll_cut": {"shot_id": _shot, "seconds": _always(_seconds)},
    "split_shot": {"shot_id": _shot, "at_seconds": _always(_seconds), "new_id": _fresh},
    "merge_shots": {"shot_id": _shot},
    "set_shot": {"shot_id": _shot, "prompt": _always(_words), "dialogue": _always(_lines)},
    "even_shots": {
        "scene_id": _scene,
        "seconds": _always(_seconds),
        "new_ids": lambda project, new_id: st.lists(st.builds(new_id), max_size=3).map(tuple),
    },
    "add_variations": {
        "scene_id": _scene,
        "source_video": lambda project, new_id: st.sampled_from(["", "takes/one.mp4"]),
        "settings": lambda project, new_id: st.sampled_from([(), ("office", "factory")]),
        "new_ids": lambda project, new_id: st.tuples(*(st.builds(new_id) for _ in range(4))),
    },
    "add_continuation": {
        "scene_id": _scene,
        "start_frame": lambda project, new_id: st.just("last.png"),
        "new_ids": lambda project, new_id: st.tuples(st.builds(new_id), st.builds(new_id)),
    },
    "add_scene": {"episode_id": _episode, "scene": _new_scene, "index": _always(_indices)},
    "duplicate_scene": {"scene_id": _scene, "new_id": _source},
    "delete_scene": {"scene_id": _scene},
    "move_scene": {"scene_id": _scene, "index": _always(_places), "episode_id": _episode},
    "split_scene": {"scene_id": _scene, "at_shot": _always(_places), "new_id": _fresh},
    "merge_scenes": {"scene_id": _scene},
    "set_scene": {
        "scene_id": _scene,
        "prompt": _always(_words),
        "mode": _always(st.none() | st.sampled_from(ModeName)),
    },
    "add_pictures": {
        "scene_id": _scene,
        "pictures": _always(st.lists(paths, max_size=2).map(tuple)),
        "use": _always(st.sampled_from(["", "start_frame", "end_frame"])),
    },
    "swap_frames": {"scene_id": _scene},
    "add_episode": {"episode": _new_episode, "index": _always(_indices)},
    "duplicate_episode": {"episode_id": _episode, "new_id": _source},
    "delete_episode": {"episode_id": _episode},
    "move_episode": {"episode_id": _episode, "index": _always(_places)},
    "split_episode": {
        "episode_id": _episode,
        "at_scene": _always(_places),
        "new_id": _fresh,
        "title": _always(_words),
    },
    "merge_episodes": {"episode_id": _episode},
    "set_episode": {"episode_id": _episode, "title": _always(_words)},
    "set_title": {"title": _always(_words)},
    "add_member": {"member": _new_member, "index": _always(_indices)},
    "duplicate_member": {"member_id": _member, "new_id": _fresh},
    "delete_member": {"member_id": _member},
    "move_member": {"member_id": _member, "index": _always(_places)},
    "rename_member": {"member_id": _member, "name": _always(_cast_names)},
    "set_member": {"member_id": _member, "kind": _always(st.sampled_from(MemberKind))},
    "add_views": {"member_id": _member, "views": _always(_views), "index": _always(_indices)},
    "set_view": {"member_id": _member, "index": _always(_places), "kind": _always(st.sampled_from(ViewKind))},
    "move_view": {"member_id": _member, "index": _always(_places), "to_index": _always(_places)},
    "remove_view": {"member_id": _member, "index": _always(_places)},
    "add_look": {"member_id": _member, "look": _always(st.builds(Look, _look_names, _words, _views))},
    "set_look": {"member_id": _member, "name": _look_name, "description": _always(_words)},
    "rename_look": {"member_id": _member, "name": _look_name, "new": _always(_look_names)},
    "delete_look": {"member_id": _member, "name": _look_name},
    "wear": {"episode_id": _episode, "member_id": _member, "name": _look_name},
    "add_members": {"members": lambda project, new_id: st.tuples(_new_member(project, new_id))},
    "frame_view": {
        "member_id": _member,
        "path": _always(paths),
        "framing": _always(st.builds(Framing, paths, st.sampled_from([0, 90]))),
    },
    "cut_clip": {"member_id": _member, "cut": _always(st.none() | cuts)},
    "cut_sample": {"member_id": _member, "cut": _always(st.none() | cuts)},
    "give_view": {
        "member_id": _member,
        "index": _always(_places),
        "to_id": _member,
        "keep": _always(st.booleans()),
    },
    "pick_frame": {
        "member_id": _member,
        "take": _take,
        "shot": _shot_of_take,
        "time_s": _always(st.sampled_from([0.0, 1.25, 7.5])),
    },
    "hide_frame": {"member_id": _member, "take": _take, "shot": _shot_of_take},
    "show_hidden_frames": {"member_id": _member},
    "mark_good": {"scene_id": _scene, "take": _take},
    "unmark_good": {"scene_id": _scene, "take": _take},
    "cast_in_scene": {"scene_id": _scene, "name": _some_name},
    "uncast_from_scene": {"scene_id": _scene, "name": _some_name},
}


def verbs() -> set[str]:
    """The edits that are drawn from."""
    return set(_ARGUMENTS)
