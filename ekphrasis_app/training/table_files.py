"""Tables of results as Markdown, JSON and a plot."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ekphrasis_app.keeping import write_safely
from ekphrasis_app.training.tables import Row, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEADINGS = {
    "r1": "R@1 (%)",
    "r5": "R@5 (%)",
    "r10": "R@10 (%)",
    "r20": "R@20 (%)",
    "mean": "mean rank",
    "median": "median rank",
    "ndcg": "nDCG (%)",
}
RECALLS = ("r1", "r5", "r20")


def markdown(tables: Sequence[Table]) -> str:
    """All tables, one under the other; intervals in brackets."""
    note = (
        "In brackets: 95 % bootstrap intervals over the queries. Quoted rows were measured "
        "by their authors on their own hold-out of MultiM-Poem.\n"
    )
    return "\n".join([*map(_markdown, tables), note])


def kinds_markdown(tables: Sequence[Table], source: str) -> str:
    """The tables of all kinds as one; ``source`` tells which pairs they are of."""
    columns = tables[0].columns
    rows = (f"{table.title} | {_cells(row, columns)}" for table in tables for row in table.rows)
    note = (
        "The rank is that of a picture's best own text among all texts of its kind; for poems "
        "among N, that of its poem. In brackets: 95 % bootstrap intervals over the pictures, "
        "and over the runs where there are several."
    )
    grid = _grid(("pairs", "model"), columns, rows)
    return f"Measured on {source}.\n\n{grid}\n{note}\n"


def kinds_document(tables: Sequence[Table], source: str) -> dict[str, Any]:
    """The same for JSON."""
    return {"pairs": source, "tables": [table.as_dict() for table in tables]}


def _markdown(table: Table) -> str:
    rows = (_cells(row, table.columns) for row in table.rows)
    return f"## {table.title}\n\n{_grid(('method',), table.columns, rows)}"


def _grid(first: Sequence[str], columns: Sequence[str], rows: Iterable[str]) -> str:
    """A table: ``first`` are the headings of words, ``columns`` the measures after them."""
    head = " | ".join([*first, *(HEADINGS[name] for name in columns)])
    rule = " | ".join(["---"] * len(first) + ["---:"] * len(columns))
    return "".join(f"| {line} |\n" for line in (head, rule, *rows))


def _cells(row: Row, columns: Sequence[str]) -> str:
    if row.intervals is None:
        return " | ".join([f"*{row.method}*", *(f"*{row.measures[n]:g}*" for n in columns)])
    cells = [row.method]
    for name in columns:
        low, high = row.intervals[name]
        cells.append(f"{row.measures[name]:.1f} [{low:.1f}, {high:.1f}]")
    return " | ".join(cells)


def write_tables(tables: Sequence[Table], folder: Path) -> None:
    """Write ``tables.md``, ``tables.json`` and ``tables.png`` into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    write_safely(folder / "tables.md", markdown(tables))
    content = {"tables": [table.as_dict() for table in tables]}
    write_safely(folder / "tables.json", json.dumps(content, ensure_ascii=False, indent=1))
    _plot([table for table in tables if "r1" in table.columns], folder / "tables.png")


def write_kinds(tables: Sequence[Table], source: str, folder: Path) -> None:
    """Write ``kinds.md`` and ``kinds.json`` into ``folder``."""
    content = json.dumps(kinds_document(tables, source), ensure_ascii=False, indent=1)
    write_safely(folder / "kinds.json", content)
    write_safely(folder / "kinds.md", kinds_markdown(tables, source))


def _plot(tables: Sequence[Table], path: Path) -> None:
    """A panel a table: bars for each method's recalls, quoted ones pale, with intervals."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    heights = [1.0 + 0.5 * len(table.rows) for table in tables]
    figure = Figure(figsize=(10, sum(heights)), layout="constrained")
    FigureCanvasAgg(figure)
    panels = figure.subplots(len(tables), squeeze=False, height_ratios=heights)[:, 0]
    for axes, table in zip(panels, tables, strict=True):
        for number, name in enumerate(RECALLS):
            _bars(axes, table.rows, name, number)
        axes.set_yticks(range(len(table.rows)), [row.method for row in table.rows])
        axes.invert_yaxis()
        axes.set_title(table.title, fontsize=10)
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    figure.savefig(path, dpi=110)


def _bars(axes: "Axes", rows: Sequence[Row], name: str, number: int) -> None:
    for place, row in enumerate(rows):
        value = row.measures[name]
        low, high = (row.intervals or {}).get(name, (value, value))
        axes.barh(
            place + (number - 1) * 0.27,
            value,
            height=0.25,
            color=f"C{number}",
            alpha=0.45 if row.quoted else 1.0,
            xerr=[[max(0.0, value - low)], [max(0.0, high - value)]],
            label=HEADINGS[name] if place == 0 else None,
        )
