"""The service, put together: routes, problems, limits and headers around the application."""

import time

from fastapi import FastAPI
from starlette.types import ASGIApp

from inspectqa import __version__
from inspectqa.api import downloads, embed, feedback, pages, problems, routes, stream
from inspectqa.api.cross_origin import CrossOrigin
from inspectqa.api.envelope import Envelope
from inspectqa.api.facets import Shelf
from inspectqa.api.recent import Recent
from inspectqa.api.tokens import Tokens, secret_bytes
from inspectqa.bootstrap import Application
from inspectqa.pictures import Pictures
from inspectqa.settings import Settings


class Service(FastAPI):
    """A FastAPI application inside our envelope, which must be outside of everything that fastapi adds."""

    def build_middleware_stack(self) -> ASGIApp:
        """Return the whole stack, the envelope outermost, then who may ask at all."""
        origins = frozenset(self.state.application.settings.widget_origins)
        guarded = CrossOrigin(super().build_middleware_stack(), origins, self.state.tokens)
        return Envelope(guarded, self.max_body_size or 0)


def create_app(application: Application) -> FastAPI:
    """Return the service for ``application``; serve it with any ASGI server."""
    app = Service(
        title="inspectqa",
        version=__version__,
        description="Questions about police inspection documents, answered with verified quotations.",
        max_body_size=application.settings.max_body_bytes,
        docs_url=None,  # both pages load their scripts from a foreign host
        redoc_url=None,
        responses=problems.described(500),
    )
    app.state.application = application.opened()
    app.state.tokens = _tokens(application.settings)
    app.state.recent = Recent()
    app.state.shelf = Shelf(application.catalogue)
    app.state.pictures = Pictures(application.settings)
    for part in (routes, stream, feedback, downloads, pages):
        app.include_router(part.router)
    app.include_router(embed.router)
    problems.install(app)
    return app


def _tokens(settings: Settings) -> Tokens:
    secret = settings.widget_secret.get_secret_value() if settings.widget_secret else None
    return Tokens(secret_bytes(secret), settings.widget_token_seconds, time.time)
