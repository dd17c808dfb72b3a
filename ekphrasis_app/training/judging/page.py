"""The report of a graded sheet as a page: plain HTML that reads well and needs no script."""

from collections.abc import Sequence
from html import escape

from ekphrasis_app.training.judging.findings import Findings, Graded, Judged
from ekphrasis_app.training.judging.key import Key
from ekphrasis_app.training.judging.report import (
    about,
    first_lines,
    gain,
    grade_of,
    heading,
    score_of,
    summary_rows,
)

LIGHT = {"ground": "#ffffff", "text": "#000000", "link": "#00347a"}
DARK = {"ground": "#1e1e1e", "text": "#f2f2f2", "link": "#9ecbff"}
"""Colours, every one at least 7:1 on its ground."""


def page(key: Key, judged: Sequence[Judged], found: Findings) -> str:
    """The whole page; its pictures lie beside it."""
    title = escape(heading(key))
    links = "\n".join(
        f'<li><a href="#picture-{number}">{escape(one.shown.name)}</a></li>'
        for number, one in enumerate(judged, 1)
    )
    sections = "\n".join(_section(number, one) for number, one in enumerate(judged, 1))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
{_style()}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{escape(about(key))}</p>
{_summary(found)}
<nav aria-label="Pictures">
<ol>
{links}
</ol>
</nav>
{sections}
</main>
</body>
</html>
"""


def _style() -> str:
    dark = _colours(DARK)
    return f""":root {{ color-scheme: light dark; }}
{_colours(LIGHT)}@media (prefers-color-scheme: dark) {{
{dark}}}
body {{ font: 1.1rem/1.5 sans-serif; margin: 1rem; }}
main {{ max-width: 48rem; margin: auto; }}
img {{ max-width: 100%; max-height: 30rem; }}
blockquote {{ margin: 0.5rem 0 1rem; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid; padding: 0.3rem 0.6rem; text-align: left; }}
"""


def _colours(colours: dict[str, str]) -> str:
    return (
        f"body {{ background: {colours['ground']}; color: {colours['text']}; }}\n"
        f"a {{ color: {colours['link']}; }}\n"
    )


def _summary(found: Findings) -> str:
    rows = "\n".join(
        f'<tr><th scope="row">{what}</th><td>{one}</td><td>{other}</td></tr>'
        for what, one, other in summary_rows(found)
    )
    return f"""<table>
<caption>Summary</caption>
<thead><tr><th scope="col">Measure</th><th scope="col">Found</th>\
<th scope="col">Random</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
<p>{gain(found)}</p>"""


def _section(number: int, judged: Judged) -> str:
    name = escape(judged.shown.name)
    found = "\n".join(map(_poem, judged.found))
    controls = "\n".join(map(_poem, judged.controls))
    return f"""<section aria-labelledby="picture-{number}">
<h2 id="picture-{number}">{name}</h2>
<img src="{escape(judged.shown.thumbnail)}" alt="{name}">
<h3>Found</h3>
<ol>
{found}
</ol>
<h3>Drawn at random</h3>
<ul>
{controls}
</ul>
</section>"""


def _poem(one: Graded) -> str:
    poem = one.poem
    lines = "<br>\n".join(map(escape, first_lines(one)))
    told = f"Grade {grade_of(one)}.{score_of(one)}"
    return (
        f"<li><p><strong>{escape(poem.name)}.</strong> {told}</p>\n"
        f'<blockquote lang="{escape(poem.language)}">{lines}</blockquote></li>'
    )
