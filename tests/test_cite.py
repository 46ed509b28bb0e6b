"""A number as cited text, and any text as Markdown that shows just that text."""

import html
from decimal import Decimal

import pypandoc
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis import cite
from analysis.bounds import Amount, add, hull, ratio, stated
from analysis.rules.amounts import FILLED


def said(bound: str, *numbers: str, unit: str = "persons") -> str:
    """The words for a bound and its numbers: one value or limit, or low, high and perhaps a best."""
    figures = [Decimal(number) for number in numbers]
    if bound in ("exact", "approximate"):
        return cite.amount_words(stated(bound, figures[0]), unit)
    if bound in ("at_least", "more_than"):
        return cite.amount_words(stated(bound, low=figures[0]), unit)
    if bound in ("at_most", "less_than"):
        return cite.amount_words(stated(bound, high=figures[0]), unit)
    best = figures[2] if len(figures) > 2 else None
    return cite.amount_words(stated(bound, best, figures[0], figures[1]), unit)


def exact(number: int) -> Amount:
    """People counted one by one."""
    return stated("exact", Decimal(number), counted=True)


def shown(markdown: str, to: str = "plain") -> str:
    """What pandoc makes of Markdown."""
    return str(pypandoc.convert_text(markdown, to, "markdown", extra_args=["--wrap=none"]))


@pytest.mark.parametrize(
    ("bound", "numbers", "words"),
    [
        ("exact", ["7000"], "7,000"),
        ("exact", ["0"], "0"),
        ("approximate", ["7000"], "about 7,000"),
        ("at_least", ["300"], "at least 300"),
        ("more_than", ["7000"], "more than 7,000"),
        ("at_most", ["12"], "at most 12"),
        ("less_than", ["5"], "less than 5"),
        ("range", ["20000", "30000"], "20,000–30,000"),
        ("range", ["20000", "30000", "25000"], "25,000 (20,000–30,000)"),
    ],
)
def test_every_bound_in_words(bound: str, numbers: list[str], words: str) -> None:
    """A number keeps the bound its source gives it."""
    assert said(bound, *numbers) == words


@pytest.mark.parametrize(
    ("unit", "numbers", "one", "span"),
    [
        ("persons", ["1200", "1500"], "1,200", "1,200–1,500"),
        ("item", ["3", "5"], "3", "3–5"),
        ("USD", ["41000", "8500000"], "$41,000", "$41,000–$8.5 million"),
        ("USD", ["1000000", "20000000000"], "$1 million", "$1 million–$20 billion"),
        ("AZN", ["1500", "2000000"], "AZN 1,500", "AZN 1,500–AZN 2 million"),
        ("AMD", ["999999", "1000000"], "AMD 999,999", "AMD 999,999–AMD 1 million"),
        ("percent", ["8.5", "20"], "8.5%", "8.5–20%"),
        ("hour", ["1", "2"], "1 hour", "1–2 hours"),
        ("day", ["1", "44"], "1 day", "1–44 days"),
        ("week", ["1", "6"], "1 week", "1–6 weeks"),
        ("month", ["1", "9"], "1 month", "1–9 months"),
        ("year", ["1", "30"], "1 year", "1–30 years"),
        ("metre", ["1", "30"], "1 metre", "1–30 metres"),
        ("ratio", ["1.5", "2"], "1.5 to 1", "1.5–2 to 1"),
        ("rank", ["1", "3"], "rank 1", "rank 1–3"),
    ],
)
def test_every_unit_in_words(unit: str, numbers: list[str], one: str, span: str) -> None:
    """A number and a range carry their unit, in the singular or the plural."""
    assert said("exact", numbers[0], unit=unit) == one
    assert said("range", *numbers, unit=unit) == span


@pytest.mark.parametrize("bound", ["approximate", "at_least", "more_than", "at_most", "less_than"])
def test_bound_words_stand_before_the_unit(bound: str) -> None:
    """More than $2.5 million, not $more than 2.5 million."""
    bound_words = "about" if bound == "approximate" else bound.replace("_", " ")
    assert said(bound, "2500000", unit="USD") == f"{bound_words} $2.5 million"


def test_a_magnitude_word_has_no_figure() -> None:
    """Dozens are printed as the word, never as a number."""
    with pytest.raises(ValueError, match="no figure"):
        cite.amount_words(stated("vague"), "persons")


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ([exact(3), exact(9)], "3–9"),
        ([exact(7), exact(7)], "7"),
        ([exact(3), stated("at_least", low=Decimal(5)), exact(9)], "3–9 or more"),
        ([exact(3), stated("at_most", high=Decimal(5)), exact(9)], "3 or less to 9"),
        ([exact(3), stated("at_least", low=Decimal(5)), stated("approximate", Decimal(9))],
         "3 to about 9 or more"),
        ([stated("at_least", low=Decimal(7)), exact(7)], "7 or more"),
        ([stated("less_than", high=Decimal(3)), exact(3), exact(9)], "3 or less to 9"),
        ([stated("at_least", low=Decimal(3)), stated("at_most", high=Decimal(3)), exact(9)],
         "at most 3 to 9 or more"),
        ([stated("at_most", high=Decimal(7)), exact(7)], "7 or less"),
    ],
)  # fmt: skip
def test_a_span_says_which_end_is_open(amounts: list[Amount], words: str) -> None:
    """A one-sided bound within a span is never printed as if it were its number."""
    assert cite.amount_words(hull(amounts), "persons") == words


LIMITS = {
    "exact": "", "approximate": "about ", "at_least": "at least ", "more_than": "more than ",
    "at_most": "at most ", "less_than": "less than ",
}  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "low", "high"),
    [
        ("percent", ("50", "50%"), ("65", "65%")),
        ("persons", ("20000", "20,000"), ("30000", "30,000")),
        ("USD", ("41000", "$41,000"), ("8500000", "$8.5 million")),
    ],
)
@pytest.mark.parametrize("first", LIMITS)
@pytest.mark.parametrize("second", LIMITS)
def test_each_end_of_a_span_keeps_its_words(
    unit: str, low: tuple[str, str], high: tuple[str, str], first: str, second: str
) -> None:
    """Less than 50% to about 65%: what limits one figure is not said of the other."""
    amounts = [one_sided_or_not(bound, end) for bound, (end, _) in ((first, low), (second, high))]
    words = cite.amount_words(hull(amounts), unit)
    assert words == cite.amount_words(hull(reversed(amounts)), unit)
    if first == second == "exact":
        assert "to" not in words
    else:
        assert words == f"{LIMITS[first]}{low[1]} to {LIMITS[second]}{high[1]}"


def one_sided_or_not(bound: str, number: str) -> Amount:
    """The amount that one number and its bound state."""
    (column,) = FILLED[bound]
    return stated(bound, **{column: Decimal(number)})


def test_a_computed_amount_is_rounded_and_says_so() -> None:
    """A limit that stands alone is rounded outwards: 3.3 at most is 4 at most, told to the one."""
    more = add(stated("more_than", low=Decimal(1000)), exact(412))
    assert cite.amount_words(more, "persons") == "more than about 1,000"
    fewer = ratio(stated("at_most", high=Decimal(10)), exact(3))
    assert cite.amount_words(fewer, "ratio") == "at most about 4 to 1"
    assert said("exact", "1412") == "1,412"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("999999.5", "$999,999.5"),
        ("1234567", "$1.234567 million"),
        ("0", "$0"),
        ("2E+7", "$20 million"),
        ("1234567.1234", "$1.2345671234 million"),
        ("1000000000001", "$1.000000000001 trillion"),
    ],
)
def test_money_keeps_all_its_digits(number: str, words: str) -> None:
    """Scale words shorten a number; they do not round it."""
    assert cite.money(Decimal(number), "USD") == words


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [("2.0005", "year", "2.0005 years"), ("0.0004", "metre", "0.0004 metres")],
)
def test_a_length_keeps_all_its_digits(number: str, unit: str, words: str) -> None:
    """A small part of a unit is not rounded away."""
    assert cite.figure(Decimal(number), unit) == words


@pytest.mark.parametrize(
    ("date", "words"),
    [("2001-04-02", "2 April 2001"), ("2001-04", "April 2001"), ("2001", "2001"), ("", "")],
)
def test_dates_in_words(date: str, words: str) -> None:
    """No more precise than stated."""
    assert cite.date_words(date) == words


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (("2005", "2016"), "2005–2016"),
        (("2005", "2005"), "2005"),
        (("2018", "2019", "us_fiscal"), "US fiscal years 2018–2019"),
        (("2018", "2018", "us_fiscal"), "US fiscal year 2018"),
        (("", "", "us_fiscal"), ""),
        (("2001-04", "2001-05-03"), "April 2001 – 3 May 2001"),
        (("", "2016"), "2016"),
        (("", ""), ""),
    ],
)
def test_periods_in_words(period: tuple[str, ...], words: str) -> None:
    """One date where both ends are the same; fiscal years are called so."""
    assert cite.period_words(*period) == words


def test_a_citation_names_the_place() -> None:
    """Source and paragraph, the locator's point escaped."""
    claim = {"source": "gazette", "locator": "para 6"}
    assert cite.citation(claim) == r"[@gazette, para\. 6]"


def test_citations_name_each_place_once() -> None:
    """In the order given, one source's two paragraphs apart."""
    places = [("herald", "p. 2"), ("gazette", "para 6"), ("herald", "p. 2"), ("gazette", "para 7")]
    claims = [{"source": source, "locator": locator} for source, locator in places]
    expected = r"[@herald, p\. 2; @gazette, para\. 6; @gazette, para\. 7]"
    assert cite.citations(claims) == expected


def test_a_link_leads_to_its_anchor() -> None:
    """Its text is shown as it is."""
    page = shown(cite.link("[7] *boats*", cite.anchor("gazette-07")), "html")
    assert page.strip() == '<p><a href="#c-gazette-07">[7] *boats*</a></p>'


NASTY = st.text(
    st.one_of(
        st.sampled_from("\\`*_{}[]()<>#+-.!|~^$@:;=\"'&%/?, \t\n\r\u00a0\u2028\u2013…0aäé中"),
        st.characters(exclude_categories=["C"], max_codepoint=0x2FFF),
    ),
    max_size=30,
)


@settings(max_examples=20, deadline=None)
@example(["<script>alert(1)</script>", "`#eval`{=typst}", "$x^2$ \\(y\\)", "# a\n\n- b\n1. c"])
@example(
    ["{{< include x >}}", "[^1]: note", ": def", "(@a) b", "| a | b\n|--|--", "---\nt: u\n---"]
)
@example(
    ["@gazette [@herald]", "http://x.org <mail@x.org>", "&amp; &#65;", 'it\'s "so" -- ...', "a\\"]
)
@given(st.lists(NASTY, min_size=1, max_size=8))
def test_any_text_shows_as_itself(texts: list[str]) -> None:
    """Pandoc finds no markup in escaped text: only white space may differ."""
    words = [" ".join(text.split()) for text in texts]
    written = "\n\n".join(f"x{cite.plain(text)}" for text in texts)
    paragraphs = [p.split() for p in shown(written).split("\n\n")]
    assert paragraphs == [f"x{text}".split() for text in words]


@settings(max_examples=20, deadline=None)
@example("# heading")
@example("1. item")
@example("- item")
@example("    code")
@example("% title")
@example("> quote")
@example("***")
@given(NASTY.filter(str.strip))
def test_no_text_starts_a_block(text: str) -> None:
    """Text alone in its paragraph is a paragraph, whatever it begins with."""
    page = shown(cite.plain(text), "html").strip()
    assert page.startswith("<p>")
    assert page.endswith("</p>")
    inside = page.removeprefix("<p>").removesuffix("</p>")
    assert "<" not in inside
    assert html.unescape(inside).split() == text.split()


@settings(max_examples=10, deadline=None)
@given(NASTY.filter(str.strip))
def test_any_text_fits_a_cell(text: str) -> None:
    """In a pipe table it stays within its cell."""
    table = f"| a | b |\n|---|---|\n| {cite.plain(text)} | end |\n"
    page = shown(table, "html")
    assert page.count("<td") == 2
    assert page.count("<tr") == 2


def test_what_follows_a_name_from_right_to_left_is_not_turned() -> None:
    """A mark that nobody sees is behind it; a name from left to right is as it was."""
    arabic = "\u062d\u0627\u0641\u0638"
    assert cite.label(arabic) == f"[{arabic}\u200e]{{.label}}"
    assert cite.keyed(arabic, "a-01") == f'[{arabic}\u200e]{{.k claims="a-01"}}'
    assert cite.label("Hafiz") == "[Hafiz]{.label}"
