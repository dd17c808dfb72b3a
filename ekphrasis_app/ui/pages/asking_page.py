"""A question before something is done that should not happen by mistake."""

from collections.abc import Callable
from dataclasses import dataclass

from ekphrasis_app.app.services import Services
from ekphrasis_app.ui.pages.list_page import Listing, ListPage
from ekphrasis_app.ui.rows import Row

PAGE = "asked"


@dataclass(frozen=True)
class Question:
    """What is asked, and the answers with what follows from each.

    The first answer leaves everything as it is. Without one, Escape leads to ``back``.
    """

    title: str
    text: str
    answers: tuple[tuple[str, Callable[[], None]], ...]
    back: str


class Asking:
    """Asks one question at a time, each on the same page."""

    def __init__(self, go: Callable[[str], None]) -> None:
        self._go = go
        self._in_words: Callable[[], Question] | None = None

    def ask(self, question: Callable[[], Question]) -> None:
        """Show a question, which is put anew in each language."""
        self._in_words = question
        self._go(PAGE)

    @property
    def question(self) -> Question:
        """What is asked, in the language that the window speaks now."""
        assert self._in_words is not None
        return self._in_words()


class AskingPage(ListPage):
    """The question as the name of a list, the answers as its rows."""

    def __init__(self, asking: Asking, services: Services) -> None:
        self._asking = asking
        explain = services.session.explain
        super().__init__(self._listed, services.jobs, services.announcer, explain)

    @property
    def back(self) -> str:
        return self._asking.question.back

    def refresh(self) -> None:
        """It may be another question than before."""
        self.say_anew()
        self.rows.go_to(0)

    def _listed(self) -> Listing:
        asked = self._asking.question
        rows = [Row(text, text, number) for number, (text, _) in enumerate(asked.answers)]
        return Listing(asked.title, asked.text, lambda: rows, self._answer, question=asked.text)

    def _answer(self, row: Row) -> None:
        try:
            self._asking.question.answers[row.value][1]()
        except Exception as error:  # noqa: BLE001  the seam: whatever it was is explained
            self._explain(error)
