"""Words as numbers, bounds and comparisons."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.wording import compares, numbers_in, rank_in

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
    """Two numbers joined as a range are one figure from the lower to the higher."""
    text = form.format(f"{low:,}", f"{low + width:,}")
    assert figures(text) == [("range", str(low), str(low + width))]


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
