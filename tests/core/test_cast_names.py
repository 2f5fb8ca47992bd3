"""Names of the cast: what is seen, what is told apart, and what the words mean by them."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kling_studio.core import edits
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import CastMember, Episode, Project, Scene, Shot
from kling_studio.core.prompt import mentions

JOINERS = "\u200c\u200d"
LETTERS = st.one_of(
    st.characters(categories=["L", "N", "M", "S", "P", "Zs", "Cf", "Cc"]),
    st.sampled_from([*JOINERS, "\u200b", "\u202e", "\ufeff", "\U000e0020", "\u00ad", "👩", "🏽", "\ufe0f"]),
)


def film(*names: str, words: str = "") -> Project:
    members = tuple(CastMember(f"m{number}", name) for number, name in enumerate(names))
    return Project(
        cast=members, episodes=(Episode("e1", scenes=(Scene("c1", prompt=words, shots=(Shot("s1"),)),)),)
    )


@given(st.text(LETTERS, max_size=12))
@example("\u200b")
@example("\u202eariM")
def test_what_can_be_a_name_is_seen_and_reads_in_its_order(name: str) -> None:
    if not edits.can_be_named(name):
        return
    categories = [unicodedata.category(letter) for letter in name]
    assert any(category[0] in "LNPS" for category in categories)
    for place, letter in enumerate(name):
        if categories[place] == "Cf":
            assert letter in JOINERS
            assert 0 < place < len(name) - 1
            assert {categories[place - 1][0], categories[place + 1][0]} <= {"L", "M", "S"}


@pytest.mark.parametrize(
    "name", ["👩🏽\u200d🚀", "نرم\u200cافزار", "ක්\u200dෂ", "❤\ufe0f\u200d🔥", "O'Neil", "R2-D2"]
)
def test_joiners_inside_words_and_emoji_belong_to_a_name(name: str) -> None:
    assert edits.can_be_named(name)


@pytest.mark.parametrize(("first", "second"), [("Mira", "mira"), ("Straße", "STRASSE"), ("Éva", "e\u0301va")])
def test_capitals_do_not_tell_two_members_apart(first: str, second: str) -> None:
    project = film(first, "Marco")
    with pytest.raises(EditRejected, match=f"already a {first} in the cast, and capitals do not"):
        edits.add_member(project, CastMember("new", second))
    with pytest.raises(EditRejected, match="capitals"):
        edits.rename_member(project, "m1", second)
    assert edits.rename_member(project, "m0", second).cast[0].name == unicodedata.normalize("NFC", second)
    added = edits.add_members(project, (CastMember("a", second), CastMember("b", first)))
    assert [member.name[-1] for member in added.cast[2:]] == ["2", "3"]


@pytest.mark.parametrize("words", ["@Mira Jones walks in.", "He sees @Mira  and @Mira Jones."])
def test_a_new_name_does_not_take_words_from_another(words: str) -> None:
    project = film("Mira", "Foreman", words=words)
    with pytest.raises(EditRejected, match="“@Mira Jones” where they mean Mira") as refusal:
        edits.rename_member(project, "m1", "Mira Jones")
    assert refusal.value.what_to_do == "Change these words first, or choose another name."


def test_a_renamed_mention_does_not_become_part_of_a_longer_name() -> None:
    project = film("Foreman", "Mira Jones", words="@Foreman Jones walks in.")
    with pytest.raises(EditRejected, match="“@Foreman” in the words would become part of another name"):
        edits.rename_member(project, "m0", "Mira")


def test_where_no_words_change_their_meaning_a_longer_name_is_taken() -> None:
    project = film("Mira", "Foreman", words="@Mira jones about. @Foreman, @Mira, Jones.")
    renamed = edits.rename_member(project, "m1", "Mira Jones")
    assert renamed.episodes[0].scenes[0].prompt == "@Mira jones about. @Mira Jones, @Mira, Jones."
    jones = film("Mira", "Foreman", words="@Jones waits.")
    assert edits.rename_member(jones, "m1", "Jones").cast[1].name == "Jones"


PARTS = st.sampled_from(["Mira", "Jones", "Foreman", "Al"])
NAMES = st.lists(PARTS, min_size=1, max_size=2).map(" ".join)


@given(
    st.lists(NAMES, min_size=2, max_size=3, unique=True),
    NAMES,
    st.lists(st.one_of(NAMES.map(lambda name: f"@{name}"), PARTS, st.just(",")), max_size=6).map(" ".join),
)
def test_renaming_leaves_every_other_mention_where_it_was(names: list[str], new: str, words: str) -> None:
    project = film(*names, words=words)
    try:
        renamed = edits.rename_member(project, "m0", new)
    except EditRejected:
        return

    def meant(film_: Project) -> list[str]:
        cast = [member.name for member in film_.cast]
        ids = {member.name: member.id for member in film_.cast}
        return [ids[one.name] for one in mentions(film_.episodes[0].scenes[0].prompt, cast) if one.known]

    before, after = meant(project), meant(renamed)
    assert [one for one in after if one != "m0"] == [one for one in before if one != "m0"]
    assert after.count("m0") >= before.count("m0")
