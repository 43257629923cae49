"""Databases: whether the company's can be read and followed, and whether the gateway's own is as
`endpage migrate` makes it.
"""

from __future__ import annotations

from gateway.doctor.clock import of_skew
from gateway.doctor.finding import Finding, Outcome, failed, ok, warning
from gateway.settings import Settings
from loaders import (
    rate_counts,
    recording,
    revocation,
    revocations_schema,
    schema_version,
    session,
    share,
    shares_schema,
)
from loaders.database_checkup import CheckupFailed, DatabaseCheckup, checkup, missing_rights
from loaders.index_check import faults_of_indexes, has_index_on
from loaders.names import MONGODB, SHARES

_WANTED_ON = {
    session.COLLECTION: ("creator_id", "created_at"),
    recording.COLLECTION: ("live_id",),
}
_OWN_INDEXES = {
    share.COLLECTION: shares_schema.INDEXES,
    revocation.COLLECTION: revocations_schema.INDEXES,
    rate_counts.COLLECTION: rate_counts.INDEXES,
}
_READ, _KEPT = ("find",), ("find", "insert", "update")
_LEAST_HOURS = 24.0
_MIGRATE = "Run `endpage migrate` of this version."


def company_database(settings: Settings) -> list[Finding]:
    """The database of sessions and recordings, by the gateway's user. Blocks."""
    with checkup(settings.mongodb_uri, settings.company_database) as database:
        found = _greeted(MONGODB, "ENDPAGE_MONGODB_URI", database, settings)
        if found[0].outcome is Outcome.FAILED:
            return found
        return [
            *found,
            *(_read(database, collection) for collection in _WANTED_ON),
            *(_indexed(database, name, fields) for name, fields in _WANTED_ON.items()),
            _watched(database),
            of_window(database.oplog_hours()),
        ]


def own_database(settings: Settings, *, owner_uri: str | None = None) -> list[Finding]:
    """The gateway's own database, by its user, and its indexes by its owner's where that is given,
    since the gateway's user need not see them. Blocks.
    """
    with checkup(settings.shares_mongodb_uri, settings.shares_database) as database:
        found = _greeted(SHARES, "ENDPAGE_SHARES_MONGODB_URI", database, settings)
        if found[0].outcome is Outcome.FAILED:
            return found
        found += [_version(database), _rights(database)]
    if owner_uri is None:
        return found
    with checkup(owner_uri, settings.shares_database) as database:
        greeted = _greeted("owner", "--owner-mongodb-uri", database, settings)
        if greeted[0].outcome is Outcome.FAILED:
            return [*found, *greeted]
        return [*found, _own_indexes(database)]


def of_window(hours: float | None) -> Finding:
    """What it means that a change stream can go back so many hours."""
    if hours is None:
        advice = "Have who may read `local` look that its oplog holds a day or more."
        return warning(MONGODB, "how far back a change stream can go cannot be seen.", advice)
    told = f"a change stream can go {hours:.1f} hours back"
    if hours < _LEAST_HOURS:
        advice = "Enlarge the oplog (replSetResizeOplog, minRetentionHours)."
        return warning(MONGODB, f"{told}.", advice)
    return ok(MONGODB, f"{told}.")


def _greeted(
    name: str, variable: str, database: DatabaseCheckup, settings: Settings
) -> list[Finding]:
    try:
        greeting = database.greeting()
    except CheckupFailed as error:
        advice = f"Is {variable} right, its user and password, and may this machine connect to it?"
        return [failed(name, f"{error}.", advice)]
    answers = ok(name, f"answers in {greeting.ms:.0f} ms.")
    if not greeting.has_change_streams:
        advice = "Make it a replica set, of one member if need be: nothing is heard of otherwise."
        answers = failed(name, "is no replica set.", advice)
    return [answers, *of_skew(name, greeting.skew, leeway=settings.jwt_leeway_seconds)]


def _read(database: DatabaseCheckup, collection: str) -> Finding:
    if database.find_one(collection):
        return ok(MONGODB, f"{collection} can be read.")
    advice = "Give the gateway's user the role `read` on the company's database."
    return failed(MONGODB, f"{collection} may not be read.", advice)


def _indexed(database: DatabaseCheckup, collection: str, fields: tuple[str, ...]) -> Finding:
    wanted = ", ".join(fields)
    indexes = database.indexes(collection)
    if indexes is None:
        advice = f"Have its owner look for one that begins with {wanted}."
        return warning(MONGODB, f"the indexes of {collection} may not be seen.", advice)
    if has_index_on(indexes, fields):
        return ok(MONGODB, f"{collection} has an index on {wanted}.")
    advice = f"Have one made that begins with {wanted}: each question reads everything without."
    return failed(MONGODB, f"{collection} has no index on {wanted}.", advice)


def _watched(database: DatabaseCheckup) -> Finding:
    if database.watch():
        return ok(MONGODB, "its changes can be followed.")
    advice = "Give the gateway's user `changeStream` and `find` on the company's database."
    return failed(MONGODB, "its changes may not be followed.", advice)


def _version(database: DatabaseCheckup) -> Finding:
    needed, version = schema_version.NEEDED, database.version()
    if version is None:
        advice = f"Give the gateway's user `find` on {schema_version.COLLECTION}."
        return failed(SHARES, "its version may not be read.", advice)
    if version < needed:
        return failed(SHARES, f"is of version {version}, and {needed} is needed.", _MIGRATE)
    return ok(SHARES, f"is of version {version}, with the indexes of it.")


def _rights(database: DatabaseCheckup) -> Finding:
    wanted = {
        share.COLLECTION: _KEPT,
        rate_counts.COLLECTION: _KEPT,
        revocation.COLLECTION: _READ,
    }
    rights = database.rights()
    if rights is None:
        # The embedded server does not say what its users may do: it is asked by what changes
        # nothing. Whether a document may be inserted cannot be asked so.
        missing = [
            f"{action} on {name}"
            for name, actions in wanted.items()
            if (action := _refused(database, name, actions)) is not None
        ]
    else:
        missing = missing_rights(rights, wanted)
    if missing:
        told = f"its user may not do what it has to: {', '.join(missing)}."
        return failed(SHARES, told, "Give it the role of docker/mongodb/init.js.")
    return ok(SHARES, "its user may do what it has to.")


def _refused(database: DatabaseCheckup, collection: str, actions: tuple[str, ...]) -> str | None:
    if not database.find_one(collection):
        return "find"
    return "update" if "update" in actions and not database.update_none(collection) else None


def _own_indexes(database: DatabaseCheckup) -> Finding:
    faults = [
        f"{name}: {fault}"
        for name, wanted in _OWN_INDEXES.items()
        for fault in faults_of_indexes(database.indexes(name) or {}, wanted)
    ]
    if faults:
        return failed(SHARES, f"indexes are not as wanted: {', '.join(faults)}.", _MIGRATE)
    return ok(SHARES, "all its indexes are there and as wanted.")
