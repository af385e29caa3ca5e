"""The wire of a simulated year: calls go into the sandbox's app directly, for the real wire is tested elsewhere."""

from typing import Any
from urllib.parse import urlsplit

import requests
from flask import Flask
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict


class InProcess(BaseAdapter):
    """Carries requests into an app of this process; while it is `down`, nobody answers."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self._client = app.test_client(use_cookies=False)
        self.down = False
        self.calls = 0

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:  # type: ignore[override] # the rest is about sockets
        """Send one call and bring the answer."""
        if self.down:
            raise requests.ConnectionError(request=request)
        self.calls += 1
        path = urlsplit(str(request.url))
        answer = self._client.open(
            f"{path.path}?{path.query}" if path.query else path.path,
            method=str(request.method),
            headers=list(request.headers.items()),
            data=request.body,
        )
        response = requests.Response()
        response.status_code = answer.status_code
        response.headers = CaseInsensitiveDict(answer.headers)
        response._content = answer.data
        response.url, response.request = str(request.url), request
        return response

    def close(self) -> None:
        """Nothing is open."""
