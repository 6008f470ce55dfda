// Where a round's claims come from: fetched ahead, held while the page is looked at, given back when it is left.
import { Away, ask } from "claimdesk/server.js";
import { csrfToken } from "claimdesk/shell.js";

const AHEAD = 5;
const MOST = 6;
const RENEW = 4 * 60 * 1000;
const SOON = 2000;

/** A claim as the API gives it, as the page keeps it. What the API hides is not known here either. */
const kept = (claim) => ({
  id: claim.id,
  start: claim.start,
  end: claim.end,
  version: claim.version,
  label: claim.my_label,
  stale: claim.stale,
  flagged: claim.flagged,
  revealed: false,
  suggestion: claim.suggestion ?? null,
  evidence: claim.evidence_count,
  text: claim.quote,
  article: claim.article,
  title: claim.article_title,
  context: claim.context,
});

export class Feed {
  #asking = null;
  #renewed = performance.now();

  /** `pending()` gives the outbox's unsent steps: what they are about is decided, though the server does not know. */
  constructor({ url, claims, pending, order }) {
    Object.assign(this, { url, claims, pending, order });
  }

  /** Begins to hold what is on the page. */
  start() {
    setTimeout(() => this.renew(), SOON);                  // the page before this one may just have given it back
    setInterval(() => document.visibilityState === "visible" && this.renew(), RENEW);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && performance.now() - this.#renewed > RENEW && this.renew());
    addEventListener("pageshow", (event) => event.persisted && this.renew());
    addEventListener("pagehide", () => this.#leave());
  }

  /** Sees to it that five claims wait. Resolves to "came", "none" (nothing waits) or "away". Never throws. */
  more() {
    this.#asking ??= this.#fetch().finally(() => { this.#asking = null; });
    return this.#asking;
  }

  async #fetch() {
    const { claims } = this;
    const count = Math.min(Math.max(AHEAD - claims.open + 1, 1), claims.room, MOST);
    if (count < 1) return "none";
    try {
      const exclude = claims.list.map((claim) => claim.id);
      const body = { count, exclude, ...(this.order ? { order: this.order } : {}) };
      const answer = await ask(`${this.url}next/`, { method: "POST", body });
      if (!answer) return "none";
      const decided = new Set((await this.pending()).filter((op) => ["label", "skip"].includes(op.kind)).map((op) => op.claim));
      const fresh = [answer, ...answer.following].filter((claim) => !decided.has(claim.id)).map(kept);
      claims.add(fresh);
      return fresh.length ? "came" : "none";
    } catch (error) {
      if (error instanceof Away) return "away";
      return error.status === 401 ? "away" : "none";
    }
  }

  /** Ten minutes more. What somebody else got meanwhile leaves the page, unless it is being looked at. */
  async renew() {
    const { claims } = this;
    const asked = claims.held;
    if (!asked.length) return;
    this.#renewed = performance.now();
    try {
      const { claims: held } = await ask(`${this.url}renew/`, { method: "POST", body: { claims: asked } });
      const lost = new Set(asked.filter((id) => !held.some((claim) => claim.id === id)));
      if (lost.size) claims.drop((claim) => !lost.has(claim.id));
    } catch { /* they run out, and a decision counts all the same */ }
  }

  #leave() {
    const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
    fetch(`${this.url}release/`, { method: "POST", body: JSON.stringify({ claims: this.claims.held }), headers, keepalive: true }).catch(() => {});
  }
}
