"""Every text for people passes here, so that the window's translation reaches it.

Without a translator (the command line, the tests) the English source text is used. A
text is looked up when it is shown or said, never at import.
"""

from collections.abc import Callable

Translate = Callable[[str, str, int], str]

SOURCE = "en"
"""The language of the source texts."""

REASONS = (
    "Connection refused",
    "Connection reset by peer",
    "File name too long",
    "Input/output error",
    "Is a directory",
    "Name or service not known",
    "Network is unreachable",
    "No address associated with hostname",
    "No route to host",
    "No space left on device",
    "No such file or directory",
    "Not a directory",
    "Operation not permitted",
    "Permission denied",
    "Read-only file system",
    "Remote end closed connection without response",
    "Temporary failure in name resolution",
    "The system gives no reason",
)
"""What systems give as their reasons, in English: the usual ones are translated."""


def english(one: str, many: str, n: int) -> str:
    """The source text that fits ``n``."""
    return one if n == 1 else many


_translate: Translate = english
_language = SOURCE


def use(translate: Translate = english, language: str = SOURCE) -> None:
    """Take ``translate(one, many, n)``; plain texts come with ``one == many`` and n = 1.

    ``language`` is the code of what it translates to.
    """
    global _translate, _language
    _translate, _language = translate, language


def language() -> str:
    """The language that ``tr`` gives, to be spoken with a voice that knows it."""
    return _language


def tr(text: str, **values: object) -> str:
    """The text in the person's language, its ``{names}`` filled in if there are values."""
    found = _translate(text, text, 1)
    return found.format(**values) if values else found


def trn(one: str, many: str, n: int, **values: object) -> str:
    """The form of a text that fits the number ``n``, which it may show as ``{n}``."""
    return _translate(one, many, n).format(n=n, **values)


def reason(error: OSError) -> str:
    """Why the system refused something, in the person's language if it is a usual reason."""
    return tr(error.strerror or "The system gives no reason")
