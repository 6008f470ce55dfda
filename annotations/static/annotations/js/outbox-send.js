// One batch on the wire, and what the server's answer means for it.

const SIGNED_OUT = ["not_authenticated", "authentication_failed", "csrf_failed", undefined];
const LARGEST_LAST = 60000;                                // browsers allow 64 kB for a request that outlives its page

const post = (box, ops, more) => fetch(box.url, {
  method: "POST",
  headers: { "Content-Type": "application/json", Accept: "application/json", ...box.headers() },
  body: JSON.stringify({ ops }),
  ...more,
});

/** {results}, {away, after} (try later), {signin} or {refused} (never as it is). Never throws. */
export async function send(box, rows) {
  let response;
  try {
    response = await post(box, rows.map(({ seq, why, ...op }) => op), { signal: AbortSignal.timeout(box.timeout) });
  } catch {
    return { away: "offline" };
  }
  const body = await response.json().catch(() => null);
  const { status } = response;
  if (response.ok) return Array.isArray(body?.results) ? { results: body.results } : { away: "busy" };
  // Signed out, an old token and not allowed may share a status; only the code tells them apart.
  if (status === 401 || (status === 403 && SIGNED_OUT.includes(body?.code))) return { signin: true };
  if (status >= 500 || [408, 425, 429].includes(status)) return { away: "busy", after: Number(response.headers.get("Retry-After")) * 1000 };
  const message = body?.detail ?? body?.title ?? "The server did not take it.";
  return { refused: { status: "refused", code: body?.code ?? `http_${status}`, message } };
}

/** The page goes away: what it has not seen confirmed is sent once more. A repeat does no harm. */
export function sendLast(box, ops) {
  if (!ops.length || JSON.stringify(ops).length > LARGEST_LAST) return;
  post(box, ops, { keepalive: true }).catch(() => {});
}
