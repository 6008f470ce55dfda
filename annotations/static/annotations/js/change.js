// A change of which words a claim has needs the server at once. It waits for the outbox, asks, and fetches the page as
// the server has it then. A claim's words stay as they are unless the server said yes.
import { Away, Refused, ask, pageNow } from "claimdesk/server.js";
import { uuid } from "claimdesk/uuid.js";

const PATIENCE = 6000;
const AT_WORK = 30000;                                     // while a batch is on its way, or being kept
const BEAT = 60;
const TRIES = 4;
const GONE = ["claim_withdrawn", "merge_not_possible", "span_overlaps", "not_found", "article_archived"];
const rest = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** A request that makes something, once, however often it is sent. */
export const make = (url, body) => ask(url, { method: "POST", body, headers: { "Idempotency-Key": uuid() } });

/** Moves a claim's ends, unless somebody else moved them since this page was written. Throws Away or Refused. */
export async function resize(claim, span) {
  const patch = (version) => ask(`/api/v1/claims/${claim.id}/`, { method: "PATCH", body: span, headers: { "If-Match": `"${version}"` } });
  try {
    await patch(claim.row_version);
  } catch (error) {
    const now = error instanceof Refused && error.code === "version_conflict" ? error.body.current : null;
    if (now?.start === span.start && now.end === span.end) return;   // ours, and its answer was lost
    // A decision since then is no reason to refuse: only other words are.
    if (now?.start !== claim.start || now.end !== claim.end) throw error;
    await patch(error.body.current_version);
  }
}

/** What a failure means for the page: {sentence}, with `id` where the page is out of date and has to be written anew. */
export function failure(error, { id, n }) {
  if (error instanceof Away) return { sentence: error.message };
  if (!(error instanceof Refused)) throw error;
  if (error.code === "version_conflict") return { id, sentence: `Somebody else changed the words of claim ${n} while you worked on it. Yours were not kept; this is how it stands now.` };
  return GONE.includes(error.code) ? { id, sentence: `${error.message} This is how it stands now.` } : { sentence: error.message };
}

/** Waits until every step of ours is with the server. Throws Away where that does not happen soon. */
export async function settled(outbox) {
  const began = performance.now();
  if ((await outbox.pending()).length) outbox.now();
  while ((await outbox.pending()).length) {
    if (outbox.state === "signin") throw new Refused(401, { detail: "Sign in first: your kept decisions have to be sent before the words can change." });
    const patience = ["kept", "sending"].includes(outbox.state) ? AT_WORK : PATIENCE;
    if (performance.now() - began > patience) throw new Away("This needs the server, and it is away: your kept steps go first. Nothing was changed.");
    await rest(BEAT);
  }
}

/** This page as the server writes it now, standing on a claim; null where it does not come. */
export async function fetched(id) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      return await pageNow(id);
    } catch {
      await rest(500 * tries);
    }
  }
  return null;
}
