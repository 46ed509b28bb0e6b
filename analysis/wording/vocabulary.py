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
KILOMETRES = ("km", "kilometre", "kilometres", "kilometer", "kilometers")
IN_UNIT = {
    "week": dict.fromkeys(("fortnight", "fortnights"), Decimal(2)),
    "metre": {"m": Decimal(1), **dict.fromkeys(KILOMETRES, Decimal(1000))},
}
# Units in which, as in currencies, nobody writes three decimals: "20.000" is twenty thousand.
NO_THOUSANDTHS = frozenset({"persons", "item", "rank"})
# A unit of each kind in which words may be read otherwise than without one.
READ_OTHERWISE = (*IN_UNIT, "percent", "persons")
NOTHING = frozenset({"none", "no", "nil", "nobody"})
# What makes a zero of "one" or "a single" after it.
NOT = frozenset({"no", "not", "without"})
# What may follow "no" without making it a zero.
NOT_NOTHING = frozenset({
    "more", "less", "fewer", "longer", "later", "higher", "greater", "larger", "lower", "one",
})
# What "a" counts as one of.
PERIODS = frozenset({"hour", "day", "week", "month", "year"})
# Words that say how much without a number.
MAGNITUDES = frozenset({
    "tens", "dozens", "hundreds", "thousands", "millions", "billions", "scores", "several", "many",
    "countless", "numerous", "innumerable", "multiple", "few", "couple", "handful", "decades",
    "centuries", "multi", "multimillion", "multibillion",
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
    "and one half": Decimal(1) / 2, "and one quarter": Decimal(1) / 4,
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

CODES = "usd|eur|gbp|azn|amd"
CURRENCY = rf"(?:us|{CODES})?\s*[$€£]?\s*"
PERCENT = r"(?:%|per\s?cent\b)"
# "no more and no less than", "neither more nor less than"
NO_MORE_NO_LESS = r"(?:no|not|neither)\ (?:{},?\ (?:(?:and|or|nor)\ )?(?:(?:no|not)\ )?{})\ than"
NO_MORE_NO_LESS = "|".join(
    NO_MORE_NO_LESS.format(*pair)
    for pair in (("more", "(?:less|fewer)"), ("(?:less|fewer)", "more"))
)
BOUND_BEFORE = re.compile(
    rf"""(?<![a-z])(?:
    (?P<exact>{NO_MORE_NO_LESS})
    |(?P<at_least>at\ (?:the\ very\ )?least|(?:no|not|never)\ (?:fewer|less|lower)\ than
        |not\ (?:under|below)|at\ or\ above|as\ (?:few|little)\ as|(?:a\ )?minimum(?:\ of)?|≥|>=)
    |(?P<at_most>up\ to|at\ (?:the\ (?:very\ )?)?most
        |(?:no|not|never)\ (?:more|greater|higher|larger|longer|later)\ than|at\ or\ below
        |not\ (?:over|above|(?:to\ )?exceed(?:ing)?|surpass(?:ing)?)|as\ (?:many|much)\ as
        |(?:a\ )?maximum(?:\ of)?|within|until|≤|<=)
    |(?P<more_than>more\ than|over|above|upwards?\ of|exceed(?:s|ed|ing)?|in\ excess\ of
        |surpass(?:es|ed|ing)?|(?:greater|higher|larger|longer)\ than|>)
    |(?P<less_than>less\ than|fewer\ than|(?:lower|smaller|shorter)\ than|under|below|short\ of
        |shy\ of|not\ (?:quite|even)|nowhere\ near|<)
    |(?P<approximate>about|around|almost|nearly|some|roughly|approx(?:imately|\.)?|circa|ca\.?|c\.
        |close\ to|virtually|practically|(?:an\ )?estimate[ds]?(?:\ (?:at|of))?|approaching
        |more\ or\ less
        |[io]n\ the\ (?:order|region|vicinity|neighbou?rhood)\ of|[~≈±])
    )\s*(?:(?:the|just|only|a\ total\ of)\s+)*{CURRENCY}$""",
    re.VERBOSE,
)
# "handed over 10" may be ten or more than ten.
OVER = re.compile(
    rf"\b(?:hand|turn|t[ao]k|took|giv|gave|sign|w[io]n)\w*\s+over\s+(?:the\s+)?{CURRENCY}$"
)
# Behind "or more" where it is no part of "or more civilians".
ENDS = (
    r"(?=\s*(?:$|[.,;:)]"
    r"|(?:were|was|have|had|has|are|is|in|on|at|from|by|per|for|died|fled|killed|lost)\b))"
)
# What may stand between a number and its bound.
BETWEEN_THEM = rf"(?:\s*{PERCENT}|\s+[a-z]+(?=\s+or\s+(?:so|more|less|fewer)\b{ENDS}))?"
BOUND_AFTER = re.compile(
    rf"""{BETWEEN_THEM}\s*\(?(?:
    (?P<at_least>\+|-?plus\b|or\ (?:more|over|above|upwards?|higher)\b(?!\ than)
        |and\ more\b(?!\ than)|and\ (?:over|above|upwards?|higher)\b{ENDS}
        |at\ (?:the\ very\ )?least\b(?!\s*[$€£0-9]))
    |(?P<at_most>or\ (?:less|fewer|under|below|lower)\b(?!\ than)
        |and\ (?:under|below|lower)\b{ENDS}
        |at\ (?:the\ (?:very\ )?)?most\b(?!\s*[$€£0-9]))
    |(?P<approximate>or\ (?:so|thereabouts)\b|-?odd\b|approx(?:imately\b|\.)))""",
    re.VERBOSE,
)
# Portions and sizes without a number: "most of", "a large number", "10,000s".
PORTION = re.compile(
    r"\b(?:10[0,]*s|[0-9]{1,3}(?:,000)+s|some|most(?=\s+of\b)|majority|minority"
    r"|(?:large|larger|great|huge|small|major|minor|significant|substantial|considerable|vast)\s+"
    r"(?:portions?|parts?|shares?|proportions?|numbers?|amounts?|quantit(?:y|ies)|populations?))\b"
)
BETWEEN = re.compile(rf"\bbetween\s+{CURRENCY}$")
TO = re.compile(rf"(?:\s*{PERCENT})?(?:\s*-\s*|\s+(?:(?:up\s+)?to|or)\s+){CURRENCY}")
AND = re.compile(rf"(?:\s*{PERCENT})?\s+and\s+{CURRENCY}")
# "one in five", which is a share where a share is looked for.
IN = re.compile(r"\s+(?:in|of|out\s+of)\s+(?:every\s+)?")
OF_A_PERCENT = re.compile(rf"\s*(?:of\s+)?(?:(?:an?|one|1)\s*)?(?:{PERCENT}|percentage\b)")
# What states a number that is not read, or read in one of several ways.
NOT_READ = re.compile(
    r"\b(?:doubl\w*|tripl\w*|trebl\w*|quadrupl\w*|\w+fold|couple|score|gross(?=\s+of)|myriad)\b"
    r"|illion,?\s[0-9]{1,3}\s(?:thousand|million)\b|[0-9]e[+0-9]|(?<![0-9/])[1-9]/(?:[2-9]|10)(?![0-9/])"
    r"|[0-9](?:,[0-9]{3})+,[0-9]{1,2}(?![0-9])"  # commas of thousands, and one of decimals?
)

SUPERLATIVE = re.compile(
    rf"\b(?!(?:{'|'.join(NO_SUPERLATIVES)})\b)[a-z]{{2,}}est\b"
    r"|\b(?:most|top|foremost|leading|number\ one|record|unprecedented)\b"
)
RANK = (
    rf"\brank(?:s|ed|ing)?\s+(?:number\s+)?"
    rf"(?:({'|'.join(ORDINALS)})|([0-9]+)(?:st|nd|rd|th)?)\b"
)
COMPARATIVE = re.compile(
    r"\b(?:more|less|fewer|larger|greater|bigger|higher|smaller|lower|longer|shorter|deadlier"
    r"|heavier|wider|stronger|weaker|worse|better|surpass\w*|exceed\w*|outnumber\w*|outspen\w*"
    r"|outweigh\w*|outstrip\w*|twice|doubled?|tripled?|\w+fold)\b"
    rf"|\b[a-z]{{3,}}er\s+than\b|\bas\ (?:many|much)\ as\b|\bahead\ of\b|{RANK}"
)
RANKED = re.compile(
    rf"\b(?:({'|'.join(ORDINALS)})|([0-9]+)(?:st|nd|rd|th))[\s-]+(?:most|[a-z]+est)\b|{RANK}"
)


def plain(text: str) -> str:
    """A text as it is compared: without capitals, kinds of marks and blanks."""
    return " ".join(text.lower().translate(TYPOGRAPHY).split())
