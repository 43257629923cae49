"""Source settings: what the loaders need to know of the gateway's settings."""

from __future__ import annotations

from gateway.settings import Settings
from loaders.s3_storage import S3Settings
from loaders.session_state import Lifecycle
from loaders.sources import SourceSettings


def source_settings(settings: Settings) -> SourceSettings:
    """What the loaders need to know of the settings."""
    return SourceSettings(
        shop_analytics_url=settings.shop_analytics_url,
        rewards_url=settings.rewards_url,
        journey_url=settings.journey_url,
        mongodb_uri=settings.mongodb_uri,
        company_database=settings.company_database,
        shares_mongodb_uri=settings.shares_mongodb_uri,
        shares_database=settings.shares_database,
        service_credential=settings.service_credential_file.content.decode("ascii"),
        public_url=settings.public_url,
        link_keys=settings.link_keys_file.keys,
        media_directory=settings.media_directory,
        s3=_s3_settings(settings),
        operation_ms=settings.operation_ms,
        update_ms=settings.update_ms,
        shop_analytics_ms=settings.shop_analytics_ms,
        rewards_ms=settings.rewards_ms,
        journey_ms=settings.journey_ms,
        mongodb_ms=settings.mongodb_ms,
        storage_ms=settings.storage_ms,
        slots=settings.slots,
        kept_bytes=settings.kept_megabytes * 1_000_000,
        session_outage_seconds=settings.session_outage_seconds,
        reconcile_seconds=settings.reconcile_seconds,
        playback_link_seconds=settings.playback_link_seconds,
        download_link_seconds=settings.download_link_seconds,
        share_days=settings.share_days,
        shares_per_creator=settings.shares_per_creator,
        learn_more_url=settings.learn_more_url,
        lifecycle=Lifecycle(
            grace=settings.grace_seconds,
            silence=settings.silence_seconds,
            pause_limit=settings.pause_limit_seconds,
            false_start_below=settings.false_start_seconds,
            false_start_comments_below=settings.false_start_comments,
            poll=settings.poll_seconds,
        ),
    )


def _s3_settings(settings: Settings) -> S3Settings | None:
    url, key, secret = (
        settings.s3_bucket_url,
        settings.s3_access_key_id,
        settings.s3_secret_key_file,
    )
    if url is None or key is None or secret is None:
        return None
    return S3Settings(
        bucket_url=url,
        region=settings.s3_region,
        access_key_id=key,
        secret_key=secret.content.decode("ascii"),
    )
