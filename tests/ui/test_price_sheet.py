"""The price sheet under a director's hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.price_sheet import Agreed, PriceSheet, Wanted, lists_of, sheet_line
from kling_studio.app.session import Session
from kling_studio.core.checks import Finding, Severity
from kling_studio.core.ledger import NO_FACTS, fold
from kling_studio.core.project import Scene
from kling_studio.render.budget import Caps
from kling_studio.ui.price_sheet import PriceSheetDialog
from kling_studio.ui.price_sheet.words import origin_words
from kling_studio.ui.told import Told
from tests.ledgers import sent

Show = Callable[[PriceSheet], PriceSheetDialog]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    parents: list[QWidget] = []  # kept as long as the test runs

    def shown(sheet: PriceSheet) -> PriceSheetDialog:
        parent = QWidget()
        parents.append(parent)
        qtbot.addWidget(parent)
        parent.show()
        dialog = PriceSheetDialog(sheet, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        dialog.open()
        qtbot.waitUntil(dialog.isVisible)
        return dialog

    return shown


def a_sheet(session: Session, *model_ids: str, lists: tuple[str, ...] = ()) -> PriceSheet:
    """The first scenes of the sample, on these models."""
    project = session.project
    lines = [
        sheet_line(project, Wanted(scene.id, model_id), session.catalog, NO_FACTS, session.media, lists)
        for scene, model_id in zip(project.scenes(), model_ids, strict=False)
    ]
    kept = tuple(line for line in lines if line is not None)
    return PriceSheet(project, NO_FACTS, {}, kept, lists_of(kept, session.catalog))


def words(dialog: PriceSheetDialog, name: str) -> str:
    label = dialog.findChild(QLabel, name)
    assert label is not None
    return label.text() if label.isVisible() else ""


def agreed_in(dialog: PriceSheetDialog) -> list[tuple[Agreed, ...]]:
    heard: list[tuple[Agreed, ...]] = []
    dialog.confirmed.connect(heard.append)
    return heard


def click(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def scenes(session: Session) -> list[Scene]:
    return list(session.project.scenes())


def test_it_says_what_is_sent_for_how_much_and_by_which_list(session: Session, show: Show) -> None:
    dialog = show(a_sheet(session, "fal:o3-pro", "fal:v3-pro"))
    assert dialog.windowTitle() == "Render 2 scenes"
    assert [row.box.isChecked() for row in dialog.rows] == [True, True]
    assert [row.price.text() for row in dialog.rows] == ["$1.82", "$2.52"]
    assert words(dialog, "sheet_total") == "$4.34"
    assert words(dialog, "sheet_origin").startswith("Estimate, list fal-2026-09 of 4 September 2026")
    assert dialog.render_button.text() == "Render for $4.34"
    assert dialog.render_button.isEnabled()
    assert words(dialog, "sheet_trouble") == ""


def test_a_list_that_is_old_says_so_and_a_free_one_never_is(session: Session) -> None:
    lists = tuple(session.catalog.price_lists[name] for name in ("fal-2026-09", "animatic"))
    fal, free = (f"list {prices.name} of {prices.as_of.day} {prices.as_of:%B %Y}" for prices in lists)
    assert origin_words(lists, date(2026, 10, 4)) == f"Estimate, {fal} and {free}"
    hint = "(31 days old; refresh it in the settings)"
    assert origin_words(lists, date(2026, 10, 5)) == f"Estimate, {fal} {hint} and {free}"


def test_prices_that_were_asked_for_are_in_the_next_sheet(session: Session, show: Show) -> None:
    made = session.catalog.price_lists["fal-2026-09"]
    day = datetime.now().astimezone().date()
    told = "Price from fal-2026-09, not named by the provider."
    rates = tuple(
        replace(rate, audio=rate.audio * 2 if rate.audio else None, origins={"audio": told})
        for rate in made.rates
    )
    session.add_price_list(replace(made, name="fal-live", as_of=day, rates=rates))
    dialog = show(a_sheet(session, "fal:o3-pro"))
    assert dialog.rows[0].price.text() == "$3.64"
    assert words(dialog, "sheet_origin") == f"Estimate, list fal-live of {day.day} {day:%B %Y}"
    assert told in [label.text() for label in dialog.rows[0].findChildren(QLabel)]


def dearer(session: Session, factor: int) -> None:
    """Let fal.ai's list hold with sound at so many times its price."""
    made = session.catalog.price_lists["fal-2026-09"]
    rates = tuple(replace(rate, audio=rate.audio * factor if rate.audio else None) for rate in made.rates)
    day = datetime.now().astimezone().date()
    session.add_price_list(replace(made, name=f"fal-times-{factor}", as_of=day, rates=rates))


def test_an_open_sheet_follows_the_prices_and_asks_for_the_new_one(
    session: Session, show: Show, qtbot: QtBot
) -> None:
    dialog = show(a_sheet(session, "fal:o3-pro", "fal:v3-pro"))
    heard = agreed_in(dialog)
    dialog.rows[1].box.click()
    dialog.render_button.setFocus()
    tall_px = dialog.height()
    dialog.await_prices()
    assert dialog.render_button.text() == "Reading the prices …"
    assert dialog.focusWidget() is dialog.cancel_button
    dearer(session, 2)
    dialog.follow(a_sheet(session, "fal:o3-pro", "fal:v3-pro"))
    assert [row.price.text() for row in dialog.rows] == ["$3.64", "$5.04"]
    assert [row.box.isChecked() for row in dialog.rows] == [True, False]
    assert words(dialog, "sheet_total") == "$3.64"
    assert words(dialog, "sheet_news") == "The prices of 2 scenes changed while this was open."
    assert "fal-times-2" in words(dialog, "sheet_origin")
    assert "$1.82 before the prices changed." in dialog.rows[0].box.accessibleDescription()
    assert dialog.render_button.text() == "Render for $3.64"
    assert dialog.height() > tall_px
    click(dialog.render_button)  # a press that was on its way to the old price
    assert heard == []
    qtbot.waitUntil(dialog.render_button.isEnabled)
    click(dialog.render_button)
    assert heard == [(Agreed(scenes(session)[0].id, "fal:o3-pro", Decimal("3.64")),)]


def test_a_list_that_changes_no_price_here_is_no_news(session: Session, show: Show) -> None:
    dialog = show(a_sheet(session, "fal:o3-pro"))
    [row] = dialog.rows
    dialog.await_prices()
    dialog.follow(a_sheet(session, "fal:o3-pro"))
    assert dialog.rows == [row]
    assert words(dialog, "sheet_news") == ""
    assert dialog.render_button.isEnabled()


def test_one_price_that_changed_says_what_it_was(session: Session, show: Show) -> None:
    dialog = show(a_sheet(session, "fal:o3-pro"))
    for factor in (2, 3):
        dearer(session, factor)
        dialog.follow(a_sheet(session, "fal:o3-pro", lists=(f"fal-times-{factor}",)))
    assert words(dialog, "sheet_news") == "The price changed while this was open; it was $1.82."
    dialog.follow(a_sheet(session, "fal:o3-pro", lists=("fal-2026-09",)))
    assert words(dialog, "sheet_news") == ""


def test_a_price_that_changed_by_less_than_a_cent_is_told_in_full(session: Session, show: Show) -> None:
    sheet = a_sheet(session, "fal:o3-standard")
    [line] = sheet.lines
    assert line.quote is not None
    dialog = show(sheet)
    dearer_line = replace(line, quote=replace(line.quote, total=Decimal("1.457")))
    dialog.follow(replace(sheet, lines=(dearer_line,)))
    assert words(dialog, "sheet_total") == "$1.46"
    assert dialog.total.toolTip() == "Exactly $1.457"
    assert words(dialog, "sheet_news") == "The price changed while this was open; it was $1.456."


def test_a_price_that_nobody_knows_any_more_needs_its_own_tick(
    session: Session, show: Show, qtbot: QtBot
) -> None:
    dialog = show(a_sheet(session, "fal:v3-4k"))
    dialog.follow(a_sheet(session, "fal:v3-4k", lists=("fal-2026-02",)))
    assert words(dialog, "sheet_total") == "price unknown"
    assert dialog.unknown_box.isVisible()
    dialog.unknown_box.click()
    qtbot.waitUntil(dialog.render_button.isEnabled)


def test_scenes_that_are_gone_leave_the_open_sheet(session: Session, show: Show) -> None:
    dialog = show(a_sheet(session, "fal:o3-pro", "fal:v3-pro"))
    dialog.follow(a_sheet(session, "fal:o3-pro"))
    assert [row.line.number for row in dialog.rows] == [1]
    assert words(dialog, "sheet_total") == "$1.82"


def test_one_scene_is_named(session: Session, show: Show) -> None:
    assert show(a_sheet(session, "fal:o3-pro")).windowTitle() == f"Render {scenes(session)[0].title}"


def test_what_is_ticked_is_sent_for_its_price(session: Session, show: Show, qtbot: QtBot) -> None:
    dialog = show(a_sheet(session, "fal:o3-pro", "fal:v3-pro"))
    heard = agreed_in(dialog)
    dialog.rows[0].box.setFocus()
    QTest.keyClick(dialog.rows[0].box, Qt.Key.Key_Space)
    assert dialog.render_button.text() == "Render for $2.52"
    click(dialog.render_button)
    assert heard == [(Agreed(scenes(session)[1].id, "fal:v3-pro", Decimal("2.52")),)]
    assert not dialog.isVisible()


def test_return_never_sends_until_somebody_goes_to_the_button(
    session: Session, show: Show, qtbot: QtBot
) -> None:
    dialog = show(a_sheet(session, "fal:o3-pro"))
    heard = agreed_in(dialog)
    assert dialog.focusWidget() is dialog.cancel_button
    dialog.rows[0].box.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(dialog.rows[0].box, key)
    dialog.render_button.setFocus()
    shifted = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(dialog.render_button, Qt.Key.Key_Return, shifted)
    assert heard == []
    assert dialog.isVisible()
    QTest.keyClick(dialog.render_button, Qt.Key.Key_Return)
    assert len(heard) == 1


def test_return_on_cancel_and_escape_send_nothing(session: Session, show: Show, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        dialog = show(a_sheet(session, "fal:o3-pro"))
        heard = agreed_in(dialog)
        QTest.keyClick(dialog.cancel_button, key)
        assert not dialog.isVisible()
        assert heard == []


def test_a_scene_with_errors_is_left_out_and_shown_where_it_is(
    session: Session, show: Show, qtbot: QtBot
) -> None:
    dialog = show(a_sheet(session, "fal:o3-pro", "fal:v2.6-pro"))
    broken = dialog.rows[1]
    assert not broken.box.isEnabled()
    assert not broken.box.isChecked()
    assert broken.line.errors[0].message in broken.box.accessibleDescription()
    assert words(dialog, "sheet_total") == "$1.82"
    link = dialog.findChild(QPushButton, "show_2")
    assert link is not None
    with qtbot.waitSignal(dialog.place_wanted) as place:
        click(link)
    assert place.args is not None
    assert place.args[0] == scenes(session)[1].id
    assert not dialog.isVisible()


def test_what_is_there_already_costs_nothing_and_is_shown(session: Session, show: Show, qtbot: QtBot) -> None:
    sheet = a_sheet(session, "fal:o3-pro")
    take = fold(NO_FACTS, sent("a", scenes(session)[0].id, take=3)).takes["a"]
    dialog = show(replace(sheet, lines=(replace(sheet.lines[0], identical=take),)))
    assert "Identical to take 3: $0." in dialog.rows[0].box.accessibleDescription()
    assert words(dialog, "sheet_total") == "$0.00"
    assert dialog.render_button.text() == "Render"
    assert not dialog.render_button.isEnabled()
    link = dialog.findChild(QPushButton, "show_1")
    assert link is not None
    with qtbot.waitSignal(dialog.take_wanted) as wanted:
        click(link)
    assert wanted.args == [scenes(session)[0].id, 3]


def test_another_one_of_the_same_is_paid_for_if_it_is_ticked(
    session: Session, show: Show, qtbot: QtBot
) -> None:
    sheet = a_sheet(session, "fal:o3-pro")
    take = fold(NO_FACTS, sent("a", scenes(session)[0].id)).takes["a"]
    dialog = show(replace(sheet, lines=(replace(sheet.lines[0], identical=take),)))
    heard = agreed_in(dialog)
    dialog.rows[0].box.click()
    assert dialog.render_button.text() == "Render for $1.82"
    click(dialog.render_button)
    assert len(heard) == 1


def test_the_caps_are_told_with_what_is_left(session: Session, show: Show) -> None:
    sheet = replace(a_sheet(session, "fal:o3-pro", "fal:v3-pro"), caps=Caps(per_project=Decimal(4)))
    dialog = show(sheet)
    assert words(dialog, "sheet_budget") == "Project: $0.00 of $4.00 spent; this is $0.34 too much"
    assert "above the cap of $4.00" in words(dialog, "sheet_trouble")
    assert not dialog.render_button.isEnabled()
    dialog.rows[1].box.click()
    assert words(dialog, "sheet_budget") == (
        "Project: $0.00 of $4.00 spent; this leaves $2.18, enough for 1 more like it"
    )
    assert words(dialog, "sheet_trouble") == ""
    assert dialog.render_button.isEnabled()


def test_a_missing_key_is_said_with_the_way_to_the_settings(
    session: Session, show: Show, qtbot: QtBot
) -> None:
    dialog = show(replace(a_sheet(session, "fal:o3-pro"), keyless={"fal": "There is no key for fal."}))
    assert words(dialog, "sheet_trouble") == "There is no key for fal."
    assert not dialog.render_button.isEnabled()
    with qtbot.waitSignal(dialog.settings_wanted) as page:
        click(dialog.settings_link)
    assert page.args == ["keys"]
    assert not dialog.isVisible()


def test_a_cap_that_is_in_the_way_leads_to_the_caps(session: Session, show: Show, qtbot: QtBot) -> None:
    dialog = show(replace(a_sheet(session, "fal:o3-pro"), caps=Caps(per_render=Decimal("0.50"))))
    assert dialog.settings_link.text() == "Change it in the settings"
    with qtbot.waitSignal(dialog.settings_wanted) as page:
        click(dialog.settings_link)
    assert page.args == ["budget"]


def test_an_unknown_price_needs_a_tick_of_its_own(session: Session, show: Show, qtbot: QtBot) -> None:
    dialog = show(a_sheet(session, "fal:v3-4k", lists=("fal-2026-02",)))
    heard = agreed_in(dialog)
    assert not dialog.unknown_box.isVisible()
    dialog.rows[0].box.click()
    assert words(dialog, "sheet_total") == "price unknown"
    assert dialog.render_button.text() == "Render, price unknown"
    assert not dialog.render_button.isEnabled()
    dialog.unknown_box.click()
    click(dialog.render_button)
    assert heard == [(Agreed(scenes(session)[0].id, "fal:v3-4k", None),)]


def test_an_unknown_price_is_never_sent_under_a_cap(session: Session, show: Show) -> None:
    sheet = a_sheet(session, "fal:v3-4k", lists=("fal-2026-02",))
    dialog = show(replace(sheet, caps=Caps(per_day=Decimal(100))))
    dialog.rows[0].box.click()
    assert not dialog.unknown_box.isVisible()
    assert "not known" in words(dialog, "sheet_trouble")
    dialog.unknown_box.setChecked(True)
    assert not dialog.render_button.isEnabled()


def test_a_whole_series_fills_the_sheet_bit_by_bit(session: Session, show: Show, qtbot: QtBot) -> None:
    sheet = a_sheet(session, "fal:o3-pro")
    [line] = sheet.lines
    lines = tuple(replace(line, scene=replace(line.scene, id=f"s{n}"), number=n) for n in range(1, 71))
    dialog = PriceSheetDialog(replace(sheet, lines=lines))
    qtbot.addWidget(dialog)
    assert len(dialog.rows) < 70
    assert dialog.render_button.text() == "Render for $127.40"
    dialog.open()
    dearer(session, 2)
    [line] = a_sheet(session, "fal:o3-pro").lines
    lines = tuple(replace(line, scene=replace(line.scene, id=f"s{n}"), number=n) for n in range(1, 71))
    dialog.rows[3].box.click()
    dialog.follow(replace(sheet, lines=lines))  # the other rows are not there yet
    qtbot.waitUntil(lambda: len(dialog.rows) == 70)
    assert {row.price.text() for row in dialog.rows} == {"$3.64"}
    assert [row.line.number for row in dialog.rows if not row.is_chosen] == [4]
    assert dialog.height() < 700


def test_everything_to_act_on_has_a_name_and_a_tip(session: Session, show: Show) -> None:
    dialog = show(a_sheet(session, "fal:o3-pro", "fal:v2.6-pro"))
    for button in (*dialog.findChildren(QPushButton), *(row.box for row in dialog.rows)):
        assert button.objectName()
        assert button.toolTip()
        assert button.accessibleName() or button.text()


def test_what_may_disappoint_is_read_before_it_is_paid_for(session: Session, show: Show) -> None:
    sheet = a_sheet(session, "fal:o3-pro")
    [line, *_] = sheet.lines
    found = tuple(
        Finding("not-sent", Severity.WARNING, f"Thing {number} is not sent.", line.scene.id)
        for number in range(4)
    )
    dialog = show(replace(sheet, lines=(replace(line, findings=found),)))
    told = [label.text() for label in dialog.rows[0].findChildren(Told)]
    assert told == ["Thing 0 is not sent.", "Thing 1 is not sent.", "And 2 more warnings."]
    assert "Thing 1 is not sent" in dialog.rows[0].box.accessibleDescription()


def test_the_sheet_is_as_tall_as_what_it_says(session: Session, show: Show) -> None:
    dialog = show(replace(a_sheet(session, "fal:o3-pro"), caps=Caps(per_project=Decimal("0.50"))))
    tall_px = dialog.height()
    dialog.rows[0].box.click()
    assert not dialog.trouble.isVisible()
    assert dialog.height() < tall_px
    dialog.rows[0].box.click()
    assert dialog.height() == tall_px
