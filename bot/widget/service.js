// Calls of the API, the session that the browser stores, and the feed of its messages. No cookies.

// Milliseconds.
const CALL_TIMEOUT = 65_000;
const STREAM_TIMEOUT = 40_000; // without data; the service sends a comment every 15 s
const POLL_INTERVAL = 5_000;
const STREAM_RETRY = 300_000; // after a stream that was blocked
const MIN_STREAM = 3_000; // a stream that ends sooner was blocked
const MAX_BACK_OFF = 15_000;

/** A failed call. `kind`: network, server, refused, busy or expired; `wait`: seconds before a retry. */
export class Failure extends Error {
  constructor(kind, wait = 0) {
    super(kind);
    Object.assign(this, { kind, wait });
  }
}

/** Web storage, or memory if storage is blocked. */
export class Store {
  #memory = new Map(); // values that could not be written

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

/** Every call throws Failure, or the signal's reason if it was aborted. */
export class Service {
  #creating = null; // promise of a new session

  /** `app`: onSession(expired) after a new session; onReachable(reachable) after each call. */
  constructor(base, store, app) {
    Object.assign(this, { base, store, app });
  }

  /** `{session, token, expires}`, or null. */
  get session() {
    const stored = this.store.get("session");
    return stored?.session && stored.token ? stored : null;
  }

  async send({ id, text }) {
    const { session } = await this.#current();
    const answer = await this.#call("messages", { json: { session, message: text, id } });
    const replies = repliesIn(answer?.replies);
    if (!replies.length) throw new Failure("server");
    return replies;
  }

  history(after, signal) {
    return this.#sessionCall(`/messages?after=${after}`, { signal });
  }

  stream(after, signal, read) {
    return this.#sessionCall(`/stream?after=${after}`, { signal, endless: true }, read);
  }

  transcript(language) {
    return this.#sessionCall(`/transcript.txt?language=${language}`, {}, (response) => response.text());
  }

  /** Returns how many enquiries are kept until answered. */
  async erase() {
    const { enquiries_kept: kept } = await this.#sessionCall("", { method: "DELETE" });
    await this.#replace(this.session, false);
    return kept;
  }

  suggestions(typed, language, signal) {
    return this.#call(`suggestions?q=${encodeURIComponent(typed)}&language=${language}`, { signal });
  }

  feedback(receipt, helpful, comment) {
    return this.#call("feedback", { json: { receipt, helpful, comment } }, () => null);
  }

  async #current() {
    const stored = this.session;
    return stored && Date.parse(stored.expires) > Date.now() ? stored : this.#replace(stored);
  }

  /** The session after `old`: another tab's, or a new one. Concurrent calls create one session. */
  async #replace(old, expired = old !== null) {
    const stored = this.session;
    if (stored && stored.session !== old?.session) return stored;
    this.#creating ??= this.#call("sessions", { method: "POST" }).finally(() => (this.#creating = null));
    const session = await this.#creating;
    if (this.session?.session !== session.session) {
      this.store.set("session", session);
      this.app.onSession(expired);
    }
    return session;
  }

  async #sessionCall(path, options, read) {
    const current = await this.#current();
    try {
      return await this.#call(`sessions/${current.session}${path}`, { ...options, token: current.token }, read);
    } catch (error) {
      if (error.kind === "expired") await this.#replace(current);
      throw error;
    }
  }

  async #call(path, { method, json, token, signal, endless }, read = (response) => response.json()) {
    const signals = [signal, endless ? null : AbortSignal.timeout(CALL_TIMEOUT)].filter(Boolean);
    try {
      const response = await fetch(new URL(`api/v1/${path}`, this.base), {
        method: method ?? (json ? "POST" : "GET"),
        headers: { ...(json && { "Content-Type": "application/json" }), ...(token && { Authorization: `Bearer ${token}` }) },
        body: json && JSON.stringify(json),
        credentials: "omit",
        signal: AbortSignal.any(signals),
      });
      this.app.onReachable(true);
      if (!response.ok) throw failureOf(response);
      return await read(response);
    } catch (error) {
      if (error instanceof Failure || signal?.aborted) throw error;
      const invalid = error instanceof SyntaxError;
      if (!invalid && !endless) this.app.onReachable(false); // streams also end for other reasons
      throw new Failure(invalid ? "server" : "network");
    }
  }
}

/** Milliseconds before retry `n`, with jitter. */
export const backOff = (n) => Math.min(MAX_BACK_OFF, 500 * 2 ** n) * (0.5 + Math.random() / 2);

function pause(time, signal) {
  return new Promise((resolve) => {
    setTimeout(resolve, time);
    signal.addEventListener("abort", resolve);
  });
}

/** [name, data] of a server-sent event; undefined for a comment. */
const parseEvent = (block) => ["event", "data"].map((name) => new RegExp(`^${name}: ?(.*)`, "m").exec(block)?.[1]);

/** History, then a stream, or polling if streams are blocked. EventSource cannot send the token. */
export class MessageFeed {
  #after = 0;
  #pollUntil = 0;
  #controller = null;

  /** `app`: onMessage(message), onErased(), onCaughtUp(). */
  constructor(service, app) {
    Object.assign(this, { service, app });
  }

  stop() {
    this.#controller?.abort();
  }

  /** `fromStart`: for another session. */
  restart(fromStart) {
    this.stop();
    if (fromStart) this.#after = 0;
    this.#pollUntil = 0;
    if (!this.service.session) return;
    this.#controller = new AbortController();
    this.#run(this.#controller.signal);
  }

  async catchUp(signal) {
    for (let more = true; more; ) {
      const page = await this.service.history(this.#after, signal);
      page.messages.forEach((message) => this.#receive(message));
      more = page.more;
    }
    this.app.onCaughtUp();
  }

  async #run(signal) {
    for (let failures = 0; !signal.aborted; ) {
      try {
        await this.catchUp(signal);
        failures = 0;
        if (Date.now() < this.#pollUntil) await pause(POLL_INTERVAL, signal);
        else await this.#stream(signal);
      } catch ({ wait = 0 }) {
        failures += 1;
        if (!signal.aborted) await pause(Math.max(wait * 1000, backOff(failures)), signal);
      }
    }
  }

  /** Until the stream ends. After one that was refused, silent or short, the feed polls for a while. */
  async #stream(signal) {
    const silence = new AbortController();
    const started = Date.now();
    try {
      await this.service.stream(this.#after, AbortSignal.any([signal, silence.signal]), (response) => this.#read(response, silence));
    } catch (failure) {
      if (signal.aborted || failure.kind === "network" || failure.kind === "expired") throw failure;
      this.#pollUntil = Date.now() + STREAM_RETRY;
    }
    if (Date.now() - started < MIN_STREAM) this.#pollUntil = Date.now() + STREAM_RETRY;
  }

  async #read(response, silence) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ""; ; ) {
      const timer = setTimeout(() => silence.abort(), STREAM_TIMEOUT);
      const { value, done } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return;
      const blocks = (rest + value).split(/\r?\n\r?\n/);
      rest = blocks.pop();
      for (const [name, data] of blocks.map(parseEvent)) {
        if (name === "erased") this.app.onErased();
        else if (name === "message") this.#receive(JSON.parse(data));
      }
    }
  }

  #receive(message) {
    this.#after = Math.max(this.#after, message.number);
    this.app.onMessage(message);
  }
}
