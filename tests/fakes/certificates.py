"""A certificate authority for one test, and certificates right and wrong."""

import datetime
import ipaddress
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

DAY = datetime.timedelta(days=1)


class Authority:
    """A CA of its own; `file` holds its certificate, `folder` everything else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name.from_rfc4514_string("CN=Authority of the tests")
        self.file = folder / "authority.pem"
        certificate = self._certificate(
            self._key.public_key(),
            name=self._name,
            names=[],
            days=(-2, 30),
            signer=self._key,
            issuer=self._name,
        )
        self.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def server(self, *names: str, days: tuple[int, int] = (-1, 1)) -> ssl.SSLContext:
        """A server's context with a certificate for `names`, valid between these days from now."""
        return self._context(names, days=days, itself=False)

    def self_signed(self, *names: str) -> ssl.SSLContext:
        """A server's context with a certificate for `names` that no authority signed."""
        return self._context(names, days=(-1, 1), itself=True)

    def _context(self, names: tuple[str, ...], *, days: tuple[int, int], itself: bool) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name.from_rfc4514_string("CN=Server of the tests")
        signer, issuer = (key, subject) if itself else (self._key, self._name)
        certificate = self._certificate(
            key.public_key(), name=subject, names=list(names), days=days, signer=signer, issuer=issuer
        )
        file = self._folder / "server.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _certificate(
        self,
        key: ec.EllipticCurvePublicKey,
        *,
        name: x509.Name,
        names: list[str],
        days: tuple[int, int],
        signer: ec.EllipticCurvePrivateKey,
        issuer: x509.Name,
    ) -> x509.Certificate:
        now = datetime.datetime.now(datetime.UTC)
        own = x509.SubjectKeyIdentifier.from_public_key(signer.public_key())
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(issuer)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + days[0] * DAY)
            .not_valid_after(now + days[1] * DAY)
            .add_extension(x509.BasicConstraints(ca=not names, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own), critical=False
            )
        )
        if names:
            shown = x509.SubjectAlternativeName([_general_name(each) for each in names])
            builder = builder.add_extension(shown, critical=False)
        else:
            builder = builder.add_extension(_signs_certificates(), critical=True)
        return builder.sign(signer, hashes.SHA256())


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _signs_certificates() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
