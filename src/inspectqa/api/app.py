"""The service, put together: routes, problems, limits and headers around the application."""

from fastapi import FastAPI
from starlette.types import ASGIApp

from inspectqa import __version__
from inspectqa.api import problems, routes
from inspectqa.api.envelope import Envelope
from inspectqa.bootstrap import Application


class Service(FastAPI):
    """A FastAPI application inside our envelope, which must be outside of everything that fastapi adds."""

    def build_middleware_stack(self) -> ASGIApp:
        """Return the whole stack, the envelope outermost."""
        return Envelope(super().build_middleware_stack(), self.max_body_size or 0)


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
    app.include_router(routes.router)
    problems.install(app)
    return app
