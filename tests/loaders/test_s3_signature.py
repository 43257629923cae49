"""S3 signature: byte for byte what AWS's own client signs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from unittest.mock import patch

import boto3  # type: ignore[import-untyped]  # It ships no types.
from botocore.config import Config  # type: ignore[import-untyped]  # Nor does it.
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.content_disposition import attachment
from loaders.s3_signature import LONGEST_SECONDS, S3Signer, quoted_key

BUCKET = "end-page-recordings"
ENDPOINTS = [
    "http://127.0.0.1:9000",
    "https://storage.example.com",
    "https://storage.example.com:443",
    "http://storage.example.com:80",
    "https://s3.eu-central-1.amazonaws.com",
    "https://Storage.Example.com:8443",
    "http://[::1]:9000",
]
REGIONS = ["us-east-1", "eu-central-1", "ap-southeast-2", "auto"]
ODD = "abcXYZ019-_.~/ +%&=?#'\"()*!@:;,$[]{}|\\^`<>äßめ😀\x00\x7f\n"

keys = st.text(st.sampled_from(ODD) | st.characters(codec="utf-8"), min_size=1, max_size=60)
steps = (
    st.lists(st.sampled_from(["..", ".", "", "a", "b c"]), min_size=1).map("/".join).filter(bool)
)
parameters = st.fixed_dictionaries(
    {},
    optional={
        "ResponseContentDisposition": st.text(max_size=40).map(attachment) | st.text(ODD),
        "ResponseContentType": st.sampled_from(["video/mp4", "image/jpeg", ""]),
        "ResponseCacheControl": st.just("private, max-age=60"),
    },
)
NAMES = {
    "ResponseContentDisposition": "response-content-disposition",
    "ResponseContentType": "response-content-type",
    "ResponseCacheControl": "response-cache-control",
}
moments = st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
secrets = st.sampled_from(["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "+/=~ é", "x" * 128])


@lru_cache
def client(endpoint: str | None, region: str, style: str, key_id: str, secret: str) -> Any:
    """AWS's own client, without a session's token."""
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id=key_id,
        aws_secret_access_key=secret,
        config=Config(signature_version="s3v4", s3={"addressing_style": style}),
    )


def theirs(aws: Any, method: str, at: datetime, seconds: int, given: Mapping[str, str]) -> str:
    """What AWS's own client signs at that moment."""
    with patch("botocore.auth.get_current_datetime", lambda **_: at.replace(tzinfo=None)):
        url: str = aws.generate_presigned_url(
            "get_object" if method == "GET" else "head_object", Params=given, ExpiresIn=seconds
        )
    return url


@given(
    endpoint=st.sampled_from(ENDPOINTS),
    region=st.sampled_from(REGIONS),
    style=st.sampled_from(["path", "virtual"]),
    secret=secrets,
    method=st.sampled_from(["GET", "HEAD"]),
    key=keys | steps,
    said=parameters,
    at=moments,
    seconds=st.integers(1, LONGEST_SECONDS),
)
@settings(max_examples=300)
def test_it_is_what_aws_signs(
    endpoint: str,
    region: str,
    style: str,
    secret: str,
    method: str,
    key: str,
    said: dict[str, str],
    at: datetime,
    seconds: int,
) -> None:
    """The whole address, for every key, region, endpoint, way to name the bucket, and time."""
    is_virtual = style == "virtual" and "[" not in endpoint and "127." not in endpoint
    scheme, _, host = endpoint.partition("://")
    bucket_url = f"{scheme}://{BUCKET}.{host}" if is_virtual else f"{endpoint}/{BUCKET}"
    signer = S3Signer(region=region, access_key_id="AKIDEXAMPLE/+", secret_key=secret)
    aws = client(endpoint, region, "virtual" if is_virtual else "path", "AKIDEXAMPLE/+", secret)
    ours = signer.signed(
        method,
        f"{bucket_url}/{quoted_key(key)}",
        at=at,
        seconds=seconds,
        parameters={NAMES[name]: value for name, value in said.items()},
    )
    assert ours == theirs(aws, method, at, seconds, {"Bucket": BUCKET, "Key": key, **said})


def test_it_is_what_aws_documents() -> None:
    """The example of "Authenticating Requests: Using Query Parameters"."""
    signer = S3Signer(
        region="us-east-1",
        access_key_id="AKIAIOSFODNN7EXAMPLE",
        secret_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    )
    at = datetime(2013, 5, 24, tzinfo=UTC)
    url = signer.signed(
        "GET", "https://examplebucket.s3.amazonaws.com/test.txt", at=at, seconds=86_400
    )
    assert url.rpartition("=")[2] == (
        "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    )


def test_no_secret_is_shown() -> None:
    """What is printed of a signer has no secret in it."""
    signer = S3Signer(region="r", access_key_id="k", secret_key="swordfish")
    assert "swordfish" not in repr(signer)
