"""The page in a browser: the evidence panel, keyboard, touch, no script, a small screen, the dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import html

PANEL = "#evidence-panel"
# The numbers that the summary prints from claims.
NUMBER = "li .n:not([data-formula]) > a"


def claim_of(page: Any) -> str:
    """The claim behind the number under test."""
    return str(page.locator(NUMBER).first.get_attribute("href")).removeprefix("#c-")


def focused(page: Any, chosen: str) -> bool:
    """Whether the first element that is chosen has the focus."""
    return bool(page.evaluate("c => document.activeElement === document.querySelector(c)", chosen))


def test_the_page_is_whole_and_silent(opened: Any) -> None:
    """No message, no error, no dialog, no request; every picture is drawn."""
    assert opened.locator("img").count() >= 7
    for image in opened.locator("img").all():
        image.scroll_into_view_if_needed()
        image.evaluate("i => i.decode()")
    assert opened.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 100)")


def test_a_chart_far_from_the_reader_is_not_drawn_yet(opened: Any) -> None:
    """Its room is kept, and that of every other, so that nothing moves when they are."""
    charts = opened.locator(".chart img")
    assert not charts.last.evaluate("i => i.complete")
    kept = charts.evaluate_all("all => all.map(i => i.offsetHeight)")
    for chart in charts.all():
        chart.scroll_into_view_if_needed()
        chart.evaluate("i => i.decode()")
    assert charts.evaluate_all("all => all.map(i => i.offsetHeight)") == kept
    assert min(kept) > 100


def test_hovering_shows_the_record(opened: Any) -> None:
    """Its first item is the link to the register, then words and reading; leaving closes it."""
    opened.locator(NUMBER).first.hover()
    panel = opened.locator(PANEL)
    panel.wait_for(state="visible")
    claim = claim_of(opened)
    first = panel.locator(":scope > :first-child > a")
    assert first.inner_text() == f"Record {claim}"
    assert first.get_attribute("href") == f"#c-{claim}"
    row = opened.locator(f"tr:has([id='c-{claim}']) td").all_inner_texts()
    shown = panel.inner_text()
    assert row[1].startswith("“")
    assert [cell for cell in row[1:4] if cell.strip() not in shown] == []
    opened.mouse.move(2, 2)
    panel.wait_for(state="hidden")


def test_the_panel_opens_where_there_is_room(opened: Any) -> None:
    """Above a number at the foot of the window, where all of it is seen."""
    number = opened.locator(NUMBER).nth(9)
    at_the_foot = "e => scrollBy({top: e.getBoundingClientRect().bottom - innerHeight + 9})"
    opened.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
    number.evaluate(at_the_foot)
    number.hover()
    panel = opened.locator(PANEL)
    panel.wait_for(state="visible")
    box, beside = panel.bounding_box(), number.bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= beside["y"]


def test_on_paper_a_table_stays_a_table(opened: Any) -> None:
    """However narrow the sheet: a row is a card on a small screen alone."""
    shown = "() => getComputedStyle(document.querySelector('table[role] td, table td')).display"
    opened.set_viewport_size({"width": 700, "height": 900})
    assert opened.evaluate(shown) == "block"
    opened.emulate_media(media="print")
    assert opened.evaluate(shown) == "table-cell"


def test_the_panel_can_be_entered(opened: Any) -> None:
    """The pointer goes from the number into the panel, and its link leads to the register."""
    opened.locator(NUMBER).first.hover()
    panel = opened.locator(PANEL)
    panel.hover()
    opened.wait_for_timeout(400)
    assert panel.is_visible()
    panel.locator("a").first.click()
    assert opened.url.endswith(f"#c-{claim_of(opened)}")
    panel.wait_for(state="hidden")


def test_the_keyboard_reaches_everything(opened: Any) -> None:
    """Focus opens, Tab goes into the panel, Escape closes it and gives the focus back."""
    number = opened.locator(NUMBER).first
    number.focus()
    panel = opened.locator(PANEL)
    assert panel.is_visible()
    assert number.get_attribute("aria-expanded") == "true"
    opened.keyboard.press("Tab")
    assert focused(opened, f"{PANEL} a")
    opened.keyboard.press("Escape")
    assert not panel.is_visible()
    assert focused(opened, NUMBER)
    assert number.get_attribute("aria-expanded") is None


def test_escape_on_the_number_closes(opened: Any) -> None:
    """Without having gone into the panel."""
    opened.locator(NUMBER).first.focus()
    opened.keyboard.press("Escape")
    assert not opened.locator(PANEL).is_visible()
    assert focused(opened, NUMBER)


def test_only_one_panel_is_open(opened: Any) -> None:
    """The next number's takes the place of the last."""
    for i in range(2):
        number = opened.locator(NUMBER).nth(i)
        number.focus()
        assert opened.locator(PANEL).count() == 1
        href = opened.locator(f"{PANEL} a").first.get_attribute("href")
        assert href == number.get_attribute("href")
    assert opened.locator("[aria-expanded]").count() == 1


SCREEN = {"width": 390, "height": 800}
touch = pytest.mark.parametrize(
    "opened",
    [{"has_touch": True, "is_mobile": True, "viewport": SCREEN}],
    indirect=True,
    ids=["touch"],
)


@touch
def test_a_tap_shows_and_a_second_follows(opened: Any) -> None:
    """A finger cannot hover: the first tap opens the panel, the next one goes to the record."""
    number = opened.locator(NUMBER).first
    number.tap()
    panel = opened.locator(PANEL)
    assert panel.is_visible()
    assert "#c-" not in opened.url
    box = panel.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= SCREEN["width"]
    number.tap()
    assert opened.url.endswith(f"#c-{claim_of(opened)}")


@touch
def test_a_tap_beside_closes(opened: Any) -> None:
    """Anywhere but on the panel."""
    opened.locator(NUMBER).first.tap()
    opened.locator("li strong").first.tap()
    assert not opened.locator(PANEL).is_visible()


@pytest.mark.parametrize(
    "opened", [{"java_script_enabled": False}], indirect=True, ids=["no script"]
)
def test_without_script_a_number_is_a_link(opened: Any) -> None:
    """To the entry in the register, which is then the one that is marked."""
    opened.locator(NUMBER).first.click()
    claim = claim_of(opened)
    assert opened.url.endswith(f"#c-{claim}")
    assert opened.locator(":target").inner_text() == claim
    assert opened.locator(PANEL).count() == 0


SEEN = """id => {
  const y = document.getElementById(id).getBoundingClientRect().y;
  return y > -2 && y < innerHeight;
}"""


def test_a_deep_link_leads_to_its_place(opened: Any, rendered: Path) -> None:
    """To a record, a section, a table and a printed number, from outside."""
    for goal in (f"c-{claim_of(opened)}", "sec-aid", "tbl-casualties", "u-1"):
        opened.goto("about:blank")
        opened.goto(f"{(rendered / 'report.html').as_uri()}#{goal}")
        target = opened.locator(":target")
        assert target.get_attribute("id") == goal
        # The page glides there; this waits for it, and fails when it does not come.
        opened.wait_for_function(SEEN, arg=goal)


def test_a_computed_number_leads_to_its_note(opened: Any) -> None:
    """The panel shows how it was computed, and its link goes to the note."""
    number = opened.locator(".n[data-formula] > a").first
    number.focus()
    first = opened.locator(f"{PANEL} a").first
    assert first.get_attribute("href") == number.get_attribute("href")
    assert str(first.get_attribute("href")).startswith("#k-")
    assert "How" in opened.locator(f"{PANEL} dt").all_inner_texts()


@pytest.mark.parametrize(
    "opened", [{"viewport": {"width": 360, "height": 740}}], indirect=True, ids=["360 pixels"]
)
def test_a_small_screen_does_not_scroll_sideways(opened: Any) -> None:
    """Wide tables and charts scroll in boxes of their own; a panel fits."""
    width = "document.documentElement.scrollWidth"
    assert opened.evaluate(width) <= 360
    opened.locator(NUMBER).first.focus()
    assert opened.evaluate(width) <= 360


LIGHT = """element => {
  const light = text => text.match(/[\\d.]+/g).map(Number).slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  let around = element;
  while (around !== document.body && /, 0\\)$/.test(getComputedStyle(around).backgroundColor))
    around = around.parentElement;
  return [light(getComputedStyle(element).color), light(getComputedStyle(around).backgroundColor)];
}"""
READ = [
    "p", "h1", "h2", "td", "th", "figcaption", "caption", ".n > a", ".citation a", ".edition",
    ".subtitle", "nav a", "code", ".foot a", ".source-line", ".filter label", "summary",
]  # fmt: skip


def contrast(page: Any, chosen: str) -> tuple[float, bool]:
    """Contrast of a text with what is behind it, and whether that is dark."""
    ink, paper = page.locator(chosen).first.evaluate(LIGHT)
    return (max(ink, paper) + 0.05) / (min(ink, paper) + 0.05), paper < 0.1


@pytest.mark.parametrize(
    "opened",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}],
    indirect=True,
    ids=["light", "dark"],
)
def test_text_can_be_read_by_day_and_night(opened: Any, request: pytest.FixtureRequest) -> None:
    """The background follows the reader's setting; every kind of text has a contrast of 4.5 to 1."""
    dark = "dark" in request.node.callspec.id
    there = [chosen for chosen in READ if opened.locator(chosen).count()]
    assert len(there) > 9
    opened.locator(NUMBER).first.focus()
    for chosen in [*there, f"{PANEL} a", f"{PANEL} dt", f"{PANEL} dd"]:
        found, is_dark = contrast(opened, chosen)
        assert is_dark == dark, chosen
        assert found >= 4.5, chosen


def test_hostile_text_runs_nothing(visit: Callable[..., Any], hostile: Path) -> None:
    """The browser's elements are those of the file; no dialog, no request, and panels show text."""
    source = html.document_fromstring((hostile / "report.html").read_text("utf-8"))
    for page in visit(hostile, {}):
        assert page.locator("script").count() == len(list(source.iter("script"))) == 6
        made = (
            "#told, #evidence-panel, .here, .filter, .filter *, nav details, summary, .now, button"
        )
        ours = "[...document.querySelectorAll('body *')].filter(e => !e.matches(made)).length"
        plain = [e for e in source.xpath("//body//*") if e.tag != "summary"]
        assert page.evaluate(f"made => {ours}", made) == len(plain)
        numbers = page.locator(".n > a")
        for i in range(0, numbers.count(), 40):
            numbers.nth(i).focus()
            inside = page.locator(PANEL).evaluate(
                "p => [...p.querySelectorAll('*')].map(e => e.tagName)"
            )
            assert {"A", "DD"} <= set(inside) <= {"P", "A", "DL", "DT", "DD", "BUTTON"}
        page.wait_for_timeout(300)
