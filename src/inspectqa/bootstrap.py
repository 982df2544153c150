"""settings -> objects: the one place that chooses an implementation.

Each part is made when it is first asked for, so that listing documents loads no model and opens no index.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from inspectqa.answering.modelled.breaker import Breaker
from inspectqa.answering.modelled.generative import Generative
from inspectqa.answering.modelled.model import Limits, Model
from inspectqa.assistant import Assistant
from inspectqa.errors import SettingsError
from inspectqa.index.catalogue import Catalogue
from inspectqa.index.embedding import Embedder, LocalEmbedder
from inspectqa.index.embedding_remote import RemoteEmbedder
from inspectqa.index.search import Index, keywords_in
from inspectqa.index.vectors import VectorIndex
from inspectqa.settings import Settings

if TYPE_CHECKING:
    from inspectqa.ingest.pipeline import Pipeline


class Application:
    """The parts of one process, sharing one catalogue and one index."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def catalogue(self) -> Catalogue:
        """What is held: the only truth."""
        return Catalogue(self.settings.data_dir)

    @cached_property
    def index(self) -> Index:
        """The copies that are searched."""
        folder = self.catalogue.folder
        vectors, keywords = VectorIndex(folder / "vectors"), keywords_in(folder / "keywords")
        return Index(self.catalogue, _embedder(self.settings), vectors, keywords)

    @cached_property
    def pipeline(self) -> "Pipeline":
        """The way in."""
        from inspectqa.ingest.pipeline import Pipeline  # noqa: PLC0415  a question should not load the readers

        return Pipeline(self.catalogue, self.index, self.settings)

    @cached_property
    def assistant(self) -> Assistant:
        """The way out."""
        return Assistant(self.index, self.catalogue, self.settings, _generative(self.settings))

    def opened(self) -> "Application":
        """Return this application with every part of the way out made: two threads must not make one twice."""
        for part in ("catalogue", "index", "assistant"):
            getattr(self, part)
        return self

    def ready(self) -> None:
        """Make and try every part that a question needs, so that the first one is not the slow one.

        Raises:
            InspectqaError: a part can't be used; says which, and the remedy.
        """
        self.catalogue.documents()
        self.assistant.holdings()
        self.index.prepare()
        self.index.search("ready", 1)

    def close(self) -> None:
        """Let go of the data folder."""
        if "index" in self.__dict__:
            self.index.close()
        if "catalogue" in self.__dict__:
            self.catalogue.close()


def build(settings: Settings) -> Application:
    """Return the parts that ``settings`` ask for, none of them opened yet."""
    return Application(settings)


def _embedder(settings: Settings) -> Embedder:
    if settings.embedding_url is None:
        return LocalEmbedder(settings.embedding_dir, settings.threads)
    key = settings.embedding_key.get_secret_value() if settings.embedding_key else ""
    return RemoteEmbedder(settings.embedding_url, settings.embedding_model, key)


def _generative(settings: Settings) -> Generative | None:
    """Return the model that rewords answers; None when none is set.

    Raises:
        SettingsError: only one of the model's address and its name is set.
    """
    if settings.model_url is None and settings.model_name is None:
        return None
    if settings.model_url is None or settings.model_name is None:
        missing = "model_url" if settings.model_url is None else "model_name"
        raise SettingsError(f"setting {missing} (INSPECTQA_{missing.upper()}) is not set; a model needs both, or none")
    limits = Limits(
        connect=settings.model_connect_seconds,
        first_token=settings.model_first_token_seconds,
        gap=settings.model_gap_seconds,
        total=settings.model_total_seconds,
        retries=settings.model_retries,
    )
    key = settings.model_key.get_secret_value() if settings.model_key else ""
    breaker = Breaker(settings.model_breaker_failures, settings.model_breaker_seconds)
    return Generative(Model(settings.model_url, settings.model_name, key, limits, breaker), settings.answer_statements)
