"""The findings: what is listed, where a click leads, and what a fix does."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session, new_id
from kling_studio.core import edits
from kling_studio.core.checks import Finding, Goal, Part, Severity
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import Episode, Project, Scene
from kling_studio.ui.findings import FindingsPanel
from kling_studio.ui.findings.rows import FindingRows, Row, place_words
from kling_studio.ui.findings.rules import rule_words
from kling_studio.ui.selection import Selection
from kling_studio.ui.theme import DARK

CONTROL = Qt.KeyboardModifier.ControlModifier

# A system without a screen says so when a menu opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[FindingsPanel]:
    made = FindingsPanel(session, selection)
    qtbot.addWidget(made)
    made.resize(312, 400)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def scene(session: Session) -> Scene:
    return next(session.project.scenes())


def too_long(session: Session) -> None:
    """One error of the scene, with a fix; one of its second shot."""
    session.dispatch(edits.trim_shot, scene(session).shots[0].id, seconds=6)
    session.dispatch(
        edits.set_shot, scene(session).shots[1].id, prompt="@Nobody waits for @Mira by the @Crate."
    )


def turning(session: Session) -> None:
    """A member without a back view turns round."""
    session.dispatch(edits.cast_in_scene, scene(session).id, "Marco")
    session.dispatch(edits.set_shot, scene(session).shots[0].id, prompt="@Marco turns around.")


def row_of(panel: FindingsPanel, rule: str) -> int:
    return next(place for place, row in enumerate(panel.rows) if row.finding.rule == rule)


def click(panel: FindingsPanel, place: QPoint) -> None:
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def text_place(panel: FindingsPanel, row: int) -> QPoint:
    return panel.list.visualRect(panel.list.model().index(row, 0)).topLeft() + QPoint(60, 14)


def test_the_scenes_findings_are_listed_gravest_first(panel: FindingsPanel, session: Session) -> None:
    too_long(session)
    assert [row.finding for row in panel.rows] == list(session.findings(scene(session)))
    assert panel.rows[0].finding.severity is Severity.ERROR
    assert panel.rows[row_of(panel, "unknown-name")].below == "Shot 2 · unknown name"
    assert panel.rows[row_of(panel, "too-long")].below == "Scene · too long"


def test_counts_are_announced_when_they_change(qtbot: QtBot, panel: FindingsPanel, session: Session) -> None:
    before = panel.counts
    with qtbot.waitSignal(panel.counts_changed) as changed:
        session.dispatch(edits.trim_shot, scene(session).shots[0].id, seconds=9)
    assert changed.args == [before[0] + 1, before[1], before[2]]
    with qtbot.assertNotEmitted(panel.counts_changed):
        session.dispatch(edits.set_title, "Another title")


def test_a_click_on_the_link_mends_as_one_step_under_its_name(panel: FindingsPanel, session: Session) -> None:
    too_long(session)
    row = row_of(panel, "too-long")
    fix = panel.rows[row].finding.fix
    assert fix is not None
    steps = len(session.history.past)
    click(panel, panel.list.link_rect(row).center())
    assert scene(session).seconds == 15
    assert "too-long" not in [row.finding.rule for row in panel.rows]
    assert len(session.history.past) == steps + 1
    assert session.history.undo_label == fix.label
    session.undo()
    assert "too-long" in [row.finding.rule for row in panel.rows]


def test_a_click_on_the_row_goes_to_the_place(
    qtbot: QtBot, panel: FindingsPanel, session: Session, selection: Selection
) -> None:
    too_long(session)
    row = row_of(panel, "unknown-name")
    with qtbot.waitSignal(panel.place_requested) as asked:
        click(panel, text_place(panel, row))
    shot = scene(session).shots[1]
    assert asked.args == [scene(session).id, shot.id, panel.rows[row].finding.field]
    assert selection.shot == shot


def test_arrows_and_enter_work(qtbot: QtBot, panel: FindingsPanel, session: Session) -> None:
    too_long(session)
    panel.list.setFocus()
    assert panel.list.currentIndex().row() == 0
    QTest.keyClick(panel.list, Qt.Key.Key_Down)
    assert panel.list.currentIndex().row() == 1
    with qtbot.waitSignal(panel.place_requested) as asked:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert asked.args[2] == panel.rows[1].finding.field


def test_control_enter_mends_the_selected_one(panel: FindingsPanel, session: Session) -> None:
    too_long(session)
    row = row_of(panel, "too-long")
    panel.list.setFocus()
    for _ in range(row):
        QTest.keyClick(panel.list, Qt.Key.Key_Down)
    QTest.keyClick(panel.list, Qt.Key.Key_Return, CONTROL)
    assert "too-long" not in [row.finding.rule for row in panel.rows]


def test_control_enter_does_nothing_where_nothing_is_offered(panel: FindingsPanel, session: Session) -> None:
    session.dispatch(edits.set_shot, scene(session).shots[0].id, prompt="", camera="", dialogue=())
    session.dispatch(edits.set_scene, scene(session).id, prompt="")
    row = row_of(panel, "empty-prompt")
    assert panel.rows[row].link == ""
    panel.list.setCurrentIndex(panel.list.model().index(row, 0))
    steps = len(session.history.past)
    assert not panel.fix_selected()
    assert len(session.history.past) == steps


class TestGoals:
    """What a person has to bring: the row leads to the member, in every way in which a row is acted on."""

    def test_the_link_enter_control_enter_and_the_row_lead_there(
        self, qtbot: QtBot, panel: FindingsPanel, session: Session, selection: Selection
    ) -> None:
        turning(session)
        row = row_of(panel, "needs-back-view")
        marco = session.project.member("Marco")
        assert marco is not None
        wanted = Goal("Add a back view…", marco.id, Part.PICTURES)
        assert panel.rows[row].link == wanted.label
        index = panel.list.model().index(row, 0)
        assert "Click or Enter: Add a back view…" in index.data(Qt.ItemDataRole.ToolTipRole)
        panel.list.setCurrentIndex(index)
        ways: list[Callable[[], object]] = [
            lambda: click(panel, panel.list.link_rect(row).center()),
            lambda: click(panel, text_place(panel, row)),
            lambda: QTest.keyClick(panel.list, Qt.Key.Key_Return),
            lambda: QTest.keyClick(panel.list, Qt.Key.Key_Return, CONTROL),
        ]
        for way in ways:
            with (
                qtbot.waitSignal(panel.goal_requested) as asked,
                qtbot.assertNotEmitted(panel.place_requested),
            ):
                way()
            assert asked.args == [wanted]
        assert selection.shot == scene(session).shots[0]

    def test_where_an_edit_mends_it_too_the_link_is_the_edit_and_enter_leads_there(
        self, qtbot: QtBot, panel: FindingsPanel, session: Session
    ) -> None:
        session.dispatch(edits.cast_in_scene, scene(session).id, "Marco")
        session.dispatch(edits.set_shot, scene(session).shots[0].id, prompt="@Marco in profile.")
        session.dispatch(edits.trim_shot, scene(session).shots[0].id, seconds=6)
        row = row_of(panel, "long-profile")
        assert panel.rows[row].link == "Trim to 5 s"
        panel.list.menu_wanted.emit(panel.rows[row], QPoint(10, 10))
        assert panel.menu is not None
        words = [action.text() for action in panel.menu.actions()]
        assert words[:2] == ["Add a side view…\tEnter", "Trim to 5 s\tCtrl+Enter"]
        with qtbot.waitSignal(panel.goal_requested):
            panel.menu.actions()[0].trigger()
        panel.menu.close()
        click(panel, panel.list.link_rect(row).center())
        assert scene(session).shots[0].seconds == 5

    def test_a_member_who_is_gone_is_not_looked_for(
        self, qtbot: QtBot, panel: FindingsPanel, session: Session
    ) -> None:
        turning(session)
        row = panel.rows[row_of(panel, "needs-back-view")]
        marco = session.project.member("Marco")
        assert marco is not None
        session.dispatch(edits.delete_member, marco.id)
        with qtbot.waitSignal(panel.place_requested), qtbot.assertNotEmitted(panel.goal_requested):
            panel.list.place_wanted.emit(row)


def test_a_narrow_row_tells_its_place_beside_the_link(panel: FindingsPanel, session: Session) -> None:
    turning(session)
    row = row_of(panel, "needs-back-view")
    rect = panel.list.visualRect(panel.list.model().index(row, 0))
    link = panel.list.link_rect(row)
    assert rect.contains(link)
    assert link.bottom() > rect.bottom() - 12
    assert link.right() < rect.right()
    panel.resize(160, 400)
    QTest.qWait(0)
    narrow = panel.list.link_rect(row)
    assert narrow.left() >= 40
    assert narrow.right() < panel.list.viewport().width()


def test_the_menu_offers_both(panel: FindingsPanel, session: Session) -> None:
    too_long(session)
    row = panel.rows[row_of(panel, "too-long")]
    panel.list.menu_wanted.emit(row, QPoint(10, 10))
    assert panel.menu is not None
    assert row.finding.fix is not None
    words = [action.text().split("\t")[0] for action in panel.menu.actions()]
    assert words == ["Go to the place", row.finding.fix.label, "Errors are always told"]
    assert not panel.menu.actions()[2].isEnabled()
    panel.menu.actions()[1].trigger()
    panel.menu.close()
    assert "too-long" not in [row.finding.rule for row in panel.rows]


def test_nothing_to_mend_is_said(panel: FindingsPanel, session: Session) -> None:
    nothing = panel.findChild(QLabel, "nothing")
    assert nothing is not None
    session.dispatch(edits.set_scene, scene(session).id, model="animatic:preview")
    if panel.rows:
        pytest.fail(str([row.finding.message for row in panel.rows]))
    assert nothing.isVisible()
    assert nothing.text() == "Nothing to mend."
    session.dispatch(edits.set_shot, scene(session).shots[0].id, prompt="@Nobody")
    assert not nothing.isVisible()


def test_files_that_are_measured_are_checked_again(panel: FindingsPanel, session: Session) -> None:
    assert "missing-file" not in [row.finding.rule for row in panel.rows]
    session.add_measured({"warehouse.jpg": MediaFact(MediaKind.MISSING)})
    assert "missing-file" in [row.finding.rule for row in panel.rows]


def test_another_scene_brings_its_own(panel: FindingsPanel, session: Session, selection: Selection) -> None:
    too_long(session)
    other = list(session.project.scenes())[1]
    selection.select_scene(other.id)
    assert {row.finding.scene_id for row in panel.rows} <= {other.id}


def test_the_whole_project_is_checked_in_slices(
    qtbot: QtBot, panel: FindingsPanel, session: Session, selection: Selection
) -> None:
    session.apply(lambda project: with_copies(project, 400), "Make a series")
    panel.whole_project.setChecked(True)
    assert not panel.is_complete
    qtbot.waitUntil(lambda: panel.is_complete, timeout=20_000)
    wanted = [found for one in session.project.scenes() for found in session.findings(one)]
    assert sorted(row.finding.message for row in panel.rows) == sorted(found.message for found in wanted)
    ranks = [list(Severity).index(row.finding.severity) for row in panel.rows]
    assert ranks == sorted(ranks)
    assert panel.rows[-1].below.startswith(("Warehouse", "Forklift", "Cold room", "Dock four"))
    row = next(row for row in reversed(panel.rows) if row.finding.goal is None)
    last = row.finding
    with qtbot.waitSignal(panel.place_requested) as asked:
        panel.list.place_wanted.emit(row)
    assert asked.args[0] == last.scene_id
    assert selection.scene is not None
    assert selection.scene.id == last.scene_id
    panel.whole_project.setChecked(False)
    assert {row.finding.scene_id for row in panel.rows} == {last.scene_id}


def test_delete_silences_in_this_scene_and_the_line_below_tells_it_again(
    panel: FindingsPanel, session: Session
) -> None:
    turning(session)
    counts, row = panel.counts, row_of(panel, "voice-needs-clip")
    assert not panel.silenced.isVisible()
    panel.list.setFocus()
    panel.list.setCurrentIndex(panel.list.model().index(row, 0))
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert scene(session).silenced == ("voice-needs-clip",)
    assert "voice-needs-clip" not in [one.finding.rule for one in panel.rows]
    assert panel.counts == (counts[0], counts[1] - 1, counts[2])
    assert session.history.undo_label == "Silence: voice without a clip"
    assert panel.silenced.isVisible()
    assert panel.silenced.text() == "1 silenced"

    QTest.mouseClick(panel.silenced, Qt.MouseButton.LeftButton)
    assert panel.silenced.text() == "Hide 1 silenced"
    last = panel.rows[-1]
    assert (last.finding.rule, last.silenced) == ("voice-needs-clip", True)
    assert last.below == "Scene · voice without a clip · silenced"
    assert panel.counts == (counts[0], counts[1] - 1, counts[2])
    click(panel, panel.list.link_rect(len(panel.rows) - 1).center())
    assert scene(session).silenced == ()
    assert not panel.silenced.isVisible()
    assert panel.counts == counts
    session.undo()
    assert scene(session).silenced == ("voice-needs-clip",)
    session.undo()
    assert scene(session).silenced == ()


def test_an_error_is_always_told(panel: FindingsPanel, session: Session) -> None:
    too_long(session)
    panel.list.setCurrentIndex(panel.list.model().index(row_of(panel, "too-long"), 0))
    assert not panel.silence_selected()
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert scene(session).silenced == ()
    assert len(scene(session).shots) == 4


def test_the_menu_silences_and_tells_again(panel: FindingsPanel, session: Session) -> None:
    def choose(rule: str, words: str) -> None:
        panel.list.menu_wanted.emit(panel.rows[row_of(panel, rule)], QPoint(10, 10))
        assert panel.menu is not None
        (action,) = (one for one in panel.menu.actions() if one.text() == words)
        action.trigger()
        panel.menu.close()

    choose("voice-needs-clip", "Silence in this scene\tDel")
    assert scene(session).silenced == ("voice-needs-clip",)
    panel.silenced.setChecked(True)
    choose("voice-needs-clip", "Tell again in this scene\tDel")
    assert scene(session).silenced == ()


def test_in_the_whole_project_each_scene_silences_for_itself(
    qtbot: QtBot, panel: FindingsPanel, session: Session
) -> None:
    session.dispatch(edits.silence, scene(session).id, "voice-needs-clip")
    panel.whole_project.setChecked(True)
    qtbot.waitUntil(lambda: panel.is_complete)
    assert panel.silenced.text() == "1 silenced"
    assert "voice-needs-clip" in [row.finding.rule for row in panel.rows]
    assert scene(session).id not in [
        row.finding.scene_id for row in panel.rows if row.finding.rule == "voice-needs-clip"
    ]
    panel.silenced.setChecked(True)
    qtbot.waitUntil(lambda: panel.is_complete)
    assert panel.rows[-1].below == "Warehouse · voice without a clip · silenced"


def test_amounts_follow_the_price_list(panel: FindingsPanel, session: Session) -> None:
    for other in list(session.project.scenes())[1:]:
        session.dispatch(edits.set_scene, other.id, model="animatic:preview")
        session.dispatch(edits.uncast_from_scene, other.id, "Mira")
        session.dispatch(edits.uncast_from_scene, other.id, "Crate")
    assert "$2.18" in panel.rows[row_of(panel, "one-off-on-o3")].finding.message
    session.choose_lists(("fal-2026-02",))
    assert "$4.368" in panel.rows[row_of(panel, "one-off-on-o3")].finding.message


def test_the_shape_of_the_severity_is_painted(panel: FindingsPanel, session: Session) -> None:
    too_long(session)
    picture = panel.list.viewport().grab().toImage()
    for row in range(2):
        rect = panel.list.visualRect(panel.list.model().index(row, 0))
        severity = panel.rows[row].finding.severity
        colour = picture.pixelColor(rect.left() + 23, rect.top() + 17)
        assert colour.name() == getattr(DARK, severity.value)


def test_every_row_is_as_high_as_its_words(qtbot: QtBot, panel: FindingsPanel, session: Session) -> None:
    too_long(session)
    index = panel.list.model().index(row_of(panel, "too-long"), 0)
    narrow = panel.list.visualRect(index).height()
    panel.resize(900, 400)
    qtbot.waitUntil(lambda: panel.list.visualRect(index).height() < narrow)


def test_rows_change_only_where_they_differ(session: Session) -> None:
    rows = FindingRows()
    QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    messages: list[tuple[str, int, int]] = []
    rows.rowsRemoved.connect(lambda _parent, first, last: messages.append(("removed", first, last)))
    rows.rowsInserted.connect(lambda _parent, first, last: messages.append(("inserted", first, last)))
    a, b, c, d = (Row(Finding(f"rule-{name}", Severity.ERROR, name, "s"), "Scene") for name in "abcd")
    rows.set_rows([a, b, c])
    messages.clear()
    rows.set_rows([a, d, c])
    assert messages == [("removed", 1, 1), ("inserted", 1, 1)]
    assert [row.finding.message for row in rows.rows] == ["a", "d", "c"]
    messages.clear()
    rows.set_rows([a, d, c])
    assert messages == []
    rows.set_rows([])
    assert rows.rowCount() == 0


def test_places_and_rules_are_in_words() -> None:
    finding = Finding("not-sent", Severity.WARNING, "", "s", "x", 2)
    assert place_words(finding) == "Shot 2"
    assert place_words(finding, "Dock") == "Dock · shot 2"
    assert place_words(replace(finding, shot=None), "") == "Untitled scene"
    assert rule_words("needs-back-view") == "identity drifts from behind"
    assert rule_words("some-new-rule") == "some new rule"


def with_copies(project: Project, count: int) -> Project:
    """The project with as many more scenes, in an episode of their own."""
    scenes = list(project.scenes())
    copies = tuple(
        replace(one, id=new_id(), shots=tuple(replace(shot, id=new_id()) for shot in one.shots))
        for place in range(count)
        for one in [scenes[place % len(scenes)]]
    )
    return replace(project, episodes=(*project.episodes, Episode(new_id(), "More", copies)))
