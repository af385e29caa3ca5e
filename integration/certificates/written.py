"""A certificate as JSON: written in one way only, so that any other byte is found when it is checked."""

import hashlib
import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from integration.certificates.signing import Signer, genuine
from integration.core.certificate import Certificate, Proven
from integration.core.chain import Entry, Kind, Link, intact, written
from integration.core.errors import NotGenuine

FORMAT = "guichet-certificate/1"

Json = dict[str, Any]


def content(certificate: Certificate) -> Json:
    """What is signed: ids, hashes, codes and times in UTC."""
    return {
        "format": FORMAT,
        "number": certificate.number,
        **asdict(certificate.case),
        "issued_at": written(certificate.issued_at),
        "software": certificate.software,
        "rules": certificate.rules,
        "decided_by": certificate.decided_by,
        "policy_versions": certificate.policy_versions,
        "documents": [_document(one) for one in certificate.documents],
        "looked_for": [asdict(one) for one in certificate.looked],
        "chain": {"head": asdict(certificate.head), "links": [_link(one) for one in certificate.links]},
    }


def content_hash(certificate: Certificate) -> str:
    """SHA-256 of what is signed; it stands in the register, in the chain and on the paper."""
    return hashlib.sha256(_canonical(content(certificate))).hexdigest()


def signed_json(certificate: Certificate, signer: Signer) -> bytes:
    """The file that `check_json` accepts."""
    signed = content(certificate)
    return _rendered(signed, signer.public, signer.sign(_canonical(signed)))


def check_json(file: bytes, public: str) -> Json:
    """What the file certifies. Raises NotGenuine when any byte is another than was written, or another key signed."""
    try:
        read: Json = json.loads(file)
        signed, key, value = read["certificate"], read["signature"]["key"], str(read["signature"]["value"])
        whole = _rendered(signed, key, value) == file and signed["format"] == FORMAT
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NotGenuine("This is no certificate of Guichet's: it cannot be read.") from None
    if whole and key != public:
        raise NotGenuine("This certificate was signed with another key than the one given.")
    if not whole or not genuine(_canonical(signed), value, public):
        raise NotGenuine("This certificate was changed after it was signed.")
    if not all(intact(link) for link in links(signed)):
        raise NotGenuine("The links of the chain in this certificate are not what their hashes say.")
    return dict(signed)


def links(signed: Json) -> tuple[Link, ...]:
    """The links of the chain that a certificate carries."""
    return tuple(_read_link(one) for one in signed["chain"]["links"])


def _document(one: Proven) -> Json:
    times = {name: written(at) for name in ("requested_at", "verified_at", "checked_at") if (at := getattr(one, name))}
    return asdict(one) | {"requested_at": None} | times


def _link(one: Link) -> Json:
    return asdict(one) | {"entry": asdict(one.entry) | {"at": written(one.entry.at)}}


def _read_link(read: Json) -> Link:
    entry = read["entry"]
    evidence = tuple((name, result) for name, result in entry["evidence"])
    known = {"kind": Kind(entry["kind"]), "at": datetime.fromisoformat(entry["at"]).astimezone(UTC)}
    return Link(read["position"], read["before"], read["hash"], Entry(**{**entry, **known, "evidence": evidence}))


def _canonical(value: Json) -> bytes:
    return b"guichet certificate json\0" + json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _rendered(signed: Json, key: str, signature: str) -> bytes:
    whole = {"certificate": signed, "signature": {"algorithm": "Ed25519", "key": key, "value": signature}}
    return json.dumps(whole, sort_keys=True, indent=2).encode() + b"\n"
