"""What the report of a graded sheet says, in words, and as Markdown."""

from collections.abc import Iterator, Sequence

from ekphrasis_app.training.judging.findings import Estimate, Findings, Graded, Judged, Side
from ekphrasis_app.training.judging.grades import FITS, WORDS
from ekphrasis_app.training.judging.key import Key

FIRST_LINES = 3
"""Lines by which the report reminds of a poem."""
COUNTED = ("poems that fit", "pictures without one", "mean grade")


def markdown(key: Key, judged: Sequence[Judged], found: Findings) -> str:
    """The whole report."""
    rows = "".join(f"| {' | '.join(row)} |\n" for row in summary_rows(found))
    head = f"# {heading(key)}\n\n{about(key)}\n\n"
    table = f"| | found | random |\n| --- | ---: | ---: |\n{rows}\n{gain(found)}\n"
    return "\n".join([head + table, *map(_picture, judged)])


def heading(key: Key) -> str:
    """The report's title."""
    return f"Poems judged by eye: {key.bundle}"


def about(key: Key) -> str:
    """How the judgement was made."""
    poems = key.pictures[0].poems
    top = sum(poem.rank is not None for poem in poems)
    return (
        f"{key.bundle} chose {top} of {key.library} poems for each of {len(key.pictures)} "
        f"pictures. The sheet for grading mixed them with {len(poems) - top} drawn at random "
        f"(seed {key.seed}) and did not tell which were which. Grades: {scale()}. From {FITS} "
        "up a poem fits. In brackets: 95 % bootstrap intervals over the pictures."
    )


def scale() -> str:
    """The grades with their meanings."""
    return ", ".join(f"{grade} {words}" for grade, words in enumerate(WORDS))


def summary_rows(found: Findings) -> list[tuple[str, str, str]]:
    """What is counted, for the poems found and for the random ones."""
    one, other = _figures(found.found), _figures(found.controls)
    return list(zip(COUNTED, one, other, strict=True))


def gain(found: Findings) -> str:
    """The sentence about the order of the poems found."""
    name = f"nDCG@{found.top}"
    if found.ndcg is None:
        return f"No poem has a grade above 0, so there is no {name}."
    return (
        f"{name} of the poems found, against the best order of all judged: "
        f"{_figure(found.ndcg, '.1f', ' %')} over {found.ndcg_pictures} pictures."
    )


def grade_of(one: Graded) -> str:
    """A poem's grade in words."""
    return f"{one.grade}, {WORDS[one.grade]}"


def score_of(one: Graded) -> str:
    """The sentence about a poem's score, none for a control; never minus nothing."""
    score = one.poem.score
    return "" if score is None else f" Score {round(score, 3) + 0.0:.3f}."


def first_lines(one: Graded) -> Iterator[str]:
    """The poem's first lines, without gaps."""
    lines = [line for line in one.poem.lines if line][:FIRST_LINES]
    return (line.strip() for line in lines)


def _figures(side: Side) -> tuple[str, str, str]:
    """What COUNTED names."""
    return (
        f"{side.fitting} of {side.poems}, {_figure(side.share, '.1f', ' %')}",
        f"{side.without} of {side.pictures}, {_figure(side.share_without, '.1f', ' %')}",
        _figure(side.grade, ".2f"),
    )


def _figure(estimate: Estimate, form: str, unit: str = "") -> str:
    low, high = estimate.interval
    return f"{estimate.value:{form}}{unit} [{low:{form}}, {high:{form}}]"


def _picture(judged: Judged) -> str:
    shown = judged.shown
    found = "\n".join(f"{one.poem.rank}. {_poem(one)}" for one in judged.found)
    controls = "\n".join(f"- {_poem(one)}" for one in judged.controls)
    return (
        f"## {shown.name}\n\n![{shown.name}]({shown.thumbnail})\n\n{found}\n\n"
        f"Drawn at random:\n\n{controls}\n"
    )


def _poem(one: Graded) -> str:
    lines = " / ".join(first_lines(one))
    return f"**{one.poem.name}.** Grade {grade_of(one)}.{score_of(one)} {lines}"
