"""The curves of a run: a line of JSON a step and an epoch, and a picture of them."""

import json
from pathlib import Path
from typing import Any

from ekphrasis_app.keeping import write_safely

FILE = "curve.jsonl"
PLOT = "curve.png"


class Curve:
    """Appends to a file of JSON lines, each of which says its ``step``."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def go_back_to(self, step: int, checked: bool) -> None:
        """Forget what was written after ``step``: it is about to be done again.

        ``checked`` tells whether the validation at that very step is behind us.
        """
        kept = [
            line
            for line in self.lines()
            if line["step"] < step or (line["step"] == step and (checked or "loss" in line))
        ]
        write_safely(self._path, "".join(f"{json.dumps(line)}\n" for line in kept))

    def add(self, **values: str | int | float) -> None:
        """Write one line; it survives a kill right after."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(values)}\n")

    def lines(self) -> list[dict[str, Any]]:
        """All complete lines; a kill may have cut the last one."""
        if not self._path.exists():
            return []
        text = self._path.read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines(keepends=True) if line[-1] == "\n"]

    def plot(self) -> None:
        """Draw loss and validation accuracy by step, a colour for each stage."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(8, 6), layout="constrained")
        FigureCanvasAgg(figure)
        above, below = figure.subplots(2, 1, sharex=True)
        lines = self.lines()
        for stage in dict.fromkeys(line["stage"] for line in lines):
            for axes, key, mark in ((above, "loss", None), (below, "accuracy", "o")):
                points = [one for one in lines if one["stage"] == stage and key in one]
                steps, values = [one["step"] for one in points], [one[key] for one in points]
                axes.plot(steps, values, marker=mark, label=stage)
        above.set_ylabel("training loss")
        below.set_ylabel("validation accuracy (%)")
        below.set_xlabel("step")
        above.legend()
        figure.savefig(self._path.with_name(PLOT), dpi=120)
