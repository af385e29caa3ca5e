"""Our add-on's two routes; without it they are like any unknown path."""

from __future__ import annotations

from flask import Response, jsonify

from sandbox.office import Json
from sandbox.parts import the_store
from sandbox.records import Attachment, Comment, Ticket
from sandbox.store import Store
from sandbox.zammad import letters
from sandbox.zammad.articles import touch
from sandbox.zammad.door import api, need, the_office
from sandbox.zammad.refusals import no_route, unknown
from sandbox.zammad.shapes import sha_of


@api.get("/guichet/version")
def addon_version() -> Response:
    """Which version of the add-on is installed."""
    if the_office().addon is None:
        return no_route()
    need("guichet.purge")
    return jsonify({"version": the_office().addon})


@api.route("/guichet/articles/<number>/purge", methods=["POST", "DELETE"])
def purge(number: str) -> Response:
    """Remove the files of an article, its raw mail and the cached previews; never its text."""
    if the_office().addon is None:
        return no_route()
    need("guichet.purge")
    store = the_store()
    ticket, comment = _article(store, number)
    files, raw = list(comment.attachments), comment.letter.raw if comment.letter else None
    removed = {"attachments": [file.id for file in files], "raw_mail": raw is not None}
    previews = _forget_previews(files)
    for file in files:
        letters.without_image(store, ticket, comment, file)
    comment.attachments = []
    if comment.letter:
        comment.letter.raw = None
    touch(ticket, comment, changed=bool(files or raw))
    left = [line for file in files for line in _shared(store, file)]
    return jsonify({"removed": removed | {"previews": previews}, "search_index": "none", "left": left})


def _article(store: Store, number: str) -> tuple[Ticket, Comment]:
    """Rights on the group are not asked for: the permission is the right."""
    for ticket in store.tickets.values():
        for comment in ticket.comments:
            if str(comment.id) == number and not ticket.deleted:
                return ticket, comment
    raise unknown("Ticket::Article", number)


def _forget_previews(files: list[Attachment]) -> int:
    cache, hashes = the_office().previews, {sha_of(file) for file in files}
    gone = {name for name in cache if any(sha in name for sha in hashes)}
    cache -= gone
    return len(gone)


def _shared(store: Store, file: Attachment) -> list[Json]:
    """Identical bytes are stored once: they stay as long as one article still has them."""
    there = [c for t in store.tickets.values() if not t.deleted for c in t.comments]
    holders = [c.id for c in there if any(sha_of(a) == sha_of(file) for a in c.attachments)]
    return [{"what": f"content:{file.id}", "why": f"shared_with:Ticket::Article:{number}"} for number in holders[:1]]
