"""``./ekphrasis test``: ruff (rules, then formatting), mypy and pytest, each to its end."""

import subprocess
from collections.abc import Sequence

from .problem import OURS
from .project import Project, has_torch

# What mypy must let pass where PyTorch is missing: its classes are then of unknown type.
_WITHOUT_TORCH = (
    "--ignore-missing-imports",
    "--allow-subclassing-any",
    "--allow-untyped-decorators",
    "--no-warn-return-any",
    "--no-warn-unused-ignores",
)


def run_tests(project: Project, words: Sequence[str]) -> int:
    """Run the checks and the tests, or pytest alone if ``words`` are given. 0 if all pass."""
    if words:
        return _run(project, "pytest", *words)
    codes = [
        _run(project, "ruff", "check", "."),
        _run(project, "ruff", "format", "--check", "."),
        _run(project, "mypy", *(() if has_torch(project) else _WITHOUT_TORCH)),
        _run(project, "pytest"),
    ]
    return OURS if any(codes) else 0


def _run(project: Project, module: str, *words: str) -> int:
    print(f"{module} {' '.join(words)}".rstrip(), flush=True)
    command = [str(project.python), "-m", module, *words]
    return subprocess.run(command, cwd=project.root, check=False).returncode
