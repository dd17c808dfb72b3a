"""Tables of results as Markdown, JSON and a plot."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ekphrasis_app.keeping import write_safely
from ekphrasis_app.training.tables import Row, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEADINGS = {
    "r1": "R@1 (%)",
    "r5": "R@5 (%)",
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


def _markdown(table: Table) -> str:
    head = " | ".join(["method", *(HEADINGS[name] for name in table.columns)])
    rule = " | ".join(["---"] + ["---:"] * len(table.columns))
    rows = "".join(f"| {_cells(row, table.columns)} |\n" for row in table.rows)
    return f"## {table.title}\n\n| {head} |\n| {rule} |\n{rows}"


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
