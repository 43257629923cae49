/**
 * Joining: keys that several requests ask for at the same time leave in one call, written in by
 * hand below the dataloaders, as the gateway does it.
 *
 * While there is a free slot, what is asked for in one turn of the event loop leaves at once. While
 * all slots are taken, keys wait and leave together when one frees.
 */

import { nameOf } from "./company.js";
import { alone } from "./loaders.js";

const SLOTS = 4;
const MOST_KEYS = 80;

class Joining {
  #waiting = new Map();
  #flying = new Map();
  #calls = 0;
  #leavesSoon = false;

  constructor(read, nameOfKey = (key) => key) {
    this.read = read;
    this.nameOfKey = nameOfKey;
  }

  /** The answers of these keys, in their order. */
  load(keys) {
    return Promise.all(keys.map((key) => this.#join(key)));
  }

  #join(key) {
    const name = this.nameOfKey(key);
    const known = this.#waiting.get(name) ?? this.#flying.get(name);
    if (known !== undefined) return known.promise;
    const entry = { key, name, ...withResolvers() };
    this.#waiting.set(name, entry);
    if (!this.#leavesSoon) {
      this.#leavesSoon = true;
      setImmediate(() => this.#fillSlots());
    }
    return entry.promise;
  }

  #fillSlots() {
    this.#leavesSoon = false;
    while (this.#waiting.size > 0 && this.#calls < SLOTS) void this.#send();
  }

  async #send() {
    const entries = [];
    for (const entry of this.#waiting.values()) {
      entries.push(entry);
      if (entries.length === MOST_KEYS) break;
    }
    for (const entry of entries) {
      this.#waiting.delete(entry.name);
      this.#flying.set(entry.name, entry);
    }
    this.#calls += 1;
    try {
      const answers = await this.read(entries.map((entry) => entry.key));
      entries.forEach((entry, index) => entry.resolve(answers[index]));
    } catch (error) {
      for (const entry of entries) entry.reject(error);
    } finally {
      for (const entry of entries) this.#flying.delete(entry.name);
      this.#calls -= 1;
      this.#fillSlots();
    }
  }
}

function withResolvers() {
  let resolve, reject;
  const promise = new Promise((onAnswer, onError) => {
    resolve = onAnswer;
    reject = onError;
  });
  return { promise, resolve, reject };
}

/** What reads from the company, all requests together. */
export function joined(company) {
  const single = alone(company);
  const over = (read, nameOfKey) => {
    const joining = new Joining(read, nameOfKey);
    return (keys) => joining.load(keys);
  };
  return {
    sessions: over(single.sessions),
    recordings: over(single.recordings),
    shop: over(single.shop, nameOf),
    rewards: over(single.rewards, nameOf),
    journey: over(single.journey, nameOf),
    newest: single.newest,
  };
}
