"""The gateway's settings: the one place that reads the environment.

Each setting is declared once, with its description, its parser and its default; the tables of
README and docs/settings.md are printed from the same declarations. This file is long because the
list of settings is.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from gateway import setting_files as files
from gateway import setting_values as values
from gateway.demand_limits import DemandLimits, Limits
from gateway.document_source import DocumentSource, document_sources
from gateway.door import REFUSED, TAKEN
from gateway.limits_overlay import LIMITS_FILE, with_limits
from gateway.origins import origins
from gateway.setting_conflicts import KEY_SETTINGS, STORAGE_SETTINGS, conflicts_of
from gateway.setting_declarations import PREFIX, Declaration, declarations_of, field_of, setting
from gateway.status_policy import COMPAT, POLICIES


class SettingsError(Exception):
    """The environment cannot be used. ``faults`` names every variable that is wrong, no value."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Settings:
    """Every setting of the gateway, parsed. A field ``port`` is the variable ``ENDPAGE_PORT``."""

    environment: str = setting(
        "What the gateway runs as: production or development.",
        values.one_of("production", "development"),
        default="production",
    )
    host: str = setting("The address to listen on.", values.text, default="127.0.0.1")
    port: int = setting(
        "The port to listen on; 0 takes any.", values.whole(0, 65535), default="8000"
    )
    workers: int = setting("How many processes serve.", values.whole(1, 64), default="1")
    execution: str = setting(
        "What runs documents that are asked often: code written for each, or the reference alone.",
        values.one_of("compiled", "reference"),
        default="compiled",
    )
    mongodb_uri: str = setting(
        "Where the sessions and recordings are, with the gateway's own user.", values.mongodb_uri
    )
    company_database: str = setting(
        "The database of sessions and recordings, which the gateway only reads.",
        values.word,
        default="company",
    )
    shares_mongodb_uri: str = setting(
        "Where shares are kept, with a user that may do nothing else.", values.mongodb_uri
    )
    shares_database: str = setting(
        "The gateway's own database, which `endpage migrate` sets up.",
        values.word,
        default="endpage",
    )
    public_url: str = setting(
        "The gateway's own address as the world knows it: links to recordings begin with it.",
        values.http_url,
    )
    link_keys_file: files.LinkKeysFile = setting(
        "The file with the keys that links are signed with, one `id secret` a line. The first "
        "signs, all are accepted: a new one comes first, an old one goes when its links are over.",
        files.link_keys_file,
    )
    media_directory: Path | None = setting(
        "The directory with the files of recordings, which the gateway serves itself. This or "
        "ENDPAGE_S3_BUCKET_URL must be given.",
        files.directory,
        default="",
    )
    s3_bucket_url: str | None = setting(
        "The S3-compatible bucket with the files of recordings, with its path if it has one.",
        values.http_url,
        default="",
    )
    s3_region: str = setting("The bucket's region.", values.word, default="us-east-1")
    s3_access_key_id: str | None = setting(
        "The access key that links into the bucket are signed for.", values.word, default=""
    )
    s3_secret_key_file: files.SecretFile | None = setting(
        "The file with that key's secret.", files.credential_file, default=""
    )
    playback_link_seconds: int = setting(
        "How long a link to watch a piece of a recording is good, beyond the piece's own length.",
        values.whole(1, 86_400),
        default="3600",
    )
    download_link_seconds: int = setting(
        "How long a link to download is good: long enough for a background download.",
        values.whole(1, 604_800),
        default="86400",
    )
    share_days: int = setting(
        "How long a share is open, at most as long as its recording is kept.",
        values.whole(1, 366),
        default="30",
    )
    shares_per_creator: int = setting(
        "How many open shares one creator may have.", values.whole(1, 100_000), default="200"
    )
    share_visits_per_minute: int = setting(
        "How often in a minute the pages of shares are shown to one address, in a process.",
        values.whole(1, 1_000_000),
        default="120",
    )
    share_misses_per_minute: int = setting(
        "How many tokens of shares that there are not one address may try in a minute.",
        values.whole(1, 1_000_000),
        default="30",
    )
    proxies: int = setting(
        "How many proxies stand in front and add to `X-Forwarded-For` who has asked them; 0 when "
        "visitors connect by themselves.",
        values.whole(0, 10),
        default="0",
    )
    shop_analytics_url: str = setting("Where shop analytics answers.", values.http_url)
    rewards_url: str = setting("Where rewards answers.", values.http_url)
    journey_url: str = setting("Where journey answers.", values.http_url)
    service_credential_file: files.SecretFile = setting(
        "The file with the credential that the gateway shows to the three services.",
        files.credential_file,
    )
    federation_credential_file: files.SecretFile | None = setting(
        "The file with the credential that a router shows. When it is given, the schema is served "
        "to routers as a Federation 2 subgraph at `/federation/graphql`.",
        files.credential_file,
        default="",
    )
    jwt_issuer: str = setting("Who must have issued a token (`iss`).", values.text)
    jwt_audience: str = setting("Whom a token must be for (`aud`).", values.text)
    jwks_url: str | None = setting(
        "Where the issuer's public keys are. One of the three key settings must be given.",
        values.http_url,
        default="",
    )
    jwt_public_key_file: files.PublicKeyFile | None = setting(
        "A PEM file with the issuer's one public key, instead of a key set.",
        files.public_key_file,
        default="",
    )
    jwt_secret_file: files.SecretFile | None = setting(
        "A file with a shared secret for HS256 tokens; refused in production.",
        files.secret_file(32),
        default="",
    )
    jwt_algorithms: tuple[str, ...] = setting(
        "The signatures that public keys may make.",
        values.some_of("RS256", "ES256"),
        default="RS256,ES256",
    )
    jwt_leeway_seconds: int = setting(
        "How far the issuer's clock may be off.", values.whole(0, 300), default="10"
    )
    token_seconds_most: int = setting(
        "The longest that a token may be good, from when it was issued (`iat`): one that is good "
        "for longer is refused.",
        values.whole(60, 2_592_000),
        default="86400",
    )
    revocation_seconds: int = setting(
        "How often it is read which tokens have been revoked; open sockets and streams end then.",
        values.whole(1, 60),
        default="2",
    )
    client_platforms: tuple[str, ...] = setting(
        "The platforms that may ask for the end page.", values.words, default="app"
    )
    languages: tuple[str, ...] = setting(
        "The languages of titles and bodies; the first is the default.",
        values.languages,
        default="en,es,ar",
    )
    documents: tuple[DocumentSource, ...] | None = setting(
        "The documents that are known: manifests, maps and folders of .graphql files, with commas "
        "between them. `ios=path` is for that client alone. Read again on SIGHUP.",
        document_sources,
        default="",
        reloads=True,
    )
    documents_only: str = setting(
        "Whether known documents alone are answered: true, false, or auto: in production, when "
        "ENDPAGE_DOCUMENTS is given. A token with the claim `developer: true` may ask anything.",
        values.one_of("auto", "true", "false"),
        default="auto",
    )
    documents_automatic: int = setting(
        "How many automatic persisted queries a process keeps, where any document is answered; 0: "
        "none.",
        values.whole(0, 100_000),
        default="1000",
    )
    document_bytes: int = setting(
        "The longest document.", values.whole(256, 1_048_576), default="32768", is_limit=True
    )
    document_tokens: int = setting(
        "How many tokens a document may have, with its comments.",
        values.whole(10, 100_000),
        default="2000",
        is_limit=True,
    )
    document_depth: int = setting(
        "How many fields deep a document may be.", values.whole(1, 100), default="20", is_limit=True
    )
    document_aliases: int = setting(
        "How many aliases a document may have.",
        values.whole(0, 10_000),
        default="100",
        is_limit=True,
    )
    document_root_fields: int = setting(
        "How many fields of the root an operation may ask for.",
        values.whole(1, 10_000),
        default="20",
        is_limit=True,
    )
    document_directives: int = setting(
        "How many directives a document may have.",
        values.whole(0, 10_000),
        default="100",
        is_limit=True,
    )
    document_fields: int = setting(
        "How many fields an operation may ask for, its fragments unfolded.",
        values.whole(1, 20_000),
        default="1500",
        is_limit=True,
    )
    operation_cost: int = setting(
        "What an operation may cost with its variables, by the schema's @cost and @listSize.",
        values.whole(1, 10_000_000),
        default="5000",
        is_limit=True,
    )
    client_limits_file: files.ClientLimitsFile | None = setting(
        "A JSON file with tighter limits of documents by client name, as in "
        '`{"web": {"cost": 500, "depth": 8}}`.',
        files.client_limits_file,
        default="",
        reloads=True,
    )
    limits_file: files.LimitsFile | None = setting(
        "A JSON file with limits that take the place of the settings of their names, as in "
        '`{"operations": 16, "operation_cost": 4000}`. Read again on SIGHUP.',
        files.limits_file,
        default="",
        reloads=True,
    )
    learn_more_url: str | None = setting(
        "The page that explains the panels, each at an anchor of its own.",
        values.http_url,
        default="",
    )
    graphiql: str = setting(
        "Who may open GraphiQL in production: developers, by a token of theirs, or nobody.",
        values.one_of("developers", "nobody"),
        default="developers",
    )
    preview_controls_url: str | None = setting(
        "Where the preview's page finds the buttons that move LIVEs and break services: "
        "`endpage dev` has them. For development only.",
        values.http_url,
        default="",
    )
    operation_ms: int = setting(
        "The time that one operation may take.", values.whole(50, 60_000), default="1500"
    )
    deferred_ms: int = setting(
        "The time that a query may take with all that it defers, from its beginning.",
        values.whole(50, 60_000),
        default="3000",
    )
    update_ms: int = setting(
        "The time that one update of a subscription may take.",
        values.whole(50, 60_000),
        default="3000",
    )
    operations: int = setting(
        "How many operations run at once at least while the processor is busy; the others wait.",
        values.whole(1, 10_000),
        default="8",
        is_limit=True,
    )
    queue: int = setting(
        "How many operations may wait for their turn; more are refused, the least urgent first.",
        values.whole(0, 100_000),
        default="500",
        is_limit=True,
    )
    queue_ms: int = setting(
        "How long an operation may wait for its turn.",
        values.whole(1, 60_000),
        default="500",
        is_limit=True,
    )
    shop_analytics_ms: int = setting(
        "The most that one call to shop analytics may take.",
        values.whole(10, 60_000),
        default="800",
    )
    rewards_ms: int = setting(
        "The most that one call to rewards may take.", values.whole(10, 60_000), default="600"
    )
    journey_ms: int = setting(
        "The most that one call to journey may take.", values.whole(10, 60_000), default="600"
    )
    mongodb_ms: int = setting(
        "The most that one read of MongoDB may take.", values.whole(10, 60_000), default="400"
    )
    storage_ms: int = setting(
        "The most that one question to the storage of recordings may take.",
        values.whole(10, 60_000),
        default="800",
    )
    slots: int = setting(
        "How many calls to one source are under way before what is asked for waits to be joined.",
        values.whole(1, 1000),
        default="4",
    )
    kept_megabytes: int = setting(
        "How much of what each source has answered is kept, by its size in bytes, and as much of "
        "the answers that were made of it; 0 keeps nothing.",
        values.whole(0, 100_000),
        default="64",
    )
    session_outage_seconds: int = setting(
        "How long a session that was read before is shown while MongoDB cannot be read.",
        values.whole(0, 86_400),
        default="600",
    )
    grace_seconds: int = setting(
        "How long a LIVE that lost its connection may come back before it has ended.",
        values.whole(0, 3600),
        default="60",
    )
    silence_seconds: int = setting(
        "How long a LIVE may be silent before it is taken for disconnected.",
        values.whole(1, 86_400),
        default="180",
    )
    pause_limit_seconds: int = setting(
        "How long a pause may last before it has ended the LIVE.",
        values.whole(1, 86_400),
        default="1800",
    )
    false_start_seconds: int = setting(
        "A LIVE with less air time, and few comments, was a false start.",
        values.whole(0, 3600),
        default="120",
    )
    false_start_comments: int = setting(
        "With so many comments a short LIVE was no false start.",
        values.whole(0, 1_000_000),
        default="10",
    )
    poll_seconds: int = setting(
        "How soon a client without a socket is told to look again.",
        values.whole(1, 3600),
        default="15",
    )
    status_policy: str = setting(
        "Which HTTP statuses answers have: compat, or draft for 294 and 422 as the newest draft of "
        "GraphQL over HTTP asks.",
        values.one_of(*POLICIES),
        default=COMPAT,
    )
    compression: str = setting(
        "Whether answers are compressed for clients that accept it: on, or off where a proxy does.",
        values.one_of("on", "off"),
        default="on",
    )
    cors_origins: tuple[str, ...] | None = setting(
        "The sites whose pages may ask from a browser, each as scheme://host[:port]; none may by "
        "default. * is every site, in development only.",
        origins,
        default="",
    )
    head_bytes: int = setting(
        "The longest head of a request: its address and headers together.",
        values.whole(1024, 1_048_576),
        default="32768",
    )
    body_seconds: int = setting(
        "How long the head of a request may take to come, and then its body.",
        values.whole(1, 600),
        default="10",
    )
    body_bytes: int = setting(
        "The longest request body, and the longest WebSocket message.",
        values.whole(1024, 16_777_216),
        default="262144",
    )
    socket_init_seconds: int = setting(
        "How long a socket may stay open without saying who asks.",
        values.whole(1, 300),
        default="10",
    )
    socket_operations: int = setting(
        "How many operations may run on one socket at a time.", values.whole(1, 1000), default="32"
    )
    streams: int = setting(
        "How many sockets and event streams a process holds; more are refused.",
        values.whole(1, 1_000_000),
        default="12000",
    )
    streams_per_creator: int = setting(
        "How many sockets and event streams one creator may hold in a process.",
        values.whole(1, 1_000_000),
        default="20",
    )
    connections: int = setting(
        "How many connections a process holds, sockets among them; more are refused. 0: any "
        "number.",
        values.whole(0, 1_000_000),
        default="16000",
    )
    connections_per_address: int = setting(
        "How many of them may come from one address (of IPv6, one network of 64 bits); behind "
        "proxies, how many of them that are sockets. 0: any number.",
        values.whole(0, 1_000_000),
        default="2000",
    )
    sockets_waiting: int = setting(
        "How many sockets may be open that have not said who asks. 0: any number.",
        values.whole(0, 1_000_000),
        default="2000",
    )
    sockets_waiting_per_address: int = setting(
        "How many of those may come from one address. 0: any number.",
        values.whole(0, 1_000_000),
        default="200",
    )
    socket_frames: int = setting(
        "How many frames may come on one socket in ten seconds; more close it.",
        values.whole(10, 1_000_000),
        default="1000",
    )
    creator_cost: int = setting(
        "What operations of one creator may cost in a minute; lists may use three quarters of it. "
        "0: no limit.",
        values.whole(0, 1_000_000_000),
        default="100000",
        is_limit=True,
    )
    client_cost: int = setting(
        "What operations of one client, by the name that it tells, may cost in a minute. 0: no "
        "limit.",
        values.whole(0, 1_000_000_000),
        default="0",
        is_limit=True,
    )
    address_cost: int = setting(
        "What operations from one address may cost in a minute, each request at least 1. 0: no "
        "limit.",
        values.whole(0, 1_000_000_000),
        default="3000000",
        is_limit=True,
    )
    address_failures: int = setting(
        "How many tokens that cannot be trusted may come from one address in a minute. 0: no "
        "limit.",
        values.whole(0, 1_000_000_000),
        default="600",
        is_limit=True,
    )
    rates_store: str = setting(
        "Who counts together what was asked for in a minute: memory, each process by itself; or "
        "mongodb, all processes, in the gateway's own database.",
        values.one_of("memory", "mongodb"),
        default="memory",
    )
    media_streams: int = setting(
        "How many files of recordings a process sends at a time; more are refused.",
        values.whole(1, 100_000),
        default="256",
    )
    keep_alive_seconds: int = setting(
        "After so long a silence a stream says that it is still there.",
        values.whole(1, 300),
        default="15",
    )
    stall_seconds: int = setting(
        "A reader that is behind for so long is cut off.", values.whole(1, 300), default="20"
    )
    unready_seconds: int = setting(
        "How long `/readyz` says so before anything is closed, when the gateway is told to stop: "
        "as long as whoever sends it requests needs to see that.",
        values.whole(0, 600),
        default="5",
    )
    unready_connections: str = setting(
        "What becomes of new connections once the gateway is told to stop: taken, while whoever "
        "sends them asks `/readyz`, or refused, for a proxy that goes by that, as nginx does.",
        values.one_of(TAKEN, REFUSED),
        default=TAKEN,
    )
    drain_seconds: int = setting(
        "Over how long streams are closed, one after the other, when the gateway is told to stop.",
        values.whole(0, 600),
        default="5",
    )
    follow_seconds: int = setting(
        "A subscription goes on after the end while a panel that it selects may change so soon.",
        values.whole(0, 86_400),
        default="900",
    )
    reconcile_seconds: int = setting(
        "How often what is followed is read again, for what no event has told.",
        values.whole(1, 3600),
        default="30",
    )
    stop_seconds: int = setting(
        "How long requests that run may go on when the gateway is told to stop.",
        values.whole(0, 600),
        default="10",
    )
    log_level: str = setting(
        "The least level that is logged.",
        values.one_of("debug", "info", "warning", "error"),
        default="info",
    )
    log_successes: float = setting(
        "The part of operations that went well of which there is a line in the log; failures, and "
        "what is traced, always have theirs.",
        values.part,
        default="1",
    )
    metrics_address: values.ListeningAddress | None = setting(
        "Where figures are served to Prometheus, at `/metrics`: an address with a port, or a port "
        "of 127.0.0.1. Each further worker has the next port. Not given: they are not counted.",
        values.listening_address,
        default="",
    )
    panel_budget_ms: int = setting(
        "How soon a panel is to be there: the figures tell how many are.",
        values.whole(1, 60_000),
        default="500",
    )
    otlp_url: str | None = setting(
        "The collector that traces are sent to, by OTLP over HTTP at its `/v1/traces`, such as "
        "http://127.0.0.1:4318. Not given: nothing is traced.",
        values.http_url,
        default="",
    )
    trace_ratio: float = setting(
        "The part of all operations that is traced.", values.part, default="0.01"
    )

    @property
    def is_development(self) -> bool:
        """Whether conveniences are allowed that have no place in production."""
        return self.environment == "development"

    @property
    def demand_limits(self) -> DemandLimits:
        """How much a document may ask for. Raises ValueError when a client's limits are wider."""
        general = Limits(
            document_bytes=self.document_bytes,
            tokens=self.document_tokens,
            depth=self.document_depth,
            aliases=self.document_aliases,
            root_fields=self.document_root_fields,
            directives=self.document_directives,
            fields=self.document_fields,
            cost=self.operation_cost,
        )
        given = self.client_limits_file.by_client if self.client_limits_file else {}
        return DemandLimits(
            general, {client: general.tightened(changes) for client, changes in given.items()}
        )

    @property
    def answers_known_documents_only(self) -> bool:
        """Whether what is not known is refused, but for who has a developer's token."""
        if self.documents_only == "auto":
            return not self.is_development and self.documents is not None
        return self.documents_only == "true"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """The settings of this process, or of the mapping given.

        Raises ``SettingsError`` with all faults at once.
        """
        given = _given(os.environ if environment is None else environment)
        declarations = declarations_of(cls)
        faults = [_unknown(name, declarations) for name in given if name not in declarations]
        given, more = _with_limits(given, declarations)
        faults += more
        parsed: dict[str, Any] = {}
        for name, declaration in declarations.items():
            try:
                parsed[field_of(name)] = declaration.value(given.get(name))
            except ValueError as error:
                faults.append(f"{name} {error}")
        faults += conflicts_of(parsed)
        if faults:
            raise SettingsError(faults)
        settings = cls(**parsed)
        try:
            _ = settings.demand_limits
        except ValueError as error:
            raise SettingsError([f"{PREFIX}CLIENT_LIMITS_FILE {error}"]) from None
        return settings

    def __repr__(self) -> str:
        """The settings without their secrets."""
        return f"Settings({self.redacted()})"

    def redacted(self) -> dict[str, str]:
        """Every setting as text that may be shown: no secret and no credential in an address."""
        return {item.name: _shown(getattr(self, item.name)) for item in fields(self)}


def environment_with(changes: Mapping[str, str]) -> dict[str, str]:
    """This process's environment with some settings changed, for a child process.

    The three ways to give the token's key exclude each other, and so do the two storages: a new one
    replaces them all.
    """
    dropped: set[str] = set()
    for settings in (KEY_SETTINGS, STORAGE_SETTINGS):
        names = {f"{PREFIX}{name}" for name in settings}
        dropped |= names if names & set(changes) else set()
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, **changes}


def _given(environment: Mapping[str, str]) -> dict[str, str]:
    # An empty variable is one that a compose file or a shell left blank: it is not given.
    return {name: value for name, value in environment.items() if name.startswith(PREFIX) and value}


def _with_limits(
    given: dict[str, str], declarations: Mapping[str, Declaration]
) -> tuple[dict[str, str], list[str]]:
    """What is given with the file of limits; a file that cannot be read is told where it is
    parsed with all the others.
    """
    try:
        file = declarations[LIMITS_FILE].value(given.get(LIMITS_FILE))
    except ValueError:
        file = None
    return (given, []) if file is None else with_limits(given, file.by_name, declarations)


def _unknown(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"{name} is not a setting" + (f"; is {close[0]} meant?" if close else "")


def _shown(value: Any) -> str:
    match value:
        case None:
            return ""
        case tuple():
            return ",".join(map(str, value))
        case (
            files.SecretFile(path=path)
            | files.PublicKeyFile(path=path)
            | files.LinkKeysFile(path=path)
            | files.ClientLimitsFile(path=path)
            | files.LimitsFile(path=path)
        ):
            return str(path)
        case _:
            return values.without_credentials(str(value))
