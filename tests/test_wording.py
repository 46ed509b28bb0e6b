"""Words as numbers, bounds and comparisons."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.records import read
from analysis.rules.doubts import numbers_not_read
from analysis.rules.quotations import words_hold_numbers
from analysis.rules.suggestions import as_date, as_number
from analysis.wording import compares, numbers_in, rank_in

TINY = read(Path(__file__).parent / "data/tiny")

# fmt: off
SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# fmt: on
PHRASES = {
    "approximate": ("about", "around", "almost", "nearly", "some", "roughly", "an estimated"),
    "more_than": ("over", "more than", "above", "exceeding"),
    "at_least": ("at least", "no fewer than", "not less than"),
    "at_most": ("up to", "at most", "within", "no more than", "as many as"),
    "less_than": ("less than", "fewer than", "under"),
    "exact": (
        "no more and no less than",
        "not less and not more than",
        "neither more nor less than",
    ),
}
BOUNDS = [(bound, phrase) for bound, phrases in PHRASES.items() for phrase in phrases]


def spelled(number: int) -> str:
    """A whole number below a billion in English words."""
    for scale, word in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            head, rest = divmod(number, scale)
            joint = " and " if scale == 100 or rest < 100 else " "
            return f"{spelled(head)} {word}" + (joint + spelled(rest) if rest else "")
    if number < 20:
        return SMALL[number]
    tens, units = divmod(number, 10)
    return TENS[tens - 2] + (f"-{SMALL[units]}" if units else "")


def figures(text: str) -> list[tuple[str, ...]]:
    """Figures of a text as a bound and its numbers in digits."""
    return [
        (f.bound, *(f"{end.normalize():f}" for end in (f.value, f.low, f.high) if end is not None))
        for f in numbers_in(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$8.5 million", [("exact", "8500000")]),
        ("41,000", [("exact", "41000")]),
        ("41\u202f000 boats", [("exact", "41000")]),
        ("US$77.1 million", [("exact", "77100000")]),
        ("in fiscal years 2018–19", [("range", "2018", "2019")]),
        ("a 95 % share", [("exact", "95")]),
        ("30-100 metres", [("range", "30", "100")]),
        ("between 20 and 30 thousand", [("range", "20000", "30000")]),
        ("between $2 and $3 billion", [("range", "2000000000", "3000000000")]),
        ("from 20,000 to 30,000", [("range", "20000", "30000")]),
        ("a forty-four-day closure", [("exact", "44")]),
        ("one hundred thousand", [("exact", "100000")]),
        ("over three hundred more", [("more_than", "300")]),
        ("two and a half years", [("exact", "2.5")]),
        ("half a million", [("exact", "500000")]),
        ("two dozen boats", [("exact", "24")]),
        ("over a dozen", [("more_than", "12")]),
        ("nearly three decades", [("approximate", "30")]),
        ("almost a decade", [("approximate", "10")]),
        ("more than a century", [("more_than", "100")]),
        ("a year later", [("exact", "1")]),
        ("a nine-month closure", [("exact", "9")]),
        ("none for the pier", [("exact", "0")]),
        ("no boats", [("exact", "0")]),
        ("no more boats", []),
        ("no one", [("exact", "0")]),
        ("not one of them", [("exact", "0")]),
        ("almost no-one stayed", [("approximate", "0")]),
        ("no, one boat", [("exact", "1")]),
        ("30 or more", [("at_least", "30")]),
        ("50+", [("at_least", "50")]),
        ("no more than 100 and no less than 50", [("at_most", "100"), ("at_least", "50")]),
        ("within twenty‑four hours", [("at_most", "24")]),
        ("a trilateral agreement", [("exact", "3")]),
        ("some 52 boats", [("approximate", "52")]),
        ("some boats", [("vague",)]),
        ("dozens of boats", [("vague",)]),
        ("hundreds of thousands of people", [("vague",)]),
        ("several thousand", [("vague",)]),
        ("many boats", [("vague",)]),
        ("countless", [("vague",)]),
        ("as many as 50", [("at_most", "50")]),
        ("a decades-old pier", [("vague",)]),
        ("most of the quays", [("vague",)]),
        ("most violent", []),
        ("on the 19th, in the 1990s", []),
        ("the twenty-first storm of the 20th century", []),
        ("the first half of the second half", []),
        ("their two hundredth boat", []),
        ("10,000s of boats", [("vague",)]),
        ("several dozen", [("vague",)]),
        ("a third-party", [("exact", "0.3333333333333333333333333333")]),
        ("lost 50, while they claimed at least 105", [("exact", "50"), ("at_least", "105")]),
        ("", []),
    ],
)
def test_figures_of_phrases(text: str, expected: list[tuple[str, ...]]) -> None:
    """Numbers and bounds worked out by hand."""
    assert figures(text) == expected


@given(st.integers(0, 10**9 - 1))
def test_number_words_are_read_back(number: int) -> None:
    """A number spelled out is read as that number."""
    assert [f.value for f in numbers_in(spelled(number))] == [Decimal(number)]


@given(st.integers(0, 10**12), st.sampled_from([",", "\u202f", "\u00a0", ""]))
def test_digits_are_read_back(number: int, separator: str) -> None:
    """A number in digits is read with any separator of thousands."""
    assert [f.value for f in numbers_in(f"{number:,}".replace(",", separator))] == [Decimal(number)]


@given(st.decimals(1, 999, places=1), st.sampled_from(["thousand", "million", "billion"]))
def test_scale_words_expand(number: Decimal, scale: str) -> None:
    """A scale word multiplies the number before it."""
    factor = {"thousand": 10**3, "million": 10**6, "billion": 10**9}[scale]
    assert [f.value for f in numbers_in(f"${number} {scale}")] == [number * factor]


@pytest.mark.parametrize(("bound", "phrase"), BOUNDS)
@pytest.mark.parametrize("form", ["{}", "${}", "just {}"])
def test_bound_words(bound: str, phrase: str, form: str) -> None:
    """A bound word is read before digits, money and number words."""
    for number in ("700", "seven hundred"):
        (figure,) = numbers_in(f"It cost {phrase} {form.format(number)} in all")
        assert figure.bound == bound
        assert {figure.value, figure.low, figure.high} == {Decimal(700), None}


@given(
    st.integers(0, 10**6),
    st.integers(1, 10**6),
    st.sampled_from(["{}–{}", "between {} and {}", "{} to {}"]),
)
def test_ranges_are_read_back(low: int, width: int, form: str) -> None:
    """Two numbers joined as a range are one figure; "20–30,000" may also be in thousands."""
    high = low + width
    expected = [("range", str(low), str(high))]
    if high % 1000 == 0 and 0 < low * 1000 < high:
        expected.append(("range", str(low * 1000), str(high)))
    assert figures(form.format(f"{low:,}", f"{high:,}")) == expected


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    """Nothing that can be typed stops the reader, and figures lie in the text in their order."""
    found = numbers_in(text)
    assert all(0 <= figure.start < figure.end for figure in found)
    assert list(found) == sorted(found, key=lambda figure: figure.start)
    compares(text), rank_in(text)


@given(st.integers(0, 999), st.integers(0, 999))
def test_typography_changes_nothing(first: int, second: int) -> None:
    """Hyphen or dash, straight or curly quotes: the same figures in the same places."""
    plain, curly = f"'{first}-{second}' boats", f"‘{first}–{second}’ boats"
    assert numbers_in(plain) == numbers_in(curly)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("more than its whole budget", True),
        ("far greater than this", True),
        ("even surpassing", True),
        ("a significantly larger quay", True),
        ("the deadliest storm", True),
        ("one of the largest harbours", True),
        ("twice the dues", True),
        ("most violent storm", True),
        ("a protest in the west", False),
        ("the harbour after the storm", False),
        ("the longest arrest", True),
        ("other boats", False),
    ],
)
def test_comparing_words(text: str, expected: bool) -> None:
    """Comparatives and superlatives are told from words that only look like them."""
    assert compares(text) is expected


@pytest.mark.parametrize(
    ("text", "rank"),
    [("the largest", 1), ("the second-largest", 2), ("3rd largest", 3), ("the west", None)],
)
def test_ranks(text: str, rank: int | None) -> None:
    """A superlative is rank one unless an ordinal says otherwise."""
    assert rank_in(text) == rank


# Words, their unit, the bound and number that they state, and a number that they do not.
STATED = [
    ("$2bn", "USD", "exact", "2000000000", "2"),
    ("over $2bn", "USD", "more_than", "2000000000", "1000000000"),
    ("US$2bn", "USD", "exact", "2000000000", "2"),
    ("over USD 250m", "USD", "more_than", "250000000", "250"),
    ("AZN2.5bn", "AZN", "exact", "2500000000", "2.5"),
    ("$4.5m", "USD", "exact", "4500000", "4.5"),
    ("nearly $4.5m", "USD", "approximate", "4500000", "4500"),
    ("£300k", "USD", "exact", "300000", "300"),
    ("$1.2trn", "USD", "exact", "1200000000000", "1.2"),
    ("$3B", "USD", "exact", "3000000000", "3"),
    ("$2-3bn", "USD", "range", "2000000000 3000000000", "2 3"),
    ("$2bn-$3bn", "USD", "range", "2000000000 3000000000", "2000000000 3"),
    ("from £1.5m to £2m", "USD", "range", "1500000 2000000", "1.5 2"),
    ("1.5m people", "persons", "exact", "1500000", "1.5"),
    ("2 mio", "persons", "exact", "2000000", "2"),
    ("1.5 mln", "persons", "exact", "1500000", "1.5"),
    ("3 millions", "persons", "exact", "3000000", "3"),
    ("3 lakh", "persons", "exact", "300000", "3"),
    ("30m long", "metre", "exact", "30", "30000000"),
    ("30-40 m", "metre", "range", "30 40", "30000000 40000000"),
    ("10k", "persons", "exact", "10000", "10"),
    ("up to 10k", "persons", "at_most", "10000", "10"),
    ("20–30k", "persons", "range", "20000 30000", "20 30"),
    ("20-30,000", "persons", "range", "20000 30000", "30 30000"),
    ("20 000", "persons", "exact", "20000", "20"),
    ("20\u00a0000", "persons", "exact", "20000", "20"),
    ("20\u2009000", "persons", "exact", "20000", "20"),
    ("20\u202f000–30\u202f000", "persons", "range", "20000 30000", "20 30"),
    ("on May 5 300 people", "persons", "exact", "300", "5300"),
    ("in 2020 300 people", "persons", "exact", "300", "2020300"),
    ("20.000 people", "persons", "exact", "20000", "20"),
    ("1.500 million people", "persons", "exact", "1500000", "1500"),
    ("1.234.567", "persons", "exact", "1234567", "1"),
    ("1'000", "persons", "exact", "1000", "1"),
    ("2,5 billion", "USD", "exact", "2500000000", "2"),
    ("1.234,5", "USD", "exact", "1234.5", "1.234"),
    (".5 percent", "percent", "exact", "0.5", "5"),
    ("two-thirds", "percent", "exact", "66.7", "2"),
    ("more than two-thirds", "percent", "more_than", "67", "66"),
    ("a third", "percent", "exact", "33", "3"),
    ("about a third", "percent", "approximate", "33.33", "34"),
    ("a half", "percent", "exact", "50", "0.5"),
    ("roughly half", "percent", "approximate", "50", "2"),
    ("half a percent", "percent", "exact", "0.5", "50"),
    ("half of 1%", "percent", "exact", "0.5", "50"),
    ("less than a quarter", "percent", "less_than", "25", "4"),
    ("three-quarters", "percent", "exact", "75", "3"),
    ("nine-tenths", "percent", "exact", "90", "9"),
    ("between a third and a half", "percent", "range", "33.3 50", "3 50"),
    ("two-thirds larger", "ratio", "exact", "0.67", ""),
    ("half a million", "persons", "exact", "500000", "1000000"),
    ("over a half-million", "persons", "more_than", "500000", "1000000"),
    ("a quarter of a million", "persons", "exact", "250000", "1000000"),
    ("three quarters of a million", "persons", "exact", "750000", "3"),
    ("two-and-a-half million", "persons", "exact", "2500000", "500000"),
    ("1¼ million", "persons", "exact", "1250000", "1000000"),
    ("2½", "year", "exact", "2.5", "2"),
    ("seven and three-quarters", "year", "exact", "7.75", "7"),
    ("half an hour", "hour", "exact", "0.5", "1"),
    ("a fortnight", "day", "exact", "14", "15"),
    ("a fortnight", "week", "exact", "2", "14"),
    ("two fortnights", "day", "exact", "28", "2"),
    ("a dozen", "persons", "exact", "12", "1"),
    ("half a dozen", "persons", "exact", "6", "12"),
    ("dozens", "persons", "vague", "", ""),
    ("hundreds of thousands", "persons", "vague", "", ""),
    ("tens of thousands", "persons", "vague", "", ""),
    ("twenty-odd", "persons", "approximate", "20", "21"),
    ("3000-plus", "persons", "at_least", "3000", "300"),
    ("one in five", "percent", "exact", "20", "5"),
    ("over one in 10", "percent", "more_than", "10", "1"),
    ("four out of every five", "percent", "exact", "80", "4"),
    ("four out of five boats", "item", "exact", "4", "80"),
    ("5-14", "persons", "range", "5 14", "5 15"),
    ("5–14", "persons", "range", "5 14", "14 14"),
    ("two or three", "persons", "range", "2 3", "2 4"),
    ("5% to 10%", "percent", "range", "5 10", "5 11"),
    ("between 5% and 10%", "percent", "range", "5 10", "5 50"),
    ("a pair of boats", "item", "exact", "2", "1"),
    ("both boats", "item", "exact", "2", "3"),
    ("twice", "item", "exact", "2", "1"),
    ("not quite 1,000", "persons", "less_than", "1000", ""),
    ("not exceeding 1,000", "persons", "at_most", "1000", ""),
    ("never more than 1,000", "persons", "at_most", "1000", ""),
    ("no higher than 5%", "percent", "at_most", "5", "0"),
    ("as few as 500", "persons", "at_least", "500", ""),
    ("500 at least", "persons", "at_least", "500", ""),
    ("20% or more", "percent", "at_least", "20", ""),
    ("one million people or more", "persons", "at_least", "1000000", ""),
    ("20 people or more were killed", "persons", "at_least", "20", ""),
    ("20 soldiers or more civilians", "persons", "exact", "20", ""),
    ("≥1,000", "persons", "at_least", "1000", ""),
    (">1,000", "persons", "more_than", "1000", ""),
    ("<1,000", "persons", "less_than", "1000", ""),
    ("c. 1,000", "persons", "approximate", "1000", ""),
    ("in the region of $5m", "USD", "approximate", "5000000", ""),
    ("1,000 (approx.)", "persons", "approximate", "1000", ""),
    ("500 and more than 200 others", "persons", "exact", "500", "300"),
    ("between 40,000 and over 50,000", "persons", "exact", "40000", "50000"),
    ("up to about 500", "persons", "at_most", "500", "501"),
    ("up to about 500", "persons", "approximate", "500", "501"),
    ("estimated at 500", "persons", "approximate", "500", "501"),
    ("at or above 5%", "percent", "at_least", "5", "6"),
    ("a three-quarter million", "persons", "exact", "750000", "250000"),
    ("handed over 10 bodies", "persons", "exact", "10", "11"),
    ("took over 200 prisoners", "persons", "more_than", "200", "201"),
    ("from 2,000 up to 3,000", "persons", "range", "2000 3000", "2000 2500"),
    ("two to three dozen", "item", "range", "24 36", "2 36"),
    ("between two-fifths and a half", "percent", "range", "40 50", "40 60"),
    ("a year and a half", "year", "exact", "1.5", "1"),
    ("two-and-a-half decades", "year", "exact", "25", "20"),
    ("a decade and a half", "year", "exact", "15", "10"),
    ("a million and a half", "persons", "exact", "1500000", "1000000"),
    ("quarter of a century", "year", "exact", "25", "100"),
    ("not a single tank", "item", "exact", "0", "1"),
    ("5km", "metre", "exact", "5000", "5"),
    ("5,00,000", "persons", "exact", "500000", "5"),
    ("0,500", "percent", "exact", "0.5", "500"),
    ("20.000 euros", "EUR", "exact", "20000", "20"),
    ("3.8 in 2014", "percent", "exact", "3.8", "3.9"),
    ("multi-million", "USD", "vague", "", ""),
    ("20,000s", "persons", "vague", "", ""),
    ("ranked 10th", "rank", "exact", "10", "9"),
    ("rank 5", "rank", "exact", "5", "4"),
]  # fmt: skip
COLUMNS = {
    "range": ("low", "high"),
    **dict.fromkeys(("at_least", "more_than"), ("low",)),
    **dict.fromkeys(("at_most", "less_than"), ("high",)),
}


def claims(rows: list[tuple[str, str, str, str]]) -> pd.DataFrame:
    """Claims of the tiny dataset with other words, units, bounds and numbers."""
    frame = TINY.tables["claims"]
    made = pd.DataFrame([frame.iloc[0]] * len(rows)).reset_index(drop=True)
    made[["value", "low", "high"]] = ""
    for row, (words, unit, bound, numbers) in enumerate(rows):
        made.loc[row, ["as_stated", "unit", "bound"]] = words, unit, bound
        for column, number in zip(COLUMNS.get(bound, ("value",)), numbers.split(), strict=False):
            made.loc[row, column] = number
    made.attrs = frame.attrs
    return made


def refused(rows: list[tuple[str, str, str, str]]) -> list[str]:
    """The words of those claims that are refused."""
    records = replace(TINY, tables={**TINY.tables, "claims": claims(rows)})
    return [rows[problem.row or 0][0] for problem in words_hold_numbers(records)]


def test_the_number_that_words_state_is_accepted() -> None:
    """In its unit and with its bound."""
    assert refused([(words, *cells) for words, *cells, _ in STATED]) == []  # type: ignore[misc]


def test_another_number_is_refused() -> None:
    """Whatever is near it in the words."""
    wrong = [(words, unit, bound, number) for words, unit, bound, _, number in STATED if number]
    assert refused(wrong) == [words for words, *_ in wrong]


def test_a_rounded_part_has_two_digits() -> None:
    """Two thirds are 67 percent, and neither 1 nor 0.7 of a year."""
    assert refused([("two-thirds", "year", "exact", number) for number in ("0.67", "0.7", "1")]) == [
        "two-thirds", "two-thirds",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "a couple",
        "three score",
        "a tenfold catch",
        "1e6",
        "2/3 of a year",
        "double that",
        "1,234,56",
    ],
)
def test_what_is_not_read_refuses_nothing(words: str) -> None:
    """It is worth a look, unless the words are said to be vague."""
    rows = [(words, "persons", "exact", "2"), (words, "persons", "exact", "40")]
    assert refused(rows) == []
    vague = (words, "persons", "vague", "")
    records = replace(TINY, tables={"claims": claims([*rows, vague])})
    assert [problem.row for problem in numbers_not_read(records)] == [0, 1]


def test_what_may_be_read_in_two_ways_is_no_suggestion() -> None:
    """A cell that holds "30m" is 30 in metres, and "a half" 50 in percent."""
    assert [as_number(cell) for cell in ("30m", "a half", "a fortnight")] == [None] * 3
    assert as_number("$2bn".removeprefix("$")) == "2000000000"


def test_a_suggestion_leaves_nothing_out() -> None:
    """Neither a limit, a sign nor the mark of a note is taken for part of a number, or dropped."""
    cells = ("490²", "minus 5", "not 5", "<5", "≥ 500", "not a single", "none", "0,500")
    assert [as_number(cell) for cell in cells] == [*[None] * 7, "0.500"]


def test_two_years_are_no_month() -> None:
    """A fiscal year is not suggested as November."""
    assert [as_date(cell) for cell in ("2010/11", "2010/12", "2010.11")] == [
        None, "2010-12", "2010-11",
    ]  # fmt: skip


def test_words_that_are_no_number_hide_none() -> None:
    """A gross product is no gross of things; thousands after millions are not read."""
    words = ("a gross product of $12bn", "1 million 200 thousand")
    assert refused([(said, "USD", "exact", "1200000") for said in words]) == [words[0]]
