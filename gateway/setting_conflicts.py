"""Setting conflicts: what is wrong between settings of which each is right by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.origins import ANY
from gateway.setting_declarations import PREFIX, field_of

STORAGE_SETTINGS = ("MEDIA_DIRECTORY", "S3_BUCKET_URL", "S3_ACCESS_KEY_ID", "S3_SECRET_KEY_FILE")
"""Where files are: the first, or the others."""
KEY_SETTINGS = ("JWKS_URL", "JWT_PUBLIC_KEY_FILE", "JWT_SECRET_FILE")
"""What tokens are trusted by: one of them."""


def conflicts_of(parsed: Mapping[str, Any]) -> list[str]:
    """What is wrong between the values that could be read, in words that name the variables.

    ``parsed`` has the values by the settings' fields. What could not be read is not among them:
    that is told already.
    """
    return [
        *_of_keys(parsed),
        *_of_storage(parsed),
        *_of_documents(parsed),
        *_of_preview(parsed),
        *_of_origins(parsed),
    ]


def _of_documents(parsed: Mapping[str, Any]) -> list[str]:
    if parsed.get("documents_only") == "true" and parsed.get("documents", ...) is None:
        return [f"{PREFIX}DOCUMENTS is missing: {PREFIX}DOCUMENTS_ONLY is true"]
    return []


def _of_preview(parsed: Mapping[str, Any]) -> list[str]:
    if not parsed.get("preview_controls_url") or parsed.get("environment") != "production":
        return []
    return [f"{PREFIX}PREVIEW_CONTROLS_URL is for development only ({PREFIX}ENVIRONMENT)"]


def _of_origins(parsed: Mapping[str, Any]) -> list[str]:
    if ANY not in (parsed.get("cors_origins") or ()) or parsed.get("environment") != "production":
        return []
    return [f"{PREFIX}CORS_ORIGINS may be {ANY} in development only ({PREFIX}ENVIRONMENT)"]


def _of_storage(parsed: Mapping[str, Any]) -> list[str]:
    if not {"media_directory", "s3_bucket_url", "s3_access_key_id", "s3_secret_key_file"} <= set(
        parsed
    ):
        return []
    is_s3 = parsed["s3_bucket_url"] is not None
    if is_s3 == (parsed["media_directory"] is not None):
        told = "both are" if is_s3 else "none is"
        return [
            f"exactly one of {PREFIX}MEDIA_DIRECTORY, {PREFIX}S3_BUCKET_URL must be given: {told}"
        ]
    names = ("s3_access_key_id", "s3_secret_key_file")
    return [
        f"{PREFIX}{name.upper()} is missing: {PREFIX}S3_BUCKET_URL is given"
        for name in names
        if is_s3 and parsed[name] is None
    ]


def _of_keys(parsed: Mapping[str, Any]) -> list[str]:
    names = [f"{PREFIX}{name}" for name in KEY_SETTINGS]
    if not all(field_of(name) in parsed for name in names):
        return []
    keys = [name for name in names if parsed[field_of(name)] is not None]
    if len(keys) != 1:
        told = " and ".join(keys) or "none"
        return [f"exactly one of {', '.join(names)} must be given: {told} is"]
    if keys == [f"{PREFIX}JWT_SECRET_FILE"] and parsed.get("environment") == "production":
        return [f"{PREFIX}JWT_SECRET_FILE is for development only ({PREFIX}ENVIRONMENT)"]
    return []
