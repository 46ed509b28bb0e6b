"""Invented rainfall for the sample document."""

import base64
import re

GAUGES = {"west": 700, "north": 58, "east": 912}


def pipe_table():
    """Rain by valley as a Markdown table, each figure linked to its place in the register."""
    rows = "\n".join(
        f"| {valley} | [{rain}](#g-0{number}) | [@almanac2020, p. {number}] |"
        for number, (valley, rain) in zip((1, 3, 2), GAUGES.items(), strict=True)
    )
    return f"| Valley | Rain | Source |\n|:-------|-----:|:-------|\n{rows}\n"


def bar_chart_uri():
    """A small bar chart as a data address."""
    bars = "".join(
        f'<rect x="{20 * place}" y="{100 - rain // 10}" width="15" height="{rain // 10}"/>'
        for place, rain in enumerate(GAUGES.values())
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 100" height="50">{bars}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def references():
    """Invented references as a metadata block in which every punctuation mark is escaped."""

    def text(words):
        return "'" + re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", words).replace("'", "''") + "'"

    return f"""---
references:
- id: almanac2020
  type: book
  title: {text("An almanac of <b>rain</b>, *gauged*")}
  issued: 2020
  author:
  - family: Wetter
    given: Ada
- id: postcard1999
  type: post-weblog
  title: {text("A postcard without an author")}
  issued: 1999-07-01
- id: weatherdesk2021
  type: webpage
  title: {text("Notes of the desk")}
  issued: 2021-02-03
  author:
  - literal: The Weather Desk
  URL: https://example.org/notes
---
"""
