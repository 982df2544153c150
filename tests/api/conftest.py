"""A client of the service over the samples."""

import pytest
from starlette.testclient import TestClient

from inspectqa.api.app import create_app
from inspectqa.bootstrap import Application


@pytest.fixture(scope="session")
def client(held_samples: Application) -> TestClient:
    """Return a client of the real service, which holds ``samples/``."""
    return TestClient(create_app(held_samples), raise_server_exceptions=False)
