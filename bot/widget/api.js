// The HTTP side: what goes to the service and how it can fail. Knows nothing of the page.

const SESSION = /^[A-Za-z0-9_-]{8,64}$/;
const DEADLINE = 65_000; // ms; longer than the service's own deadline can be set

/** Why there is no answer. `kind`: network, server, refused or busy; `wait`: seconds before another try, 0 for none. */
export class Failure extends Error {
  constructor(kind, wait = 0) {
    super(kind);
    this.kind = kind;
    this.wait = wait;
  }
}

/** A random UUID, also on plain-http pages, where crypto.randomUUID is missing. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** This browser's session with the service: kept between visits and tabs, or for this page alone where storage is blocked. */
function rememberedSession(base) {
  const key = `press-desk.session ${base}`;
  try {
    const kept = localStorage.getItem(key);
    if (kept && SESSION.test(kept)) return kept;
  } catch {
    return newId();
  }
  const session = newId();
  try {
    localStorage.setItem(key, session);
  } catch {
    // The session then lasts as long as the page.
  }
  return session;
}

/** Seconds from a Retry-After header, which is a number or a date; at most ten minutes, ten seconds without one. */
function retryAfter(value) {
  const seconds = /^\d+$/.test(value ?? "") ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(600, Math.max(1, Math.ceil(seconds))) : 10;
}

function failureOf(response) {
  if (response.status === 429) return new Failure("busy", retryAfter(response.headers.get("Retry-After")));
  const server = response.status >= 500 || response.status === 408;
  return new Failure(server ? "server" : "refused");
}

/** The service at `base`, a URL that ends in a slash. */
export class Service {
  constructor(base) {
    this.base = base;
    this.session = rememberedSession(base);
  }

  /** The replies to a message. The same `id` again is the same turn, never a second one. Throws Failure. */
  async send(id, message) {
    const body = await this.#post("api/v1/messages", { session: this.session, message, id, language: null });
    const replies = Array.isArray(body?.replies) ? body.replies.filter((reply) => reply && typeof reply === "object") : [];
    if (!replies.length) throw new Failure("server");
    return replies;
  }

  async #post(path, body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), DEADLINE);
    try {
      const response = await fetch(new URL(path, this.base), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        credentials: "omit",
        signal: stop.signal,
      });
      if (!response.ok) throw failureOf(response);
      return await response.json();
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Failure(error instanceof SyntaxError ? "server" : "network");
    } finally {
      clearTimeout(timer);
    }
  }
}
