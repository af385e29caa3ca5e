from collections.abc import Iterator

import pytest
import responses

from integration.helpdesks.zendesk.auth import ApiToken
from integration.helpdesks.zendesk.desk import ZendeskDesk
from integration.helpdesks.zendesk.session import ZendeskSession
from tests.helpdesks.town import Town
from tests.helpdesks.zendesk.samples import NOW, URL, access


@pytest.fixture
def zendesk() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture
def session() -> Iterator[ZendeskSession]:
    with ZendeskSession(URL, ApiToken("guichet@example.com", "word"), lambda: NOW) as session:
        yield session


@pytest.fixture
def desk(town: Town) -> ZendeskDesk:
    desk = ZendeskDesk(access(town))
    desk.survey()  # asks for a token and the catalog, so that a test counts a case's own calls
    return desk
