"""The sandbox as the tests use it: its control API, where members and agents act and mishaps are asked for."""

from typing import Any

import requests

Json = dict[str, Any]

CLIENT_ID, CLIENT_SECRET = "guichet-sandbox", "sandbox-secret"
EMAIL, API_TOKEN = "guichet@adherents.example", "sandbox-token"
BOT_TOKEN = "sandbox-bot-token"
AGENT = "mathilde.aubry@adherents.example"
MEMBER: Json = {"name": "Camille Roussel", "email": "camille.roussel@courriel.example"}


class Town:
    """The people around one running sandbox. `url` is its address."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session = requests.Session()
        self._session.trust_env = False

    def get(self, path: str, /, **query: Any) -> Any:
        """What the sandbox says of itself at `/sandbox/<path>`."""
        return self._answer(self._session.get(f"{self.url}/sandbox/{path}", params=query, timeout=30))

    def post(self, path: str, /, **body: Any) -> Any:
        """Ask the sandbox for something at `/sandbox/<path>`."""
        return self._answer(self._session.post(f"{self.url}/sandbox/{path}", json=body, timeout=30))

    def becomes(self, helpdesk: str, **more: Any) -> None:
        """Start again as an account of this helpdesk."""
        self.post("reset", helpdesk=helpdesk, **more)

    def member_files(self, **ticket: Any) -> str:
        """A member files a ticket; its id."""
        given = {"requester": MEMBER, "motif": "Facturation", "description": "Bonjour", **ticket}
        return str(self.post("member/tickets", **given)["id"])

    def member_replies(self, ticket_id: str, text: str, **more: Any) -> None:
        """The member answers."""
        self.post(f"member/tickets/{ticket_id}/reply", text=text, **more)

    def agent(self, ticket_id: str, **changes: Any) -> None:
        """An agent changes the ticket."""
        self.post(f"agent/tickets/{ticket_id}", **{"as": AGENT, **changes})

    def agent_closes(self, ticket_id: str) -> None:
        """An agent solves the ticket, and it is closed."""
        self.agent(ticket_id, assignee=AGENT, status="solved")
        self.agent(ticket_id, status="closed")

    def agent_deletes(self, ticket_id: str) -> None:
        """An agent deletes the ticket."""
        answer = self._session.delete(f"{self.url}/sandbox/tickets/{ticket_id}", json={"as": AGENT}, timeout=30)
        answer.raise_for_status()

    def seen(self, ticket_id: str) -> Json:
        """The ticket as the sandbox really has it."""
        ticket: Json = self.get(f"tickets/{ticket_id}")
        return ticket

    def fault(self, kind: str, **more: Any) -> None:
        """Let the next fitting call meet a fault."""
        self.post("faults", kind=kind, **more)

    def calls(self) -> list[tuple[str, str]]:
        """Method and path of every API call since the log was last cleared."""
        return [(call["method"], call["path"]) for call in self.get("calls", kind="api")["calls"]]

    def forget_calls(self) -> None:
        """Clear the log of calls."""
        self.post("calls/reset")

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    @staticmethod
    def _answer(answer: requests.Response) -> Any:
        answer.raise_for_status()
        return answer.json() if answer.content else None
