"""Who is in a provider's request: elements, references and voices as members of the cast."""

from kling_studio.core.project import DialogueLine, MemberKind, ProviderIds, View, ViewKind, Voice
from tests.exchange.requests_read import KITCHEN, cast_of, read, scene_of


def test_elements_are_members() -> None:
    data = {
        "prompt": "@Element1 and @Element2.",
        "elements": [
            {
                "frontal_image_url": "f.png",
                "reference_image_urls": ["f.png", "s.png", "b.png"],
                "voice_id": "v1",
            },
            {"image_url": "box.png", "description": "a red crate"},
            {"name": "Jan", "video_url": "jan.mp4"},
        ],
    }
    first, second, third = cast_of(data)
    assert (first.name, second.name, third.name) == ("Element1", "Element2", "Jan")
    assert first.images == (
        View("f.png", ViewKind.FRONT),
        View("s.png", ViewKind.SIDE),
        View("b.png", ViewKind.BACK),
    )
    assert first.voice == Voice("v1", ids=(("fal", "v1"),))
    assert (second.images, second.description) == ((View("box.png"),), "a red crate")
    assert third.clip == "jan.mp4"
    assert scene_of(data).cast == ("Element1", "Element2", "Jan")


def test_references_bind_characters_and_voices() -> None:
    data = {
        **KITCHEN,
        "references": [
            {"type": "character", "id": "Ana", "image_url": "ana.png"},
            {"type": "voice", "profile_id": "warm", "bind_to": "Ana"},
            {"type": "voice", "profile_id": "low", "bind_to": "Jan"},
            {"type": "voice", "profile_id": "lost", "bind_to": "Zoe"},
            "kitchen.png",
        ],
    }
    imported = read(data)
    assert [
        (m.name, [v.path for v in m.images], m.voice and m.voice.name) for m in imported.project.cast
    ] == [
        ("Ana", ["ana.png"], "warm"),
        ("Jan", [], "low"),
    ]
    assert scene_of(data).images == ("kitchen.png",)
    assert imported.messages == ("The voice lost has no member to speak it and is left out.",)


def test_voices_in_the_order_of_the_cast() -> None:
    imported = read({**KITCHEN, "voice_ids": ["v1", "v2", "v3"]})
    assert [member.voice for member in imported.project.cast] == [
        Voice("v1", ids=(("fal", "v1"),)),
        Voice("v2", ids=(("fal", "v2"),)),
    ]
    assert imported.messages == ("The voice v3 has no member to speak it and is left out.",)


def test_voices_of_whom_nothing_else_is_known() -> None:
    data = {"prompt": "<<<voice_1>>> calls <<<voice_2>>>.", "voice_ids": ["v1", "v2"], "image_url": "a.png"}
    assert [(member.name, member.voice) for member in cast_of(data)] == [
        ("Voice1", Voice("v1", ids=(("fal", "v1"),))),
        ("Voice2", Voice("v2", ids=(("fal", "v2"),))),
    ]
    assert scene_of(data).shots[0].prompt == "@Voice1 calls @Voice2."
    assert read(data).messages == ()


def test_tags_become_names() -> None:
    data = {
        "prompt": "<<<element_1>>> and @Element2 in <<<image_1>>> as in <<<video_1>>>, not <<<element_3>>>.",
        "elements": [{"name": "Jan", "image_url": "a.png"}, {"image_url": "b.png"}],
    }
    words = "@Jan and @Element2 in @Image1 as in @Video1, not <<<element_3>>>."
    assert scene_of(data).shots[0].prompt == words
    several = {
        "prompt": "@Element1 waits.",
        "multi_prompt": ["@Element1 runs."],
        "elements": data["elements"],
    }
    assert (scene_of(several).prompt, scene_of(several).shots[0].prompt) == ("@Jan waits.", "@Jan runs.")


def test_who_speaks_by_a_tag_is_the_member() -> None:
    data = {
        "prompt": 'Dawn. [@Element1, calm]: "Yes." [Ana]: "No."',
        "elements": [{"name": "Jan", "image_url": "a.png"}],
    }
    assert [member.name for member in cast_of(data)] == ["Jan", "Ana"]
    assert scene_of(data).shots[0].dialogue == (
        DialogueLine("Jan", "calm", "Yes."),
        DialogueLine("Ana", "", "No."),
    )


def test_elements_by_id_are_members_whom_wavespeed_keeps() -> None:
    data = {"prompt": "<<<element_1>>> waits.", "element_list": [{"element_id": "307"}, 308, "309"]}
    scene = scene_of(data)
    assert (scene.model, scene.cast) == ("wavespeed:o3-pro", ("Element1", "Element2", "Element3"))
    assert [member.ids for member in cast_of(data)] == [
        (ProviderIds("wavespeed", own),) for own in ("307", "308", "309")
    ]
    assert read(data).messages == ()


def test_elements_in_the_spelling_of_wavespeed() -> None:
    data = {"prompt": "Rain.", "elements": [{"frontal_image": "f.png", "refer_images": ["f.png", "b.png"]}]}
    assert [view.path for view in cast_of(data)[0].images] == ["f.png", "b.png"]


def test_references_of_other_kinds() -> None:
    data = {
        "prompt": "Rain.",
        "image_urls": ["x.png"],
        "references": [
            {"type": "location", "id": "Yard", "image_url": "yard.png"},
            {"type": "image", "url": "a.png"},
            {"type": "style", "image_url": "b.png", "weight": 1},
            {"type": "character", "video_url": "k.mp4"},
        ],
    }
    assert [(m.name, m.kind, m.clip) for m in cast_of(data)] == [
        ("Yard", MemberKind.LOCATION, None),
        ("Reference2", MemberKind.CHARACTER, "k.mp4"),
    ]
    assert scene_of(data).images == ("x.png", "a.png", "b.png")
    assert read(data).messages == ("references[2].weight has no meaning here and is left out.",)


def test_members_of_one_name_get_names_of_their_own() -> None:
    data = {
        "prompt": "Rain.",
        "elements": [{"name": "Jan", "image_url": "a.png"}, {"name": "Jan"}, {"name": "Jan"}],
    }
    assert [member.name for member in cast_of(data)] == ["Jan", "Jan 2", "Jan 3"]
