"""The report of a graded sheet, written beside it."""

from collections.abc import Mapping
from pathlib import Path

from ekphrasis_app.keeping import write_safely
from ekphrasis_app.training.judging.findings import Findings, findings, joined
from ekphrasis_app.training.judging.grades import Place
from ekphrasis_app.training.judging.key import Key
from ekphrasis_app.training.judging.page import page
from ekphrasis_app.training.judging.report import markdown
from ekphrasis_app.training.judging.sheet import unwritable


def write_report(key: Key, grades: Mapping[Place, int], folder: Path) -> Findings:
    """Write ``report.html`` and ``report.md`` into the sheet's folder."""
    judged = joined(key, grades)
    found = findings(judged, key.seed)
    try:
        write_safely(folder / "report.html", page(key, judged, found))
        write_safely(folder / "report.md", markdown(key, judged, found))
    except OSError as error:
        raise unwritable("report", folder, error) from error
    return found
