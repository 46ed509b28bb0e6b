"""Reading the page in a browser: contents, registers, links to copy, a phone, the dark, paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe

Visit = Callable[..., Any]
WIDE = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}}
WIDTH = "document.documentElement.scrollWidth"


def on(**settings: Any) -> Any:
    """The page in a context with these settings."""
    name = "-".join(settings)
    return pytest.mark.parametrize("opened", [settings], indirect=True, ids=[name])


def rows(page: Any, register: str = "register") -> Any:
    """The rows of a register that are shown."""
    return page.locator(f"[id^='tbl-{register}-'] tbody tr:visible")


def field(page: Any, name: str) -> Any:
    """A field of the filter of the evidence register."""
    return page.locator(f"form.filter >> nth=0 >> [name='{name}']")


def told(page: Any) -> tuple[int, int]:
    """How many claims the filter says that it shows, and of how many."""
    words = page.locator("form.filter output").first.inner_text().split()
    return int(words[1]), int(words[3])


# The first screen


@on(java_script_enabled=False, **WIDE)
def test_the_first_screen_is_whole_without_script(opened: Any) -> None:
    """Title, what it is, edition, the first finding with its number, and the contents."""
    seen = ["h1.title", ".subtitle", ".about p", ".edition", "#sec-summary", "nav#TOC li >> nth=0"]
    for chosen in [*seen, "#u-1", "li .n >> nth=0"]:
        box = opened.locator(chosen).first.bounding_box()
        assert box["y"] + box["height"] <= 900, chosen
    assert opened.locator("main h1").first.inner_text() == "Summary"


@on(java_script_enabled=False, **PHONE)
def test_without_script_a_phone_shows_what_the_page_is(opened: Any) -> None:
    """The contents scroll in a box; the summary begins on the first screen."""
    assert opened.locator("#sec-summary").bounding_box()["y"] < 740


# The contents


@on(**WIDE)
def test_the_contents_stay_beside_the_text_and_follow(opened: Any) -> None:
    """The section in view is the one that is marked, and only that."""
    for section in ("sec-aid", "sec-register-arms"):
        opened.evaluate("id => document.getElementById(id).scrollIntoView()", section)
        marked = opened.locator("nav#TOC a[aria-current]")
        opened.wait_for_function(
            "id => document.querySelector('nav [aria-current]')?.hash === '#' + id", arg=section
        )
        assert marked.count() == 1
        box = marked.bounding_box()
        assert 0 <= box["y"] <= 900
        assert box["x"] + box["width"] <= opened.locator("main").bounding_box()["x"] + 300


@on(**WIDE)
def test_the_contents_follow_a_jump_past_headings(opened: Any) -> None:
    """To a figure or table whose heading is above the screen and never came into view."""
    for target in ("fig-robustness-2", "tbl-alleged", "fig-held-deaths-3"):
        opened.evaluate("id => document.getElementById(id).scrollIntoView()", target)
        opened.wait_for_function(
            """() => {
              const section = link => document.getElementById(link.hash.slice(1));
              const above = [...document.querySelectorAll("nav#TOC a")].filter(
                link => section(link).getBoundingClientRect().top < innerHeight * 0.3);
              return above.pop().hash === document.querySelector("nav [aria-current]")?.hash;
            }"""
        )


@on(**PHONE)
def test_on_a_phone_the_contents_fold(opened: Any) -> None:
    """A bar opens them; a choice, Escape or a tap beside closes them."""
    bar, first = opened.locator("nav#TOC summary"), opened.locator("nav#TOC li a").first
    assert not first.is_visible()
    bar.click()
    opened.keyboard.press("Escape")
    assert not first.is_visible()
    bar.click()
    opened.locator("nav#TOC a[href='#sec-aid']").click()
    assert opened.url.endswith("#sec-aid")
    assert not first.is_visible()
    assert "Aid" in bar.inner_text()


def test_the_first_key_skips_to_the_text(opened: Any) -> None:
    """Past the contents."""
    opened.keyboard.press("Tab")
    skip = opened.locator(".skip")
    assert skip.evaluate("e => e === document.activeElement && e.getBoundingClientRect().x >= 0")
    opened.keyboard.press("Enter")
    assert opened.url.endswith("#main")


# The registers

FILTERS = [
    pytest.param("topic", "Aid", "#tbl-register-aid", id="topic"),
    pytest.param("source", "Explained", "[data-source='Explained']", id="source"),
    pytest.param("side", "Armenian side", "[data-side='Armenian side']", id="side"),
    pytest.param("bound", "more than", "[data-bound='more than']", id="bound"),
]


@pytest.mark.parametrize(("name", "value", "chosen"), FILTERS)
def test_a_register_shows_what_is_chosen(opened: Any, name: str, value: str, chosen: str) -> None:
    """As many rows as it says; headings without rows go; reset brings everything back."""
    shown, every = told(opened)
    assert shown == every == rows(opened).count()
    field(opened, name).select_option(value)
    shown, total = told(opened)
    inside = opened.locator(f"[id^='tbl-register-'] tbody tr:visible:has({chosen})")
    if name == "topic":
        inside = opened.locator(f"{chosen} tbody tr:visible")
    assert 0 < shown == rows(opened).count() == inside.count() < total == every
    headings = opened.locator("[id^='sec-register-']:visible")
    assert headings.count() == opened.locator("[id^='tbl-register-'] table:visible").count()
    opened.locator("form.filter button").first.click()
    assert told(opened) == (every, every)
    assert opened.url.endswith("#sec-register")


def test_words_are_searched_as_they_are_typed(opened: Any) -> None:
    """Whatever their case, in any cell; none found says so."""
    field(opened, "words").type("SOLDIERS")
    texts = rows(opened).all_inner_texts()
    assert 0 < len(texts) == told(opened)[0]
    assert [text for text in texts if "soldiers" not in text.lower()] == []
    field(opened, "words").fill("no such words")
    assert told(opened)[0] == 0


def test_a_filtered_register_can_be_linked(opened: Any) -> None:
    """What is chosen is in the address, and the address brings it back."""
    field(opened, "bound").select_option("vague")
    field(opened, "source").select_option("Explained")
    found, address = told(opened), opened.url
    assert "bound=vague" in address
    opened.goto("about:blank")
    opened.goto(address)
    assert told(opened) == found
    assert (
        opened.evaluate("document.getElementById('sec-register').getBoundingClientRect().y") < 200
    )


def test_a_link_to_a_record_that_is_filtered_out_brings_it_back(opened: Any) -> None:
    """A link always leads to its place."""
    field(opened, "topic").select_option("Aid")
    opened.evaluate("location.hash = 'c-story2020-01'")
    opened.locator("#c-story2020-01").wait_for(state="visible")
    assert told(opened)[0] == told(opened)[1]


@pytest.mark.parametrize("by", ["source", "side", "bound"])
def test_a_register_can_be_sorted(opened: Any, by: str) -> None:
    """Within each topic; the order of the text is the first and can be had again."""
    order = "[...document.querySelectorAll('#tbl-register-casualties .entry')].map(e => e.{})"
    before = opened.evaluate(order.format("id"))
    field(opened, "sort").select_option(by)
    values = opened.evaluate(order.format(f"dataset.{by}"))
    compared = opened.evaluate("v => [...v].sort((a, b) => a.localeCompare(b))", values)
    assert values == compared
    assert opened.evaluate(order.format("id")) != before
    field(opened, "sort").select_option("")
    assert opened.evaluate(order.format("id")) == before


def test_the_register_of_references_has_a_filter_of_its_own(opened: Any) -> None:
    """The one does not change the other."""
    before = rows(opened).count()
    form = opened.locator("form.filter").nth(1)
    form.locator("[name='topic']").select_option("Aid")
    assert rows(opened, "references").count() == int(form.locator("output").inner_text().split()[1])
    assert rows(opened).count() == before


# Links and words to copy


def pasted(page: Any) -> str:
    """What was copied."""
    return str(page.evaluate("navigator.clipboard.readText()"))


@on(permissions=["clipboard-read", "clipboard-write"])
def test_links_can_be_copied(opened: Any) -> None:
    """Of a section, a table, a chart and a number: the whole address, and it is said."""
    opened.locator("#sec-aid .here").focus()
    opened.keyboard.press("Enter")
    opened.locator("#told:not(:empty)").wait_for()
    assert pasted(opened).endswith("report.html#sec-aid")
    for name in ("tbl-casualties", "fig-aid"):
        opened.locator(f"[data-of='{name}'] button").last.click()
        assert pasted(opened).endswith(f"report.html#{name}")
    number = opened.locator("li .n > a").first
    number.focus()
    opened.locator("#evidence-panel button").click()
    place = number.evaluate("e => e.closest('.n').id")
    assert pasted(opened).endswith(f"report.html#{place}")


@on(permissions=["clipboard-read", "clipboard-write"])
def test_a_table_can_be_cited(opened: Any) -> None:
    """Title, edition, date and the table's number."""
    foot = opened.locator("[data-of='tbl-casualties']")
    foot.locator("summary").click()
    foot.get_by_text("Copy reference").click()
    opened.locator("#told:not(:empty)").wait_for()
    number = opened.locator("#tbl-casualties figcaption").inner_text().split(":")[0]
    title = opened.locator("h1.title").inner_text()
    assert pasted(opened).startswith(title)
    assert number.replace("\xa0", " ") in pasted(opened).replace("\xa0", " ")
    assert opened.locator(".edition").inner_text() in pasted(opened)


# Screens and paper


@on(**PHONE)
def test_on_a_phone_rows_are_cards(opened: Any) -> None:
    """No table is wider than the screen; cells name their headings; charts scroll in focusable boxes."""
    assert opened.evaluate(WIDTH) <= 360
    wider = "[...document.querySelectorAll('table')].filter(t => t.scrollWidth > 344).length"
    assert opened.evaluate(wider) == 0
    label = opened.locator("#tbl-casualties td").nth(1).get_attribute("data-label")
    assert label == opened.locator("#tbl-casualties th").nth(1).text_content()
    boxes = "[...document.querySelectorAll('.scrolls')].every(e => e.tabIndex === 0)"
    assert opened.evaluate(boxes)


@pytest.mark.parametrize(
    "opened", [PHONE, {"viewport": {"width": 768, "height": 1024}}, WIDE], indirect=True
)
def test_no_screen_scrolls_sideways(opened: Any) -> None:
    """With the register filtered and a panel open."""
    opened.locator("li .n > a").first.focus()
    opened.locator("[data-of='tbl-casualties'] summary").click()
    assert opened.evaluate(WIDTH) <= opened.viewport_size["width"]


def test_text_stands_apart_from_the_table_before_it(opened: Any) -> None:
    """Where no list of sources is between the two."""
    gap = "e.getBoundingClientRect().top - e.previousElementSibling.getBoundingClientRect().bottom"
    text = ".quarto-float + p:not(:has(.note))"
    gaps = opened.eval_on_selector_all(text, f"all => all.map(e => {gap})")
    assert gaps
    assert min(gaps) >= 16


@on(color_scheme="dark")
def test_paper_is_white_and_has_no_controls(opened: Any) -> None:
    """Whatever the reader's setting; prints to a PDF of A4."""
    opened.emulate_media(media="print")
    assert (
        opened.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    )
    for chosen in ("nav#TOC", "form.filter", ".foot", ".here"):
        assert not opened.locator(chosen).first.is_visible()
    assert opened.locator(".source-line").first.is_visible()
    with pikepdf.open(io.BytesIO(opened.pdf(format="A4"))) as printed:
        assert len(printed.pages) > 5


@pytest.mark.parametrize(
    "opened", [WIDE, {"color_scheme": "dark"}, PHONE], indirect=True, ids=["light", "dark", "phone"]
)
def test_the_page_breaks_no_rule_of_accessibility(opened: Any) -> None:
    """Of axe-core, none left out; rows after a table's third, which are alike, are taken out first."""
    opened.evaluate(
        "document.querySelectorAll('tbody').forEach(b => [...b.rows].slice(3).forEach(r => r.remove()))"
    )
    opened.locator("li .n > a").first.focus()
    opened.evaluate("document.querySelector('.foot details').open = true")
    rules = {"target-size": {"enabled": True}}
    found = Axe().run(opened, options={"resultTypes": ["violations"], "rules": rules})
    assert found.response["violations"] == []


def test_the_page_stays_light(rendered: Path) -> None:
    """At most three megabytes, all in one file."""
    assert (rendered / "report.html").stat().st_size <= 3_000_000
