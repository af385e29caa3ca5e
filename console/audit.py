"""`guichet audit`: whether anybody touched the ledger of deletions, and where."""

import json
import re
import sys
from pathlib import Path

import click

from integration.certificates.written import check_json, links
from integration.core.chain import Fault
from integration.core.errors import NotGenuine
from integration.settings import Settings
from integration.wiring import build_ledger

_HEAD = re.compile(r"([1-9][0-9]*):([0-9a-f]{64})")

_MEANS = {
    "changed": "was changed: it is not what its hash says.",
    "missing": "is missing.",
    "not_following": "does not follow the one before: that one was changed and hashed anew, or one between is gone.",
    "rewritten": "is not the one that was written down elsewhere: the ledger was written anew up to here.",
    "cut_off": "was written down elsewhere and is not there: the end of the ledger was cut off.",
}


@click.group()
def audit() -> None:
    """Check the ledger of deletions."""


@audit.command()
@click.option("--certificate", "given", type=click.Path(exists=True, dir_okay=False, path_type=Path), multiple=True)
@click.option("--head", "heads", multiple=True, help="POSITION:HASH, as this command printed it at an earlier time.")
def verify(given: tuple[Path, ...], heads: tuple[str, ...]) -> None:
    """Check every link against the one before, and against the register of certificates; 1 when something is wrong.

    Somebody who may write to the database can write the whole ledger anew, so that it looks whole. What others hold
    tells: give certificates (JSON) or heads that were noted.
    """
    known = _known(given) | dict(map(_head, heads))
    ledger = build_ledger(Settings())
    try:
        registered = {one.position: one.head for one in ledger.certificates.listed()}
        checked = ledger.deletions.verify(registered | known)
        faults = (*map(_told, checked.faults), *ledger.certificates.faults())
    finally:
        ledger.close_down()
    for fault in faults:
        click.echo(fault)
    click.echo(f"head {checked.head.position}:{checked.head.hash}")
    if faults:
        click.echo(f"{len(faults)} faults.", err=True)
        sys.exit(1)
    click.echo(f"{checked.head.position} links, each as it was written.", err=True)


def _told(fault: Fault) -> str:
    return f"link {fault.position} {_MEANS[fault.what]}"


def _known(given: tuple[Path, ...]) -> dict[int, str]:
    """The hashes that certificates carry, by position; each is checked with the key it names itself."""
    known: dict[int, str] = {}
    for path in given:
        content = path.read_bytes()
        try:
            key = json.loads(content)["signature"]["key"]
        except (ValueError, KeyError, TypeError):
            raise NotGenuine(f"{path} is no certificate in JSON.") from None
        signed = check_json(content, str(key))
        known |= {link.position: link.hash for link in links(signed)}
        known[signed["chain"]["head"]["position"]] = signed["chain"]["head"]["hash"]
    return known


def _head(written: str) -> tuple[int, str]:
    found = _HEAD.fullmatch(written)
    if not found:
        raise click.BadParameter(f"{written} is not POSITION:HASH.", param_hint="--head")
    return int(found[1]), found[2]
