/** Company: the services through undici and the database through MongoDB's driver. */

import { readFileSync } from "node:fs";
import { MongoClient } from "mongodb";
import { Pool } from "undici";

import { moment } from "./words.js";

const ID_FIELD = { sessions: "live_id", creators: "creator_id" };

/** What lives with the server. */
export class Company {
  constructor(environment) {
    const credential = readFileSync(environment.ENDPAGE_SERVICE_CREDENTIAL_FILE, "ascii");
    this.headers = { authorization: `Bearer ${credential}`, "content-type": "application/json" };
    const addresses = {
      shop: environment.ENDPAGE_SHOP_ANALYTICS_URL,
      rewards: environment.ENDPAGE_REWARDS_URL,
      journey: environment.ENDPAGE_JOURNEY_URL,
    };
    this.services = {};
    for (const [name, address] of Object.entries(addresses)) {
      const { origin, pathname } = new URL(address);
      this.services[name] = { pool: new Pool(origin), path: `${pathname}/v1/read` };
    }
    this.client = new MongoClient(environment.ENDPAGE_MONGODB_URI);
    this.sessions = this.client.db("company").collection("live_sessions");
    this.recordings = this.client.db("company").collection("recordings");
  }

  /** One call for all keys; those of one thing are asked for the union of their groups. */
  async read(service, keys) {
    const wanted = new Map();
    for (const key of keys) {
      const thing = thingOf(key);
      const asked = wanted.get(thing);
      if (asked === undefined) wanted.set(thing, { key, groups: new Set(key.groups) });
      else for (const group of key.groups) asked.groups.add(group);
    }
    const question = { sessions: [], creators: [] };
    for (const { key, groups } of wanted.values()) {
      question[key.part].push({
        [ID_FIELD[key.part]]: key.id,
        on_behalf_of: key.onBehalfOf,
        language: "en",
        groups: [...groups].sort(),
      });
    }
    const { pool, path } = this.services[service];
    const { statusCode, body } = await pool.request({
      path,
      method: "POST",
      headers: this.headers,
      body: JSON.stringify(question),
    });
    if (statusCode !== 200) throw new Error(`${service} answers with ${statusCode}`);
    const { data } = await body.json();
    const found = new Map();
    for (const part of ["sessions", "creators"]) {
      for (const told of data[part]) {
        found.set(`${part}/${told[ID_FIELD[part]]}/${told.on_behalf_of}`, itemOf(told));
      }
    }
    return keys.map((key) => found.get(thingOf(key)));
  }

  /** The document of each LIVE, null for none. */
  async sessionsOf(ids) {
    const documents = await this.sessions.find({ _id: { $in: ids } }).toArray();
    const found = new Map(documents.map((document) => [document._id, document]));
    return ids.map((id) => found.get(id) ?? null);
  }

  /** The recordings of each LIVE. */
  async recordingsOf(ids) {
    const found = new Map(ids.map((id) => [id, []]));
    for (const document of await this.recordings.find({ live_id: { $in: ids } }).toArray()) {
      found.get(document.live_id).push(document);
    }
    return ids.map((id) => found.get(id));
  }

  /** A creator's newest LIVEs. */
  newest(creatorId, many) {
    const newestFirst = { created_at: -1, _id: -1 };
    return this.sessions.find({ creator_id: creatorId }).sort(newestFirst).limit(many).toArray();
  }
}

/** The name of what a key asks about, without the groups. */
const thingOf = (key) => `${key.part}/${key.id}/${key.onBehalfOf}`;

/** The whole name of a key. */
export const nameOf = (key) => `${thingOf(key)}/${key.groups}`;

function itemOf(told) {
  if (told.code) throw new Error(told.message);
  return {
    isReady: told.status === "READY",
    asOf: moment(told.as_of),
    nextRefreshAt: moment(told.next_refresh_at),
    groups: told.groups,
  };
}
