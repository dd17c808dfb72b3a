"""What is said about pictures, poems and places, in one style and in the person's language."""

from collections.abc import Sequence

from ekphrasis_app.domain.errors import Problem
from ekphrasis_app.domain.match import Match, Strength
from ekphrasis_app.domain.picture import Origin, Picture
from ekphrasis_app.domain.place import Place, line_number
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.domain.reading import Reading
from ekphrasis_app.wording import tr, trn


def problem_text(problem: Problem) -> str:
    """What happened and what to do."""
    values = problem.values
    advice = tr(problem.advice, **values) if problem.advice else ""
    return f"{tr(problem.happened, **values)} {advice}".strip()


def picture_name(picture: Picture) -> str:
    """The title and the artist if known, else the name of the picture."""
    if picture.title and picture.artist:
        return tr("{title} by {artist}", title=picture.title, artist=picture.artist)
    if picture.origin is Origin.CLIPBOARD and not picture.title:
        # Its own name is in the language that was spoken when it was copied.
        return tr("The copied picture")
    return picture.title or picture.name or tr("the picture")


def poem_name(poem: Poem) -> str:
    """Title and author."""
    if not poem.author:
        return poem.heading
    return tr("{title} by {author}", title=poem.heading, author=poem.author)


def length(poem: Poem) -> str:
    """How many lines the poem has."""
    return trn("{n} line", "{n} lines", len(poem.lines))


def about(poem: Poem) -> str:
    """What is said after a poem's title: author and length."""
    return ", ".join(filter(None, (poem.author, length(poem))))


def found(matches: Sequence[Match]) -> str:
    """How many poems were found, and the first; honest where none fits well."""
    if not matches:
        return tr("No poems found. The library is empty; add poems to it.")
    first = tr("The first is {poem}.", poem=poem_name(matches[0].poem))
    if matches[0].strength is Strength.LOOSE:
        none = tr("No poem fits this picture well.")
        count = trn("{n} loose match.", "{n} loose matches.", len(matches))
        return f"{none} {count} {first}"
    return trn("{n} poem found.", "{n} poems found.", len(matches)) + " " + first


def match_text(match: Match, count: int, detail: str = "normal") -> str:
    """A row of the list of matches; ``detail`` is brief, normal or full.

    The order is fixed, most wanted first: position, title, author, length, how well it
    fits and why.
    """
    poem = match.poem
    parts = [tr("Poem {rank} of {count}", rank=match.rank, count=count), poem.heading]
    if poem.author:
        parts.append(poem.author)
    if detail != "brief":
        parts += [length(poem), _fit(match)]
    if detail == "full":
        parts += _closest(match)
    return ", ".join(parts)


def where(
    picture: Picture | None,
    matches: Sequence[Match],
    chosen: int,
    place: Place,
    reading: Reading,
) -> str:
    """Picture, poem n of m, line n of m, and whether it is being read."""
    if picture is None and not matches:
        return tr("No picture yet. Press Control O to open one.")
    parts = [picture_name(picture)] if picture else [tr("no picture")]
    if 0 <= chosen < len(matches):
        poem = matches[chosen].poem
        parts += [
            tr("poem {n} of {count}", n=chosen + 1, count=len(matches)),
            poem_name(poem),
            tr("line {n} of {count}", n=line_number(poem, place) + 1, count=len(poem.lines)),
            _reading(reading),
        ]
    else:
        parts.append(tr("no poems yet"))
    return ", ".join(parts) + "."


def _fit(match: Match) -> str:
    strength = tr(match.strength.value)
    words = ", ".join(match.reasons.words)
    return f"{strength}: {words}" if words else strength


def _closest(match: Match) -> list[str]:
    lines = match.poem.lines
    return [
        tr("closest line: {line}", line=lines[index].strip())
        for index in match.reasons.lines[:1]
    ]


def _reading(reading: Reading) -> str:
    if reading is Reading.READING:
        return tr("reading")
    return tr("paused") if reading is Reading.PAUSED else tr("not reading")
