"""Every text for people passes here, so that the window's translation reaches it.

Without a translator (the command line, the tests) the English source text is used.
"""

from collections.abc import Callable

Translate = Callable[[str, str, int], str]


def _english(one: str, many: str, n: int) -> str:
    return one if n == 1 else many


_translate: Translate = _english


def use(translate: Translate = _english) -> None:
    """Take ``translate(one, many, n)``; plain texts come with ``one == many`` and n = 1."""
    global _translate
    _translate = translate


def tr(text: str, **values: object) -> str:
    """The text in the person's language, its ``{names}`` filled in."""
    return _translate(text, text, 1).format(**values)


def trn(one: str, many: str, n: int, **values: object) -> str:
    """The form of a text that fits the number ``n``, which it may show as ``{n}``."""
    return _translate(one, many, n).format(n=n, **values)
