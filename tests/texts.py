"""Every text that a person may see or hear in the window, read out of the source.

Most stand in a call: ``tr("…")``, ``trn("…", "…", n)`` or a ``Problem("…", "…")``. The
others are looked up in a table, which ``TABLES`` finds by the expression in the call; a
call with an expression that is not there is reported as unknown, so that none is missed.
"""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

from ekphrasis_app import taken_keys, wording
from ekphrasis_app.app.state import Task
from ekphrasis_app.capture import problems
from ekphrasis_app.choices import SETTINGS
from ekphrasis_app.commands import COMMANDS
from ekphrasis_app.domain.match import Strength
from ekphrasis_app.keymap import SPOKEN
from ekphrasis_app.models import bundles
from ekphrasis_app.speech import languages
from ekphrasis_app.speech.engines import dispatcher, espeak, pyttsx3, silent
from ekphrasis_app.ui import keys, picture_view, self_voice
from ekphrasis_app.ui.pages import question_page

PACKAGE = Path(__file__).resolve().parents[1] / "ekphrasis_app"

ENGLISH_ONLY = (
    "cli/",
    "training/",
    "app/benchmarks.py",
    "app/doctor.py",
    "app/poems.py",
    "library/importers/",
    "library/prepare.py",
)
"""What only the command line uses, which speaks English."""


def _sentences(name: str) -> set[str]:
    """The sentences that a module holds, less its docstrings."""
    tree = ast.parse((PACKAGE / name).read_text("utf-8"))
    remarks = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    literals = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node not in remarks
    )
    return {text for text in literals if isinstance(text, str) and text.endswith(".")}


_names = {c.spoken for c in COMMANDS} | {c.name for c in COMMANDS}
_explanations = {c.explanation for c in COMMANDS}
_choices = {text for s in SETTINGS for _, text in s.choices}
_engines = (
    espeak.Espeak,
    dispatcher.Dispatcher,
    pyttsx3.Pyttsx3,
    silent.Silent,
    silent.ScreenReader,
)

TABLES = {
    "command.name": _names,
    "command.spoken": _names,
    "other.spoken": _names,
    "command.explanation": _explanations,
    "BY_ID[command].name": _names,
    "BY_ID[command].spoken": _names,
    "BY_ID[command].explanation": _explanations,
    "group": {c.group for c in COMMANDS},
    "setting.name": {s.name for s in SETTINGS},
    "setting.explanation": {s.explanation for s in SETTINGS},
    "setting.unit": {s.unit for s in SETTINGS},
    "self.unit": {s.unit for s in SETTINGS},
    "page": {s.page for s in SETTINGS},
    "dict(self.choices)[str(value)]": _choices,
    "text": _choices | {text for _, text in question_page.ANSWERS},
    "match.strength.value": {s.value for s in Strength},
    "state.task": set(Task),
    "error.strerror or 'The system gives no reason'": set(wording.REASONS),
    "SPOKEN[name]": set(SPOKEN.values()),
    "takers": set(taken_keys.TAKEN),
    "need": {taken_keys.BETWEEN_CONTROLS, taken_keys.INSIDE_CONTROLS, taken_keys.TYPING},
    "kind": {kind for *_, kind in problems.LOOKALIKES},
    "happened": {trouble.value[0] for trouble in problems.Trouble},
    "advice": {trouble.value[1] for trouble in problems.Trouble},
    "engine.name": {engine.name for engine in _engines},
    "self._engine.name": set(),
    "self._voice.name": set(),
    "PLAIN[key]": set(keys.PLAIN.values()),
    "ROLES[interface.role()]": set(self_voice.ROLES.values()),
    "CHARACTERS[character]": set(self_voice.CHARACTERS.values()),
    "PARTS[row][column]": {part for row in picture_view.PARTS for part in row},
    "name": {"Orca", "VoiceOver", "a screen reader"} | set(languages.NAMES.values()),
    # What was collected when the problem or the note was made.
    "problem.happened": set(),
    "problem.advice": set(),
    "sentence": _sentences("settings.py"),
    "told": set(wording.REASONS),
    "HOW_TO_GET.get(name, SEE_WHAT_THERE_IS)": {
        *bundles.HOW_TO_GET.values(),
        bundles.SEE_WHAT_THERE_IS,
    },
}
"""What an expression that is looked up can be."""


class Texts:
    """``plain`` texts, ``counted`` ones by their form for one, and what is ``unknown``."""

    def __init__(self) -> None:
        self.plain: set[str] = set()
        self.counted: dict[str, str] = {}
        self.unknown: list[str] = []
        for path in sorted(PACKAGE.rglob("*.py")):
            name = path.relative_to(PACKAGE).as_posix()
            if name != "wording.py" and not name.startswith(ENGLISH_ONLY):
                self._read(name, ast.parse(path.read_text("utf-8")))
        self.plain |= TABLES["error.strerror or 'The system gives no reason'"]
        self.plain.discard("")

    def _read(self, name: str, tree: ast.AST) -> None:
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func).rpartition(".")[2]
            if called == "trn":
                one, many = (ast.literal_eval(text) for text in node.args[:2])
                self.counted[one] = many
            elif called == "tr":
                self._take(name, node.args[:1])
            elif called.endswith("Problem"):
                self._take(name, node.args[:2])
            elif any(isinstance(each, ast.Name) and each.id == "tr" for each in node.args):
                self._take(name, node.args[1:])

    def _take(self, name: str, texts: list[ast.expr]) -> None:
        for text in (branch for each in texts for branch in _branches(each)):
            expression = ast.unparse(text)
            if isinstance(text, ast.Constant):
                self.plain.add(text.value)
            elif isinstance(text, ast.Name) and text.id.isupper():
                self.plain.add(_constant(name, text.id))
            elif expression in TABLES:
                self.plain |= TABLES[expression]
            else:
                self.unknown.append(f"{name}:{text.lineno}: {expression}")


def _branches(text: ast.expr) -> Iterator[ast.expr]:
    if isinstance(text, ast.IfExp):
        yield from _branches(text.body)
        yield from _branches(text.orelse)
    else:
        yield text


def _constant(name: str, constant: str) -> str:
    module = importlib.import_module(
        f"ekphrasis_app.{name.removesuffix('.py').replace('/', '.')}"
    )
    return getattr(module, constant)
