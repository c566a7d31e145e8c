"""Object stores that speak S3: every object below a prefix, listed and read by the names as they are."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from stanch.custody.live.address import Address
from stanch.custody.live.credentials import Secret
from stanch.custody.live.source import Broken, Part, Put, Refused, fault_of, guarded, told

BLOCK = 1 << 20
REGION = "us-east-1"  # what stores that are not Amazon's expect
KEYS = "Give AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a line `s3://BUCKET KEY SECRET` in a file named by --credentials."
LASTING = (
    "NoSuchBucket",
    "AccessDenied",
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "PermanentRedirect",
    "AuthorizationHeaderMalformed",
    "403",
    "401",
)
# This object alone cannot be had.
GONE = ("NoSuchKey", "404", "AccessDenied", "403", "InvalidObjectState", "KMS.DisabledException", "InvalidRequest", "412")


@contextmanager
def open_source(address: Address, secret: Secret) -> Iterator[_Session]:
    """A client of this bucket. It asks nobody for keys: not the machine's cloud, nor any other service."""
    import botocore.config
    import botocore.session

    for variable in ("endpoint", "region"):
        if "\n" in getattr(address, variable):
            raise Broken(f"the {variable} cannot be right", "Write it on one line.", is_lasting=True)
    session = botocore.session.Session()
    session.set_credentials(secret.user or "none", secret.password or "none", secret.token or None)
    config = botocore.config.Config(
        connect_timeout=address.timeout, read_timeout=address.timeout, retries={"mode": "standard", "total_max_attempts": 2},
        signature_version="s3v4" if secret.password else botocore.UNSIGNED, s3={"addressing_style": "path" if address.endpoint else "auto"},
        user_agent="stanch", request_checksum_calculation="when_required",
    )  # fmt: skip
    verify: Any = {"trust": False, "off": False}.get(address.tls, address.ca or None)
    with guarded(address):
        client = session.create_client(
            "s3", region_name=address.region or session.get_config_variable("region") or REGION, endpoint_url=address.endpoint or None,
            verify=verify, config=config,
        )  # fmt: skip
    try:
        yield _Session(client, address)
    finally:
        client.close()


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _fault(error: Exception, address: Address) -> Broken:
    """What botocore raised, in words."""
    import botocore.exceptions as raised

    if isinstance(error, raised.ClientError):
        code = _code(error)
        said = told(f"{code}: {error.response.get('Error', {}).get('Message', '')}")
        if code == "NoSuchBucket":
            return Broken("there is no such bucket", "Check its name, and ?endpoint= where it is not Amazon's.", is_lasting=True)
        return Broken(f"the store refuses ({said})", KEYS, is_lasting=code in LASTING)
    if isinstance(error, raised.SSLError):
        from stanch.custody.live.source import CERTIFICATE

        return Broken(f"its certificate cannot be trusted ({_verified(error)})", CERTIFICATE, is_lasting=True)
    if isinstance(error, raised.ConnectTimeoutError | raised.ReadTimeoutError):
        return fault_of(TimeoutError(), address)
    if isinstance(error, raised.EndpointConnectionError):
        return fault_of(ConnectionRefusedError(), address)
    if isinstance(error, raised.HTTPClientError | raised.IncompleteReadError | raised.ResponseStreamingError):
        return fault_of(ConnectionError(), address)
    if isinstance(error, raised.ParamValidationError | raised.InvalidRegionError | raised.InvalidS3AddressingStyleError):
        return Broken(f"the address cannot be right ({type(error).__name__})", "Check bucket, region and endpoint.", is_lasting=True)
    return fault_of(error, address)


def _verified(error: Exception) -> str:
    text = str(error)
    return told(text.rpartition("verify failed:")[2].rpartition(" (_ssl")[0] or "not verified")


class _Session:
    def __init__(self, client: Any, address: Address) -> None:
        self._client, self._address = client, address
        self.about = f"S3 object store at {address.endpoint or 'Amazon'}, each object as it was when it was read"

    def parts(self) -> Iterator[Part]:
        """Objects, a page of the listing at a time; marks of folders hold nothing."""
        token: dict[str, str] = {}
        while True:
            try:
                page = self._client.list_objects_v2(Bucket=self._address.host, Prefix=self._address.place, **token)
            except Exception as error:  # noqa: BLE001 whatever the answer makes the client raise
                raise _fault(error, self._address) from None
            for one in page.get("Contents", ()):
                key, size = str(one.get("Key", "")), int(one.get("Size", 0) or 0)
                if key and not (key.endswith("/") and size == 0):
                    changed = one.get("LastModified")
                    yield Part(f"{key}\0{one.get('ETag', '')}", key, "file", size, changed if isinstance(changed, datetime) else None)
            after = page.get("NextContinuationToken")
            if not page.get("IsTruncated") or not after or after == token.get("ContinuationToken"):
                return
            token = {"ContinuationToken": after}

    def content(self, part: Part) -> Iterator[bytes]:
        """The object's bytes; one that is shorter than announced is a broken connection, not an object."""
        import botocore.exceptions as raised

        try:
            answer = self._client.get_object(Bucket=self._address.host, Key=part.name)
            body, told_size, size = answer["Body"], answer.get("ContentLength"), 0
            with contextlib.closing(body):
                while block := body.read(BLOCK):
                    size += len(block)
                    yield block
            if told_size is not None and size != told_size:
                raise ConnectionResetError  # noqa: TRY301 told like any line that went dead
        except raised.ClientError as error:
            if _code(error) in GONE:
                raise Refused(f"the store does not give it ({told(_code(error))})") from None
            raise _fault(error, self._address) from None
        except Exception as error:  # noqa: BLE001 whatever the answer makes the client raise
            raise _fault(error, self._address) from None

    def table(self, part: Part, _put: Put) -> str:
        """A bucket holds no tables of its own."""
        raise Refused(f"{part.name} is no table")
