"""The key that signs certificates: given in the settings, or made once beside the database; and checking with it."""

import os
import re
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from integration.core.errors import NotConfigured

_PUBLIC = re.compile(r"ed25519:([0-9a-f]{64})")
_SECRET = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")


class Signer:
    """Signs with Ed25519 (RFC 8032). `public` is what others check with; the secret never shows."""

    def __init__(self, secret: str) -> None:
        if not _SECRET.fullmatch(secret):
            raise NotConfigured("The signing key must be 64 hexadecimal digits, such as `openssl rand -hex 32` prints.")
        self._key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
        self.public = f"ed25519:{self._key.public_key().public_bytes_raw().hex()}"

    def sign(self, content: bytes) -> str:
        """The signature, as 128 hexadecimal digits."""
        return self._key.sign(content).hex()


def kept_signer(path: Path) -> Signer:
    """The signer whose key lies in the file, which is made at the first call. Raises NotConfigured.

    Only its owner may read the file, and whoever loosens that is told: who has it can sign certificates.
    """
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise NotConfigured(f"{path} can be read by others than its owner: run `chmod 600 {path}`.")
    return Signer(path.read_text().strip())


def genuine(content: bytes, signature: str, public: str) -> bool:
    """Whether the content was signed so, by the owner of this public key. Raises NotConfigured when it is no key."""
    key = _PUBLIC.fullmatch(public)
    if not key:
        raise NotConfigured("The public key must be ed25519: and 64 hexadecimal digits; see `guichet certificate key`.")
    if not _SIGNATURE.fullmatch(signature):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key[1])).verify(bytes.fromhex(signature), content)
    except InvalidSignature:
        return False
    return True


def _make(path: Path) -> None:
    """Whole or not at all, and once: of two processes that come at the same moment the first one's key stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{secrets.token_hex(32)}\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(new, path)
    except FileExistsError:
        pass
    finally:
        new.unlink()
