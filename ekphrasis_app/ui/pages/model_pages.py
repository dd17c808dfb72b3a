"""Getting models and letting them go: the ways to get one, and the questions before."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ekphrasis_app.app import shelf
from ekphrasis_app.app.own_models import OwnModels
from ekphrasis_app.domain.errors import Problem
from ekphrasis_app.models.bundles import Installed
from ekphrasis_app.models.ce_clip import need_torch
from ekphrasis_app.models.offers import Offer
from ekphrasis_app.models.taking_in import may_be_model, needs_source
from ekphrasis_app.ui.pages.asking_page import Asking, Question
from ekphrasis_app.ui.pages.list_page import Listing
from ekphrasis_app.ui.pages.open_page import Sought
from ekphrasis_app.ui.rows import Row
from ekphrasis_app.wording import tr, trn

WAYS = "models"
"""The page that lists how models can be got."""
FILE = "model file"
"""The page on which a file or folder is chosen."""
SETTINGS = "settings"
STOP = "stop"
MEGABYTE = 1_000_000

MODELS = Sought(
    lambda: tr("Add a model"),
    lambda: tr("Models and folders"),
    lambda: tr("Or type the path of a model's file or folder, then Enter"),
    lambda: tr("Type the path of a model first."),
    lambda n: trn("{n} model", "{n} models", n),
    shelf.models_and_folders,
    may_be_model,
    WAYS,
)


class ModelPages:
    """What leads from the list of models to more of them, or to fewer."""

    def __init__(
        self,
        models: OwnModels,
        go: Callable[..., None],
        asking: Asking,
        explain: Callable[[Exception], None],
    ) -> None:
        self._models = models
        self._go = go
        self._asking = asking
        self._explain = explain
        self.home: QWidget | None = None
        """The list of models while there is one: where to be when models change."""

    def get(self) -> None:
        """Show the ways to get a model."""
        self._go(WAYS)

    def remove(self, name: str, in_use: bool) -> None:
        """Ask whether a model is to be removed, then remove it."""

        def ask() -> None:
            bundle = shelf.removable(name)
            self._asking.ask(partial(self._removal, bundle, in_use))

        self._safely(ask)

    def take_in(self, path: Path) -> None:
        """Take in a file or folder; ask first whose weights they are if it does not tell."""

        def begin() -> None:
            if needs_source(path):
                self._asking.ask(partial(self._whose, path, shelf.offers().weights.values()))
            else:
                self._begin(lambda: self._models.take_in(path))

        self._safely(begin)

    def ways(self) -> Listing:
        """Each way to get a model; while one is on its way, first a way to stop it."""
        return Listing(
            tr("Get a model"),
            tr("Ways to get a model"),
            self._rows,
            lambda row: self._safely(lambda: self._take(row.value)),
            hint=tr("Nothing is fetched before you are told what it is and asked."),
            back=SETTINGS,
        )

    def _rows(self) -> list[Row]:
        rows = []
        if self._models.coming:
            rows.append(_row(tr("Stop getting {name}", name=self._models.coming), STOP))
        try:
            rows += [_row(_offered(offer), offer) for offer in shelf.offers().weights.values()]
        except Problem as problem:
            self._explain(problem)
        rows.append(_row(tr("Add one from a file or folder of this computer"), FILE))
        return rows

    def _take(self, way: Offer | str) -> None:
        if isinstance(way, Offer):
            need_torch()
            self._asking.ask(partial(self._fetching, way))
        elif way == FILE:
            self._go(FILE)
        else:
            self._begin(self._models.give_up)

    def _begin(self, do: Callable[[], object]) -> None:
        """Go back to the list of models, where what comes of it will be seen, and do it."""
        self._go(SETTINGS, self.home)
        do()

    def _fetching(self, offer: Offer) -> Question:
        no = (tr("No, fetch nothing."), lambda: self._go(WAYS))
        yes = (tr("Yes, fetch it."), lambda: self._begin(lambda: self._models.fetch(offer)))
        return Question(tr("Fetch a model"), _what_is_fetched(offer), (no, yes), WAYS)

    def _removal(self, bundle: Installed, in_use: bool) -> Question:
        parts = [
            tr("Remove {name}?", name=bundle.name),
            trn(
                "{n} megabyte is deleted, and what it knows of your poems.",
                "{n} megabytes are deleted, and what it knows of your poems.",
                megabytes(bundle.size),
            ),
        ]
        if in_use:
            parts.append(tr("It finds the poems now; the usual model takes over."))
        no = (tr("No, keep it."), lambda: self._go(SETTINGS))
        yes = (
            tr("Yes, remove it."),
            lambda: self._begin(lambda: self._models.remove(bundle.name)),
        )
        return Question(tr("Remove a model"), " ".join(parts), (no, yes), SETTINGS)

    def _whose(self, path: Path, offers: Iterable[Offer]) -> Question:
        text = tr(
            "Whose weights does {file} hold? It does not tell, and they are read differently.",
            file=path.name,
        )
        leave = (tr("I do not know; add nothing."), lambda: self._go(FILE))
        return Question(
            tr("Whose weights"),
            text,
            (leave, *(self._theirs(path, offer) for offer in offers)),
            FILE,
        )

    def _theirs(self, path: Path, offer: Offer) -> tuple[str, Callable[[], None]]:
        return offer.publisher, lambda: self._begin(
            lambda: self._models.take_in(path, offer.name)
        )

    def _safely(self, do: Callable[[], None]) -> None:
        try:
            do()
        except Problem as problem:
            self._explain(problem)


def megabytes(size: int) -> int:
    """A number of bytes as it is said."""
    return round(size / MEGABYTE)


def _offered(offer: Offer) -> str:
    return tr(
        "Fetch {name} with the weights of {publisher}, about {n} megabytes, over the network",
        name=offer.bundle,
        publisher=offer.publisher,
        n=offer.megabytes,
    )


def _what_is_fetched(offer: Offer) -> str:
    """What comes, from whom, how large it is, and what they learn of the person."""
    words = shelf.offers().vocabulary
    parts = [
        tr(
            "Fetch {name}? About {n} megabytes come from {host}: the weights of {publisher}, "
            "licence {licence}.",
            name=offer.bundle,
            n=offer.megabytes,
            host=offer.host,
            publisher=offer.publisher,
            licence=offer.licence,
        ),
        tr("The vocabulary, {n} more, comes from {host}.", n=words.megabytes, host=words.host),
    ]
    if arrived := megabytes(shelf.arrived(offer)):
        parts.append(tr("{n} of them have come already.", n=arrived))
    if not offer.sha256:
        parts.append(tr("Nothing is known to compare them with: what comes first is trusted."))
    if any(bundle.name == offer.bundle for bundle in shelf.installed()):
        parts.append(tr("It takes the place of the {name} that is here.", name=offer.bundle))
    parts.append(tr("They learn your network address, and nothing else of you."))
    return " ".join(parts)


def _row(text: str, value: object) -> Row:
    return Row(text, text, value)
