"""A poem: its words in lines and stanzas, and where they come from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Poem:
    """A text in stanzas of lines, kept exactly as written.

    No stanza and no line is empty. ``title`` may be empty; ``heading`` never is.
    ``language`` is a BCP 47 tag and selects the voice; ``licence`` is a short statement.
    """

    id: str
    title: str
    author: str
    stanzas: tuple[tuple[str, ...], ...]
    language: str = "en"
    source: str = ""
    licence: str = ""

    def __post_init__(self) -> None:
        if not self.stanzas or not all(self.stanzas):
            raise ValueError("a poem has at least one stanza, and no stanza is empty")
        if not all(line.strip() for line in self.lines):
            raise ValueError("a poem has no empty lines; stanzas do that work")

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines in reading order, without the gaps between stanzas."""
        return tuple(line for stanza in self.stanzas for line in stanza)

    @property
    def heading(self) -> str:
        """The title, or for a poem without one its first line less closing punctuation."""
        return self.title or self.stanzas[0][0].strip().rstrip(",;:.-—– ")

    @property
    def text(self) -> str:
        """The whole poem as text, stanzas separated by one blank line."""
        return "\n\n".join("\n".join(stanza) for stanza in self.stanzas)


def stanzas_of(text: str) -> tuple[tuple[str, ...], ...]:
    """Split ``text`` into stanzas at blank lines; right-hand spaces go, indents stay."""
    stanzas: list[tuple[str, ...]] = []
    current: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.strip():
            current.append(line.rstrip())
        elif current:
            stanzas.append(tuple(current))
            current = []
    return tuple(stanzas)
