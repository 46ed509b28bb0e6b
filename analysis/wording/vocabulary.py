"""Words and characters that state numbers, bounds and comparisons; everything in lower case."""

from __future__ import annotations

import re
from decimal import Decimal

# fmt: off
UNITS = {word: Decimal(number) for number, word in enumerate((
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
))}
UNITS |= {"bilateral": Decimal(2), "trilateral": Decimal(3)}
TENS = {word: Decimal(10 * number) for number, word in enumerate((
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
), 2)}
SCALES = {
    "thousand": Decimal(10) ** 3, "million": Decimal(10) ** 6, "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12, "lakh": Decimal(10) ** 5, "crore": Decimal(10) ** 7,
}
# What stands for a scale word after a number; a single letter after digits only.
SHORT_SCALES = {
    "k": Decimal(10) ** 3,
    **dict.fromkeys(("m", "mn", "mio", "mln"), Decimal(10) ** 6),
    **dict.fromkeys(("b", "bn", "bln"), Decimal(10) ** 9),
    **dict.fromkeys(("tn", "trn"), Decimal(10) ** 12),
}
# How many items, days or years one of them is.
GROUPS = {
    "dozen": Decimal(12), "fortnight": Decimal(14), "fortnights": Decimal(14),
    "decade": Decimal(10), "decades": Decimal(10),
    "century": Decimal(100), "centuries": Decimal(100),
}
# Words that count by themselves and multiply nothing.
ALONE = {
    "once": Decimal(1), "single": Decimal(1), "both": Decimal(2), "twice": Decimal(2),
    "pair": Decimal(2), "thrice": Decimal(3), "trio": Decimal(3),
}
# What a word is worth in a unit in which it is worth something else.
IN_UNIT = {
    "week": dict.fromkeys(("fortnight", "fortnights"), Decimal(2)), "metre": {"m": Decimal(1)},
}
# Units in which nobody writes three decimals: "20.000" is twenty thousand.
NO_THOUSANDTHS = frozenset({"persons", "item", "rank", "USD", "AZN", "AMD"})
# A unit of each kind in which words may be read otherwise than without one.
READ_OTHERWISE = (*IN_UNIT, "percent", "persons")
NOTHING = frozenset({"none", "no", "nil", "nobody"})
# What makes a zero of "one" after it.
NOT = frozenset({"no", "not"})
# What may follow "no" without making it a zero.
NOT_NOTHING = frozenset({"more", "less", "fewer", "longer", "later", "one"})
# What "a" counts as one of.
PERIODS = frozenset({"hour", "day", "week", "month", "year"})
# Words that say how much without a number.
MAGNITUDES = frozenset({
    "tens", "dozens", "hundreds", "thousands", "millions", "billions", "scores", "several", "many",
    "countless", "numerous", "innumerable", "multiple", "few", "couple", "handful", "decades",
    "centuries",
})
ORDINALS = {word: number for number, word in enumerate((
    "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
), 2)}
# How many of a part make a whole.
PARTS = {
    "half": 2, "halve": 2, "quarter": 4,
    **{word: number for word, number in ORDINALS.items() if word != "second"},
}
PART_SIGNS = {
    "½": Decimal(1) / 2, "⅓": Decimal(1) / 3, "⅔": Decimal(2) / 3,
    "¼": Decimal(1) / 4, "¾": Decimal(3) / 4,
    "and a half": Decimal(1) / 2, "and a quarter": Decimal(1) / 4,
    "and three quarters": Decimal(3) / 4,
}
# After these a day may stand before a number: "on May 5 300 people".
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)
# Words in -est that are no superlatives.
NO_SUPERLATIVES = (
    "arrest", "attest", "behest", "chest", "conquest", "contest", "crest", "detest", "digest",
    "divest", "forest", "guest", "harvest", "honest", "infest", "inquest", "interest", "invest",
    "jest", "manifest", "modest", "nest", "northwest", "pest", "priest", "protest", "quest",
    "request", "rest", "southwest", "suggest", "tempest", "test", "unrest", "vest", "west", "zest",
)
# One character for one, so that places in the text stay the same.
TYPOGRAPHY = str.maketrans({
    "\u202f": "\u00a0", "\u2009": "\u00a0", "\u2007": "\u00a0",  # spaces inside numbers
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2212": "-",
    "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"',
})
# fmt: on

CURRENCY = r"(?:us|usd|eur|gbp|azn|amd)?\s*[$€£]?\s*"
PERCENT = r"(?:%|per\s?cent\b)"
BOUND_BEFORE = re.compile(
    rf"""(?<![a-z])(?:
    (?P<at_least>at\ least|(?:no|not)\ (?:fewer|less)\ than|(?:a\ )?minimum(?:\ of)?)
    |(?P<at_most>up\ to|at\ (?:the\ )?most|(?:no|not)\ more\ than|as\ (?:many|much)\ as
        |(?:a\ )?maximum(?:\ of)?|within|until)
    |(?P<more_than>more\ than|over|above|upwards?\ of|exceeding|in\ excess\ of|surpassing
        |greater\ than)
    |(?P<less_than>less\ than|fewer\ than|under|below|short\ of)
    |(?P<approximate>about|around|almost|nearly|some|roughly|approximately|circa|ca\.?|close\ to
        |(?:an\ )?estimated|approaching|[~≈])
    )\s*(?:(?:the|just|only|a\ total\ of)\s+)*{CURRENCY}$""",
    re.VERBOSE,
)
BOUND_AFTER = re.compile(
    r"""\s*(?:(?P<at_least>\+|-?plus\b|or\ (?:more|over)\b|and\ more\b)
    |(?P<at_most>or\ (?:less|fewer)\b|at\ (?:the\ )?most\b)
    |(?P<approximate>or\ so\b|-?odd\b))""",
    re.VERBOSE,
)
# Portions and sizes without a number: "most of", "a large number", "10,000s".
PORTION = re.compile(
    r"\b(?:10[0,]*s|some|most(?=\s+of\b)|majority|minority"
    r"|(?:large|larger|great|huge|small|major|minor|significant|substantial|considerable|vast)\s+"
    r"(?:portions?|parts?|shares?|proportions?|numbers?|amounts?|quantit(?:y|ies)|populations?))\b"
)
BETWEEN = re.compile(rf"\bbetween\s+{CURRENCY}$")
TO = re.compile(rf"(?:\s*{PERCENT})?(?:\s*-\s*|\s+(?:to|or)\s+){CURRENCY}")
AND = re.compile(rf"(?:\s*{PERCENT})?\s+and\s+{CURRENCY}")
# "one in five", which is a share where a share is looked for.
IN = re.compile(r"\s+(?:in|of|out\s+of)\s+(?:every\s+)?")
OF_A_PERCENT = re.compile(rf"\s*(?:of\s+)?(?:(?:an?|one|1)\s*)?(?:{PERCENT}|percentage\b)")
# What states a number that is not read, or read in one of several ways.
NOT_READ = re.compile(
    r"\b(?:doubl\w*|tripl\w*|trebl\w*|quadrupl\w*|\w+fold|couple|score|gross|myriad)\b"
    r"|[0-9]e[+0-9]|(?<![0-9/])[1-9]/(?:[2-9]|10)(?![0-9/])"
)

SUPERLATIVE = re.compile(
    rf"\b(?!(?:{'|'.join(NO_SUPERLATIVES)})\b)[a-z]{{2,}}est\b"
    r"|\b(?:most|top|foremost|leading|number\ one|record|unprecedented)\b"
)
COMPARATIVE = re.compile(
    r"\b(?:more|less|fewer|larger|greater|bigger|higher|smaller|lower|longer|shorter|deadlier"
    r"|heavier|wider|stronger|weaker|worse|better|surpass\w*|exceed\w*|outnumber\w*|outspen\w*"
    r"|outweigh\w*|outstrip\w*|twice|doubled?|tripled?|\w+fold)\b"
    r"|\b[a-z]{3,}er\s+than\b|\bas\ (?:many|much)\ as\b|\bahead\ of\b"
)
RANKED = re.compile(rf"\b(?:({'|'.join(ORDINALS)})|(\d+)(?:st|nd|rd|th))[\s-]+(?:most|[a-z]+est)\b")


def plain(text: str) -> str:
    """A text as it is compared: without capitals, kinds of marks and blanks."""
    return " ".join(text.lower().translate(TYPOGRAPHY).split())
