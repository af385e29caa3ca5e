import datetime as dt
import http.server
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from integration.core.findings import Grade
from integration.doctor.address import address, expires
from integration.doctor.checking import House
from tests.doctor.conftest import connected, house_of
from tests.helpdesks.town import Town

UNTIL = datetime(2040, 1, 2, tzinfo=UTC)


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """Answers as something that is not Guichet."""

    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.send_header("Location", "https://elsewhere.example")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"hi")

    def log_message(self, *_: object) -> None:
        pass


class Moved(Elsewhere):
    """Answers that it is somewhere else."""

    status = 301


@contextmanager
def other_server(kind: type[Elsewhere]) -> Iterator[str]:
    server = http.server.HTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def bare(town: Town, tmp_path: Path) -> Iterator[House]:
    with house_of(connected(town, tmp_path)) as house:
        yield house


@pytest.mark.parametrize(("kind", "told"), [(Moved, "redirects elsewhere"), (Elsewhere, "not as Guichet does")])
def test_an_address_that_leads_to_something_else(bare: House, kind: type[Elsewhere], told: str) -> None:
    with other_server(kind) as url:
        settings = bare.settings.model_copy(update={"public_url": url})
        first, *_ = address(House(settings, bare.ledger, bare.queue, bare.now))
    assert first.grade is Grade.FAULT
    assert told in first.what


def test_a_certificate_that_nobody_accepts_is_a_fault(bare: House, tmp_path: Path) -> None:
    with tls_server(tmp_path) as (port, _):
        settings = bare.settings.model_copy(update={"public_url": f"https://localhost:{port}"})
        *_, last = address(House(settings, bare.ledger, bare.queue, bare.now))
    assert (last.check, last.grade) == ("certificate", Grade.FAULT)


def test_until_when_a_certificate_is_good(tmp_path: Path) -> None:
    with tls_server(tmp_path) as (port, trusted):
        assert expires("localhost", port, trusted) == UNTIL


@contextmanager
def tls_server(folder: Path) -> Iterator[tuple[int, ssl.SSLContext]]:
    """A server with a certificate of its own making, and a context that trusts it."""
    certificate, key = _certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(20)
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            with plain:
                try:
                    context.wrap_socket(plain, server_side=True).close()
                except OSError:
                    continue

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1], ssl.create_default_context(cafile=str(certificate))
    finally:
        stop.set()
        with socket.create_connection(listener.getsockname()):
            pass
        thread.join()
        listener.close()


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - dt.timedelta(days=1))
        .not_valid_after(UNTIL)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, private
