"""Arithmetic that keeps the bounds of what was stated."""

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.bounds import (
    Amount,
    add,
    hull,
    last_place,
    ratio,
    rounded,
    significant_digits,
    stated,
    total,
)
from analysis.cite import amount_words
from analysis.relation import relate
from analysis.rules.amounts import FILLED

NUMBERS = st.integers(0, 10**7).map(Decimal)
POSITIVE = st.integers(1, 10**7).map(Decimal)
PAIRS = st.tuples(NUMBERS, NUMBERS).map(sorted)
EXACT = NUMBERS.map(lambda n: stated("exact", n, counted=True))
ONE_SIDED = st.one_of(
    st.builds(lambda b, n: stated(b, low=n), st.sampled_from(["at_least", "more_than"]), NUMBERS),
    st.builds(lambda b, n: stated(b, high=n), st.sampled_from(["at_most", "less_than"]), NUMBERS),
)
TWO_SIDED = st.one_of(
    EXACT,
    NUMBERS.map(lambda n: stated("approximate", n)),
    PAIRS.map(lambda ends: stated("range", low=ends[0], high=ends[1])),
)
AMOUNTS = st.one_of(TWO_SIDED, ONE_SIDED)


def exact(number: int | str) -> Amount:
    """People counted one by one."""
    return stated("exact", Decimal(number), counted=True)


def about(number: int | str) -> Amount:
    """An approximate number."""
    return stated("approximate", Decimal(number))


def money(number: int | str) -> Amount:
    """An amount of money, exact to its last significant digit."""
    return stated("exact", Decimal(number))


def at_least(number: int) -> Amount:
    """A lower bound that is included."""
    return stated("at_least", low=Decimal(number))


def more_than(number: int) -> Amount:
    """A lower bound that is excluded."""
    return stated("more_than", low=Decimal(number))


def at_most(number: int) -> Amount:
    """An upper bound that is included."""
    return stated("at_most", high=Decimal(number))


def less_than(number: int) -> Amount:
    """An upper bound that is excluded."""
    return stated("less_than", high=Decimal(number))


def between(low: int, high: int, best: int | None = None) -> Amount:
    """A range, with a stated best value perhaps."""
    value = None if best is None else Decimal(best)
    return stated("range", value, Decimal(low), Decimal(high))


def ends(amount: Amount) -> tuple[int | None, int | None, bool, bool]:
    """Low, high and whether each is open."""
    low, high = (None if end is None else int(end) for end in (amount.low, amount.high))
    return low, high, amount.low_open, amount.high_open


def covers_below(wide: Amount, narrow: Amount) -> bool:
    """Whether every low value of one amount is allowed by another; a hull's open end is no limit."""
    if wide.low is None or _limitless(wide, wide.low_open):
        return True
    if narrow.low is None or _limitless(narrow, narrow.low_open):
        return False
    return wide.low < narrow.low or (
        wide.low == narrow.low and (narrow.low_open or not wide.low_open)
    )


def covers_above(wide: Amount, narrow: Amount) -> bool:
    """As `covers_below`, for high values."""
    if wide.high is None or _limitless(wide, wide.high_open):
        return True
    if narrow.high is None or _limitless(narrow, narrow.high_open):
        return False
    return wide.high > narrow.high or (
        wide.high == narrow.high and (narrow.high_open or not wide.high_open)
    )


def _limitless(amount: Amount, end_open: bool) -> bool:
    return end_open and amount.low is not None and amount.high is not None


def covers(wide: Amount, narrow: Amount) -> bool:
    """Whether one amount allows every value that another allows."""
    return covers_below(wide, narrow) and covers_above(wide, narrow)


@st.composite
def widened(draw: st.DrawFn) -> tuple[Amount, Amount]:
    """An amount and one that allows all its values and perhaps more; both state a number."""
    a, b, c, d = sorted(draw(st.lists(NUMBERS, min_size=4, max_size=4)))
    narrow = stated("range", low=b, high=c)
    wide = draw(
        st.sampled_from(
            [
                stated("range", low=a, high=d),
                stated("at_least", low=a),
                stated("at_most", high=d),
            ]
        )
    )
    return narrow, wide


def number_of_digits(number: Decimal) -> int:
    """How many digits a number shows, zeros at its end not counted."""
    return len(number.normalize().as_tuple().digits)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (exact(58), (58, 58, False, False)),
        (about(700), (700, 700, False, False)),
        (at_least(300), (300, None, False, False)),
        (more_than(700), (700, None, True, False)),
        (at_most(12), (None, 12, False, False)),
        (less_than(5), (None, 5, False, True)),
        (between(20, 30, 25), (20, 30, False, False)),
        (stated("vague"), (None, None, False, False)),
    ],
)
def test_a_bound_sets_the_ends_it_states(
    amount: Amount, expected: tuple[int | None, int | None, bool, bool]
) -> None:
    """Each end is the number stated, or None where the words set no limit."""
    assert ends(amount) == expected


def test_only_approximate_words_are_about() -> None:
    """No other bound is read as approximate."""
    ten = Decimal(10)
    assert [b for b in FILLED if stated(b, ten, ten, ten).about] == ["approximate"]


def test_a_best_value_is_kept_apart_from_the_ends() -> None:
    """25 within 20 to 30 is the best; the range is no point."""
    assert between(20, 30, 25).best == 25
    assert between(20, 30, 25).point is None


def test_an_unknown_bound_is_refused() -> None:
    """A bound that is no term of the dataset has no reading."""
    with pytest.raises(ValueError, match="unknown bound 'roughly'"):
        stated("roughly", Decimal(1))


@pytest.mark.parametrize(
    ("number", "place"),
    [("30000", "10000"), ("41000", "1000"), ("8.5", "0.1"), ("7", "1"), ("0", "1"), ("8.50", ".1")],
)
def test_last_significant_digit(number: str, place: str) -> None:
    """Zeros at the end of a number say nothing about its precision."""
    assert last_place(Decimal(number)) == Decimal(place)


def test_a_count_of_people_is_exact_to_one() -> None:
    """An exact 7,000 people is precise to one, about 7,000 people or 7,000 dollars to a thousand."""
    assert exact(7000).place == 1
    assert about(7000).place == 1000
    assert money(7000).place == 1000


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([more_than(700), about(50)], (750, None, True, False)),
        ([at_least(10), exact(5)], (15, None, False, False)),
        ([at_most(10), less_than(5)], (None, 15, False, True)),
        ([between(20, 30), between(1, 4)], (21, 34, False, False)),
        ([exact(7), exact(0), exact(2)], (9, 9, False, False)),
    ],
)
def test_ends_add(parts: list[Amount], expected: tuple[int | None, int | None, bool, bool]) -> None:
    """Low adds to low and high to high; an open end stays open."""
    assert ends(total(parts)) == expected


def test_opposite_one_sided_bounds_add_up_to_no_limit() -> None:
    """At least 10 and at most 5 together may be anything."""
    assert total([at_least(10), at_most(5)]).vague


def test_missing_is_not_zero() -> None:
    """The sum of no amounts is refused, the sum of one zero is zero."""
    with pytest.raises(ValueError, match="not zero"):
        total([])
    assert total([exact(0)]).point == 0


def test_zero_has_no_precision_of_its_own() -> None:
    """None and about 30,000 are about 30,000."""
    assert amount_words(add(exact(0), about(30000)), "persons") == "about 30,000"


def test_a_sum_is_no_more_precise_than_its_coarsest_part() -> None:
    """About 30,000 and 412 are about 30,000."""
    assert amount_words(add(about(30000), exact(412)), "persons") == "about 30,000"
    assert amount_words(add(exact(30000), exact(412)), "persons") == "30,412"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (exact(40), exact(5), (8, 8, False, False)),
        (more_than(40), exact(5), (8, None, True, False)),
        (exact(40), more_than(5), (None, 8, False, True)),
        (exact(40), at_most(5), (8, None, False, False)),
        (between(20, 30), between(2, 5), (4, 15, False, False)),
        (exact(40), between(0, 5), (8, None, False, False)),
        (exact(0), exact(5), (0, 0, False, False)),
    ],
)
def test_a_ratio_divides_low_by_high(
    first: Amount, second: Amount, expected: tuple[int | None, int | None, bool, bool]
) -> None:
    """The least is the lowest by the highest, the most is the highest by the lowest."""
    assert ends(ratio(first, second)) == expected


def test_a_ratio_to_zero_has_no_limit() -> None:
    """Nothing is said about how many times zero a number is."""
    assert ratio(exact(40), exact(0)).high is None


@pytest.mark.parametrize("second", [less_than(5), more_than(5)])
def test_no_share_of_zero_is_excluded(second: Amount) -> None:
    """Zero divided by fewer or more than five is zero, so zero is not an excluded limit."""
    divided = ratio(exact(0), second)
    assert not divided.low_open
    assert not divided.high_open


def test_a_ratio_keeps_the_digits_of_its_coarser_part() -> None:
    """20,000,000 by 41,000 is 487.80…: two digits where the parts are that precise, else one."""
    twenty_million = add(money(19_600_000), money(400_000))
    assert amount_words(ratio(twenty_million, money(41_000)), "ratio") == "about 490 to 1"
    assert amount_words(ratio(money(20_000_000), money(41_000)), "ratio") == "about 500 to 1"


def test_both_ends_of_a_ratio_are_rounded_to_its_digits() -> None:
    """2,000 to 20,000 by 3 is 667 to 6,667: one digit at each end, not two at the higher."""
    assert amount_words(ratio(between(2000, 20000), exact(3)), "ratio") == "about 700–7,000 to 1"


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([exact(20), about(30)], (20, 30, False, False)),
        ([between(20, 30), exact(25)], (20, 30, False, False)),
        ([between(20, 30), exact(45)], (20, 45, False, False)),
        ([at_least(3), exact(9)], (3, 9, False, True)),
        ([at_least(9), exact(3)], (3, 9, False, True)),
        ([at_most(3), exact(9)], (3, 9, True, False)),
        ([at_most(9), at_least(3)], (3, 9, True, True)),
        ([stated("vague"), exact(9)], (9, 9, False, False)),
    ],
)
def test_a_hull_goes_from_lowest_to_highest_stated_figure(
    amounts: list[Amount], expected: tuple[int | None, int | None, bool, bool]
) -> None:
    """A one-sided bound gives its figure and leaves its end open."""
    assert ends(hull(amounts)) == expected


def test_a_hull_is_about_where_an_end_is() -> None:
    """Only the figures at the ends make it approximate; an exact one at the same end does not."""
    assert hull([exact(20), about(30)]).about
    assert not hull([exact(20), about(25), exact(30)]).about
    assert not hull([exact(20), about(20)]).about


def test_a_hull_of_words_is_refused() -> None:
    """Dozens and hundreds have no lowest figure."""
    with pytest.raises(ValueError, match="no stated figure"):
        hull([stated("vague"), stated("vague")])


def test_the_same_number_with_and_without_a_limit_is_no_point() -> None:
    """7 and at least 7 do not agree on 7."""
    assert hull([exact(7), at_least(7)]).point is None
    assert hull([exact(7), exact(7)]).point == 7


def test_rounding_is_said() -> None:
    """A sum that was rounded is about; one that was not is not."""
    assert rounded(add(money(20_000), money(400))).about
    assert not rounded(add(money(20_000), money(40_000))).about


@given(st.lists(AMOUNTS, min_size=1, max_size=4))
def test_order_does_not_matter(amounts: list[Amount]) -> None:
    """The parts of a sum or a hull may come in any order."""
    assert len({total(part) for part in permutations(amounts)}) == 1
    assert len({hull(part) for part in permutations(amounts)}) == 1


@given(widened(), AMOUNTS)
def test_widening_never_narrows_a_sum(pair: tuple[Amount, Amount], other: Amount) -> None:
    """A part that allows more values gives a sum that allows more."""
    narrow, wide = pair
    assert covers(add(wide, other), add(narrow, other))


@given(widened(), AMOUNTS)
def test_widening_never_narrows_a_ratio(pair: tuple[Amount, Amount], other: Amount) -> None:
    """This holds for what is divided and for what divides, unless that is nothing but zero."""
    narrow, wide = pair
    assert covers(ratio(wide, other), ratio(narrow, other))
    assume(narrow.high != 0)
    assert covers(ratio(other, wide), ratio(other, narrow))


@given(widened(), st.lists(TWO_SIDED, max_size=3))
def test_widening_never_narrows_a_hull(pair: tuple[Amount, Amount], others: list[Amount]) -> None:
    """A limit that one statement does not set is not set by the hull."""
    narrow, wide = pair
    before, after = hull([narrow, *others]), hull([wide, *others])
    assert covers(after, before)
    assert after.low_open == (wide.low is None)
    assert after.high_open == (wide.high is None)


@given(NUMBERS, POSITIVE)
def test_exact_amounts_are_ordinary_numbers(first: Decimal, second: Decimal) -> None:
    """Their sum and ratio are the sum and ratio of the numbers."""
    one, two = stated("exact", first, counted=True), stated("exact", second, counted=True)
    assert rounded(add(one, two)).point == first + second
    assert ratio(one, two).point == first / second
    assert (hull([one, two]).low, hull([one, two]).high) == tuple(sorted([first, second]))


@given(ONE_SIDED, st.lists(AMOUNTS, max_size=3))
def test_one_sided_never_becomes_a_point(bound: Amount, others: list[Amount]) -> None:
    """Neither a sum, nor a ratio, nor a hull with a one-sided part is one number or closed."""
    results = [total([bound, *others]), hull([bound, *others])]
    results += [ratio(bound, other) for other in others] + [ratio(o, bound) for o in others]
    for result in results:
        assert result.point is None
        assert rounded(result).point is None
    assert total([bound, *others]).low is None or total([bound, *others]).high is None


@given(st.lists(TWO_SIDED, min_size=2, max_size=4))
def test_a_sum_ends_at_the_place_of_its_coarsest_part(parts: list[Amount]) -> None:
    """No digit is printed below the coarsest part's last one."""
    coarsest = max((part.place for part in parts if part.point != 0), default=Decimal(1))
    shown = rounded(total(parts))
    assert shown.low is not None
    assert shown.high is not None
    assert shown.low % coarsest == 0
    assert shown.high % coarsest == 0


@given(TWO_SIDED, TWO_SIDED)
def test_a_ratio_has_no_more_digits_than_its_coarser_part(first: Amount, second: Amount) -> None:
    """This holds at both ends."""
    assume(second.low)
    digits = min(significant_digits(first), significant_digits(second))
    shown = rounded(ratio(first, second))
    assert shown.low is not None
    assert shown.high is not None
    assert number_of_digits(shown.low) <= digits
    assert number_of_digits(shown.high) <= digits


@given(AMOUNTS, AMOUNTS)
def test_a_relation_is_the_same_both_ways(first: Amount, second: Amount) -> None:
    """Whichever statement is named first."""
    assert relate(first, second) == relate(second, first)


@given(AMOUNTS)
def test_a_statement_never_disagrees_with_itself(amount: Amount) -> None:
    """It agrees."""
    assert relate(amount, amount) == "agree"


@given(widened(), AMOUNTS)
def test_widening_never_makes_a_disagreement(pair: tuple[Amount, Amount], other: Amount) -> None:
    """What allows more values cannot exclude what the narrower statement did not."""
    narrow, wide = pair
    assume(narrow.place == wide.place and narrow.about == wide.about)
    assume(relate(narrow, other) != "disagree")
    assert relate(wide, other) != "disagree"
