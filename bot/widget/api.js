// The HTTP side: what goes to the service and how it can fail. Knows nothing of the page.

const SESSION = /^[A-Za-z0-9_-]{8,64}$/;

/** Why there is no answer. `kind`: offline, busy or failed. */
export class Failure extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

/** A random UUID, also on plain-http pages, where crypto.randomUUID is missing. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** This browser's session; where storage is blocked it lasts as long as the page. */
export function session() {
  try {
    const kept = localStorage.getItem("press-desk.session");
    if (kept && SESSION.test(kept)) return kept;
    const made = uuid();
    localStorage.setItem("press-desk.session", made);
    return made;
  } catch {
    return uuid();
  }
}

/** The replies to a message. The same `id` again is the same turn. Throws Failure. */
export async function send(base, body) {
  let response;
  try {
    const headers = { "Content-Type": "application/json" };
    response = await fetch(new URL("api/v1/messages", base), { method: "POST", headers, body: JSON.stringify(body) });
  } catch {
    throw new Failure("offline");
  }
  if (!response.ok) throw new Failure(response.status === 429 ? "busy" : "failed");
  try {
    return (await response.json()).replies;
  } catch {
    throw new Failure("failed");
  }
}
