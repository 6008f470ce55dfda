// One request to the server that has to happen now: no outbox, no later. Nothing is half done when it fails.
import { csrfToken, refreshToken } from "claimdesk/shell.js";

const LONGEST = 12000;

/** The server could not be reached, or was in no state to answer. */
export class Away extends Error {}

/** The server said no: `status`, `code`, and `body` with what it sent along. The message is for people. */
export class Refused extends Error {
  constructor(status, body) {
    super(body?.detail ?? body?.title ?? "The server did not take it.");
    Object.assign(this, { status, code: body?.code ?? "", body: body ?? {} });
  }
}

async function once(url, { method, body, headers = {} }) {
  const json = body instanceof URLSearchParams ? {} : { "Content-Type": "application/json" };
  let response;
  try {
    response = await fetch(url, {
      method,
      body: body instanceof URLSearchParams ? body : JSON.stringify(body),
      headers: { Accept: "application/json", ...json, "X-CSRFToken": csrfToken(), ...headers },
      signal: AbortSignal.timeout(LONGEST),
    });
  } catch {
    throw new Away("This needs the server, and it is away. Nothing was changed.");
  }
  if (response.status >= 500 || response.status === 429) throw new Away("This needs the server, and it is away. Nothing was changed.");
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}

const signedOut = (error) => error instanceof Refused && (error.status === 401 || error.code === "csrf_failed");

/** Sends a request and gives the answer's JSON. A lost answer is asked for once more: creating requests carry an
    Idempotency-Key, and a change carries If-Match, so nothing happens twice. Throws Away or Refused. */
export async function ask(url, request) {
  try {
    return await once(url, request);
  } catch (error) {
    if (signedOut(error) && !(await refreshToken())) throw new Refused(401, { detail: "You are signed out. Sign in again, then repeat this step." });
    if (!signedOut(error) && !(error instanceof Away)) throw error;
    return once(url, request);
  }
}

/** This page as the server writes it now, standing on claim `id`. Throws Away. */
export async function pageNow(id) {
  try {
    const response = await fetch(`${location.pathname}?claim=${id ?? ""}`, { signal: AbortSignal.timeout(LONGEST) });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (response.ok && page.querySelector("#doc")) return page;
  } catch { /* said below */ }
  throw new Away("This needs the server, and it is away. Nothing was changed.");
}
