"""What CSL 1.0.2 knows: the types of works, the fields of a record, and the parts of a name."""

from __future__ import annotations

import re

TYPES = re.findall(r"\S+", """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic
    collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic
    hearing interview legal_case legislation manuscript map motion_picture musical_score pamphlet
    paper-conference patent performance periodical personal_communication post post-weblog
    regulation report review review-book software song speech standard thesis treaty webpage
""")  # fmt: skip
# The fields of a record that the report reads.
TEXTS = (
    "id", "type", "title", "title-short", "issued", "container-title", "publisher", "URL",
    "publisher-place", "edition", "volume", "issue", "page", "number", "note", "language",
)  # fmt: skip
PEOPLE = ("author", "editor")
# By their names in small letters.
READ = {name.lower(): name for name in (*TEXTS, *PEOPLE, "custom")}
# The parts of a name that are printed, and those that say how.
PARTS = ("family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle")
MANNERS = ("comma-suffix", "static-ordering", "parse-names")
# The others, which are pandoc's alone, whatever their capitals.
OTHERS = {*re.findall(r"\S+", """
    abstract accessed annote archive archive-place archive_collection archive_location authority
    available-date call-number categories chair chapter-number citation-key citation-label
    citation-number collection-editor collection-number collection-title compiler composer
    container-author container-title-short contributor curator dimensions director division doi
    editor-translator editorial-director event event-date event-place event-title
    executive-producer first-reference-note-number genre guest host illustrator interviewer isbn
    issn journalabbreviation jurisdiction keyword license locator medium narrator number-of-pages
    number-of-volumes organizer original-author original-date original-publisher
    original-publisher-place original-title page-first part part-number part-title performer pmcid
    pmid printing-number producer recipient references reviewed-author reviewed-genre
    reviewed-title scale script-writer section series-creator shorttitle source status submitted
    supplement-number translator version volume-title year-suffix
""")}  # fmt: skip
