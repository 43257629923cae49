/** Words: forms on the wire that every panel needs. */

/** One opaque name for each object that a client may keep. */
export function globalId(type, raw) {
  return Buffer.from(`${type}:${raw}`).toString("base64url");
}

/** The form of a moment from unix seconds, as text or number; null for none. */
export function moment(seconds) {
  return seconds == null ? null : new Date(Number(seconds) * 1000).toISOString();
}

/** The form of a moment of the database; null for none. */
export function instant(date) {
  return date == null ? null : date.toISOString();
}

/** The most and the least of moments in their one form, which sorts as they do. */
export const latest = (moments) => moments.reduce((most, one) => (one > most ? one : most));
export const earliest = (moments) => moments.reduce((least, one) => (one < least ? one : least));
