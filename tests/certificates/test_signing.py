"""The key: made once, for its owner's eyes, and nobody else's signature passes."""

import threading
from pathlib import Path

import pytest

from integration.certificates.signing import Signer, genuine, kept_signer
from integration.core.errors import NotConfigured


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "var" / "signing.key"

    first, second = kept_signer(path), kept_signer(path)

    assert first.public == second.public
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [one.name for one in path.parent.iterdir()] == ["signing.key"]


def test_several_processes_that_come_at_once_share_one_key(tmp_path: Path) -> None:
    keys: list[str] = []
    threads = [
        threading.Thread(target=lambda: keys.append(kept_signer(tmp_path / "signing.key").public)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    kept_signer(tmp_path / "signing.key")
    (tmp_path / "signing.key").chmod(0o640)

    with pytest.raises(NotConfigured, match="chmod 600"):
        kept_signer(tmp_path / "signing.key")


@pytest.mark.parametrize("secret", ["", "ab", "AB" * 32, "zz" * 32])
def test_what_is_no_key_is_refused_without_being_repeated(secret: str) -> None:
    with pytest.raises(NotConfigured, match="64 hexadecimal digits") as refused:
        Signer(secret)

    assert not secret or secret not in str(refused.value)


def test_the_signature_is_ed25519_as_rfc_8032_has_it() -> None:
    # RFC 8032, section 7.1, test 1: the empty message.
    signer = Signer("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    signature = (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe"
        "24655141438e7a100b"
    )

    assert signer.public == "ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert signer.sign(b"") == signature
    assert genuine(b"", signature, signer.public)


def test_another_content_another_key_another_signature() -> None:
    one, other = Signer("01" * 32), Signer("02" * 32)
    signature = one.sign(b"content")

    assert genuine(b"content", signature, one.public)
    assert not genuine(b"Content", signature, one.public)
    assert not genuine(b"content", signature, other.public)
    assert not genuine(b"content", signature.upper(), one.public)
    assert not genuine(b"content", "", one.public)


def test_what_is_no_public_key_is_said_to_be_none() -> None:
    with pytest.raises(NotConfigured, match="guichet certificate key"):
        genuine(b"", "00" * 64, "my key")
