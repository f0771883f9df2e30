// The service: calls and how they fail, the session that this browser keeps, and reading along in it. No cookies.

const DEADLINE = 65_000; // ms
const SILENCE = 40_000; // the service gives a sign of life every 15 s
const POLL = 5_000;
const DEAF = 300_000; // before a stream is tried again where none got through
const BRIEF = 3_000; // a stream that ends sooner did not get through
const LONGEST = 15_000; // between two tries

/** Why there is no answer. `kind`: network, server, refused, busy or expired; `wait`: seconds before another try. */
export class Failure extends Error {
  constructor(kind, wait = 0) {
    super(kind);
    Object.assign(this, { kind, wait });
  }
}

/** Kept between visits; in memory where storage is blocked. */
export class Store {
  #memory = new Map(); // what could not be written

  constructor(area, prefix) {
    Object.assign(this, { area, prefix });
  }

  get(name) {
    if (this.#memory.has(name)) return this.#memory.get(name);
    try {
      return JSON.parse(window[this.area].getItem(this.prefix + name));
    } catch {
      return null;
    }
  }

  set(name, value) {
    this.#memory.delete(name);
    try {
      window[this.area].setItem(this.prefix + name, JSON.stringify(value));
    } catch {
      this.#memory.set(name, value);
    }
  }
}

export const repliesIn = (value) => (Array.isArray(value) ? value.filter((reply) => reply && typeof reply === "object") : []);

function failureOf({ status, headers }) {
  if (status === 401) return new Failure("expired");
  if (status === 429) return new Failure("busy", Math.min(600, Number(headers.get("Retry-After")) || 10));
  return new Failure(status >= 500 || status === 408 ? "server" : "refused");
}

/** Every call throws Failure, or the reason for which it was aborted. */
export class Service {
  #beginning = null;

  /** `begun(expired)`: there is a new session, maybe in place of an expired one; `reached(yes)`: whether the service answers. */
  constructor(base, store, { begun, reached }) {
    Object.assign(this, { base, store, begun, reached });
  }

  /** The session that this browser keeps, `{session, token, expires}`, or null. */
  get session() {
    const kept = this.store.get("session");
    return kept?.session && kept.token ? kept : null;
  }

  async send({ id, text }) {
    const { session } = await this.#open();
    const answer = await this.#call("messages", { json: { session, message: text, id } });
    const replies = repliesIn(answer?.replies);
    if (!replies.length) throw new Failure("server");
    return replies;
  }

  history(after, signal) {
    return this.#own(`/messages?after=${after}`, { signal });
  }

  stream(after, signal, read) {
    return this.#own(`/stream?after=${after}`, { signal, endless: true }, read);
  }

  transcript(language) {
    return this.#own(`/transcript.txt?language=${language}`, {}, (response) => response.text());
  }

  /** How many enquiries the press office keeps. */
  async erase() {
    const { enquiries_kept: kept } = await this.#own("", { method: "DELETE" });
    await this.#begin(this.session, false);
    return kept;
  }

  suggestions(typed, language, signal) {
    return this.#call(`suggestions?q=${encodeURIComponent(typed)}&language=${language}`, { signal });
  }

  feedback(receipt, helpful, comment) {
    return this.#call("feedback", { json: { receipt, helpful, comment } }, () => null);
  }

  async #open() {
    const kept = this.session;
    return kept && Date.parse(kept.expires) > Date.now() ? kept : this.#begin(kept);
  }

  /** A session in place of `old`: what another tab has begun meanwhile, or a new one, but one alone. */
  async #begin(old, expired = old !== null) {
    const kept = this.session;
    if (kept && kept.session !== old?.session) return kept;
    this.#beginning ??= this.#call("sessions", { method: "POST" }).finally(() => (this.#beginning = null));
    const session = await this.#beginning;
    if (this.session?.session !== session.session) {
      this.store.set("session", session);
      this.begun(expired);
    }
    return session;
  }

  async #own(path, options, read) {
    const open = await this.#open();
    try {
      return await this.#call(`sessions/${open.session}${path}`, { ...options, token: open.token }, read);
    } catch (error) {
      if (error.kind === "expired") await this.#begin(open);
      throw error;
    }
  }

  async #call(path, { method, json, token, signal, endless }, read = (response) => response.json()) {
    const signals = [signal, endless ? null : AbortSignal.timeout(DEADLINE)].filter(Boolean);
    try {
      const response = await fetch(new URL(`api/v1/${path}`, this.base), {
        method: method ?? (json ? "POST" : "GET"),
        headers: { ...(json && { "Content-Type": "application/json" }), ...(token && { Authorization: `Bearer ${token}` }) },
        body: json && JSON.stringify(json),
        credentials: "omit",
        signal: AbortSignal.any(signals),
      });
      this.reached(true);
      if (!response.ok) throw failureOf(response);
      return await read(response);
    } catch (error) {
      if (error instanceof Failure || signal?.aborted) throw error;
      const garbled = error instanceof SyntaxError;
      if (!garbled && !endless) this.reached(false); // a stream that is cut says little
      throw new Failure(garbled ? "server" : "network");
    }
  }
}

/** Milliseconds before try `n`. */
export const backOff = (n) => Math.min(LONGEST, 500 * 2 ** n) * (0.5 + Math.random() / 2);

function pause(time, signal) {
  return new Promise((resolve) => {
    setTimeout(resolve, time);
    signal.addEventListener("abort", resolve);
  });
}

/** Name and data of one event; both empty for a comment. */
const eventIn = (block) => ["event", "data"].map((name) => new RegExp(`^${name}: ?(.*)`, "m").exec(block)?.[1]);

/** What was said before, then a stream, or polls where none gets through. Not an EventSource: that sends no token. */
export class Listener {
  #after = 0;
  #deafUntil = 0;
  #running = null;

  constructor(service, { heard, erased, caughtUp }) {
    Object.assign(this, { service, heard, erased, caughtUp });
  }

  stop() {
    this.#running?.abort();
  }

  /** At once: with the whole of another session, or with what came since. */
  restart(whole) {
    this.stop();
    if (whole) this.#after = 0;
    this.#deafUntil = 0;
    if (!this.service.session) return;
    this.#running = new AbortController();
    this.#follow(this.#running.signal);
  }

  async catchUp(signal) {
    for (let more = true; more; ) {
      const page = await this.service.history(this.#after, signal);
      page.messages.forEach((message) => this.#take(message));
      more = page.more;
    }
    this.caughtUp();
  }

  async #follow(signal) {
    for (let failures = 0; !signal.aborted; ) {
      try {
        await this.catchUp(signal);
        failures = 0;
        if (Date.now() < this.#deafUntil) await pause(POLL, signal);
        else await this.#listen(signal);
      } catch ({ wait = 0 }) {
        failures += 1;
        if (!signal.aborted) await pause(Math.max(wait * 1000, backOff(failures)), signal);
      }
    }
  }

  /** Until the stream ends. Where it is refused, cut short or silent, none is tried again for a while. */
  async #listen(signal) {
    const silence = new AbortController();
    const began = Date.now();
    try {
      await this.service.stream(this.#after, AbortSignal.any([signal, silence.signal]), (response) => this.#read(response, silence));
    } catch (failure) {
      if (signal.aborted || failure.kind === "network" || failure.kind === "expired") throw failure;
      this.#deafUntil = Date.now() + DEAF;
    }
    if (Date.now() - began < BRIEF) this.#deafUntil = Date.now() + DEAF;
  }

  async #read(response, silence) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ""; ; ) {
      const timer = setTimeout(() => silence.abort(), SILENCE);
      const { value, done } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return;
      const blocks = (rest + value).split(/\r?\n\r?\n/);
      rest = blocks.pop();
      for (const [name, data] of blocks.map(eventIn)) {
        if (name === "erased") this.erased();
        else if (name === "message") this.#take(JSON.parse(data));
      }
    }
  }

  #take(message) {
    this.#after = Math.max(this.#after, message.number);
    this.heard(message);
  }
}
