"""The design, read out of the source: who may import whom, and how long things may be."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "ekphrasis_app"
PROJECT = PACKAGE.parent
MODULES = sorted(PACKAGE.rglob("*.py"))

MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 60

SIX = ("capture", "models", "retrieval", "library", "speech", "audio")
GROUND = ("domain", "ports", "wording", "keeping")
TOP = tuple(path.stem for path in PACKAGE.glob("*.py"))
"""Modules beside the packages: settings, keys and the like, as data."""

MAY_IMPORT = {
    "domain": ("domain",),
    "wording": (),
    "ports": ("domain",),
    **{part: (*GROUND, part) for part in SIX},
    "training": (*GROUND, "training", "models", "retrieval", "library"),
    "app": (*GROUND, *TOP, *SIX, "app"),
    "ui": (*GROUND, *TOP, *SIX, "app", "ui"),
    "cli": (*GROUND, *TOP, *SIX, "app", "training", "cli", "ui"),
}
"""The parts of the package that each part may import."""

AT_HOME = {
    "PySide6": ("ui",),
    "sqlite3": ("library",),
    "PIL": ("capture", "models", "training"),
    "torch": ("models", "training"),
    "transformers": ("models", "training"),
    "open_clip": ("models", "training"),
    "accelerate": ("training",),
    "matplotlib": ("training",),
    "onnx": ("models", "training"),
    "onnxruntime": ("models", "training"),
    "tokenizers": ("models", "training"),
    "safetensors": ("models", "training"),
    "sounddevice": ("audio",),
    "pyttsx3": ("speech",),
}
"""Libraries, and the only parts that may import them."""

LATE = ("torch", "transformers", "open_clip", "accelerate", "matplotlib", "onnx", "onnxruntime")
"""Slow to load: nothing that the window or a help page needs at once may import them."""

NETWORK = (
    "socket", "ssl", "http", "urllib", "ftplib", "smtplib", "requests", "httpx", "aiohttp",
    "huggingface_hub", "socketserver", "xmlrpc", "webbrowser", "pickle", "shelve", "marshal",
)  # fmt: skip
"""Modules that reach the network, or run what they read."""

BANNED_WORDS = re.compile(
    r"TODO|FIXME|XXX|NotImplementedError|pypi\.org|pythonhosted|/work/|/tmp/|placeholder"
)
BANNED_NAMES = re.compile(r"Manager|Helper|Util")

DOWNLOAD = "ekphrasis_app/models/download.py"
EXCEPTIONS = {
    (DOWNLOAD, "imports http"): (
        "fetches what a person orders: a model in the settings or by bundle install, or train"
    ),
    (DOWNLOAD, "imports urllib"): "the same",
    ("ekphrasis_app/speech/engines/ssip.py", "imports socket"): (
        "Speech Dispatcher listens on a Unix socket of this computer"
    ),
    ("ekphrasis_app/models/ce_clip/archive.py", "imports pickle"): (
        "an Unpickler that refuses everything but tensors, for weights in CLIP's own format"
    ),
}
"""(module, what) that is allowed all the same, with the reason."""


def name_of(path):
    return path.relative_to(PROJECT).as_posix()


def part_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(tree):
    """(full name, node) of everything imported, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module, node
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)


def for_types_only(tree):
    """Nodes under ``if TYPE_CHECKING``, which no running program sees."""
    return {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }


def in_functions(tree):
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        inner
        for node in ast.walk(tree)
        if isinstance(node, functions)
        for inner in ast.walk(node)
    }


def breaches(rule):
    """``rule(path, tree)`` on every module, less the exceptions that have a reason."""
    return [
        f"{name_of(path)}: {what}"
        for path in MODULES
        for what in rule(path, ast.parse(path.read_text(encoding="utf-8")))
        if (name_of(path), what) not in EXCEPTIONS
    ]


def against_the_direction(path, tree):
    part = part_of(path)
    if part in ("__init__", "__main__"):
        return
    for name, _ in imports(tree):
        if name.startswith("ekphrasis_app."):
            other = name.split(".")[1]
            if other not in MAY_IMPORT.get(part, (*GROUND, *TOP)) and other != "__version__":
                yield f"imports {other}"


def away_from_home(path, tree):
    for name, _ in imports(tree):
        library = name.split(".")[0]
        if library in AT_HOME and part_of(path) not in AT_HOME[library]:
            yield f"imports {library}"


def in_the_domain(path, tree):
    """The domain knows the standard library alone."""
    if part_of(path) == "domain":
        for name, _ in imports(tree):
            if name.split(".")[0] in ("numpy", *AT_HOME):
                yield f"imports {name}"


def to_the_network(path, tree):
    for name, _ in imports(tree):
        if name.split(".")[0] in NETWORK:
            yield f"imports {name.split('.')[0]}"


def too_long(path, tree):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if lines > MOST_LINES:
        yield f"has {lines} lines"
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = node.end_lineno - node.lineno + 1
            if length > MOST_LINES_OF_A_FUNCTION:
                yield f"{node.name} has {length} lines"


def with_empty_names(path, tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and BANNED_NAMES.search(node.name):
            yield f"the name {node.name} says nothing"


def with_broad_excepts(path, tree):
    """A bug is caught at a seam only, and there by name, with its reason beside it."""
    source = path.read_text(encoding="utf-8").splitlines()
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            broad = not node.type or ast.unparse(node.type) in ("Exception", "BaseException")
            passed_on = ast.unparse(node.body[-1]) == "raise"
            if broad and not passed_on and "BLE001" not in source[node.lineno - 1]:
                yield f"catches everything in line {node.lineno}"


@pytest.mark.parametrize(
    "rule",
    [
        against_the_direction,
        away_from_home,
        in_the_domain,
        to_the_network,
        too_long,
        with_empty_names,
        with_broad_excepts,
    ],
    ids=lambda rule: rule.__name__,
)
def test_no_module_is(rule):
    assert breaches(rule) == []


def at_once(module):
    """What a module of the package imports before it does anything else."""
    path = PACKAGE.parent.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    later = in_functions(tree) | for_types_only(tree)
    return {name for name, node in imports(tree) if node not in later}


def test_no_network_library_is_loaded_before_it_is_needed():
    waiting = [
        name_of(path).removesuffix(".py").replace("/", ".")
        for path in MODULES
        if part_of(path) in ("ui", "cli", "app")
    ]
    seen, found = set(waiting), []
    while waiting:
        module = waiting.pop()
        names = at_once(module)
        found += [f"{module} imports {n}" for n in names if n.split(".")[0] in LATE]
        new = {name for name in names if name.startswith("ekphrasis_app")} - seen
        seen |= new
        waiting += new
    assert found == []
    assert "ekphrasis_app.capture.decode" in seen, "the walk has gone through the package"


def test_no_module_says_that_it_is_unfinished_or_where_it_was_made():
    found = [
        f"{name_of(path)}:{number}: {match[0]}"
        for folder in ("ekphrasis_app", "packaging")
        for path in sorted((PROJECT / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (match := BANNED_WORDS.search(line))
    ]
    assert found == []


def test_the_exceptions_are_still_needed():
    for (name, what), reason in EXCEPTIONS.items():
        path = PROJECT / name
        assert reason
        assert what in to_the_network(path, ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("source", "rule", "breach"),
    [
        ("from ekphrasis_app.app import session", against_the_direction, "imports app"),
        ("import sqlite3", away_from_home, "imports sqlite3"),
        ("import socket", to_the_network, "imports socket"),
        ("import urllib.request", to_the_network, "imports urllib"),
        ("x = 1\n" * 301, too_long, "has 301 lines"),
        ("class ThingManager: pass", with_empty_names, "the name ThingManager says nothing"),
        (
            "try: f()\nexcept Exception: pass",
            with_broad_excepts,
            "catches everything in line 2",
        ),
    ],
)
def test_each_rule_sees_a_breach(source, rule, breach, tmp_path, monkeypatch):
    module = tmp_path / "ekphrasis_app" / "models" / "made_up.py"
    module.parent.mkdir(parents=True)
    module.write_text(source)
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path / "ekphrasis_app")
    assert set(rule(module, ast.parse(source))) == {breach}
