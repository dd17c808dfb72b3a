"""What training needs beyond the program itself."""

from importlib.util import find_spec

from ekphrasis_app.domain.errors import InputProblem


def need_extra(*packages: str) -> None:
    """Raise ``InputProblem`` if one of ``packages`` of the extra ``training`` is missing."""
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        raise InputProblem(
            "This needs {packages}, which is not installed.",
            "Run: ekphrasis setup --training",
            packages=", ".join(missing),
        )
