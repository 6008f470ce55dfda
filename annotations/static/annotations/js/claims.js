// What this page knows about its claims: each one's label, the way back, and what the server last said.

const NEEDS = { sourced: ["sourced"], sourced_and_disputed: ["sourced", "disputed"] };

export class Claims {
  #before = new Map();
  #waiting = new Map();

  /** `data`: the page's JSON; `text(id)` reads a claim's words from the article; `policy`: which labels need evidence. */
  constructor(data, text, policy) {
    this.policy = NEEDS[policy] ?? [];
    this.text = text;
    this.renew(data);
  }

  /** Starts again from what the server wrote. What is on its way has to be put over it again. */
  renew(data) {
    this.list = data.claims;
    this.byId = new Map(this.list.map((claim) => [claim.id, claim]));
    this.byNumber = new Map(this.list.map((claim) => [claim.n, claim]));
    this.trail = [...data.trail];
    this.current = this.byId.get(data.current) ?? this.list[0];
    this.#before.clear();
    this.#waiting.clear();
  }

  needsEvidence = (claim) => !claim.stale && !claim.evidence && this.policy.includes(claim.label);
  isOpen = (claim) => !claim.label || claim.stale;
  get open() {
    return this.list.filter(this.isOpen).length;
  }

  /** How many there are, as the page says it. */
  get total() {
    return this.list.length;
  }

  get decided() {
    return this.list.length - this.open;
  }

  get flags() {
    return this.list.filter((claim) => claim.flagged).length;
  }

  get needing() {
    return this.list.filter(this.needsEvidence).length;
  }

  at(n) {
    return this.byNumber.get(n);
  }

  /** Takes over what the server says about a claim that was known by its number only. Where this page had a step on it,
      how it stands stays ours: what came may have been written before. Returns the claim, or null where there is none. */
  learn(news) {
    const claim = this.byId.get(news.id);
    if (!claim) return null;
    const { label, stale, flagged, revealed } = claim;
    Object.assign(claim, news, this.#waiting.has(claim.id) ? { label, stale, flagged, revealed } : {});
    return claim;
  }

  /** The next claim without a decision, going round past the end; null when there is none but this one. */
  nextOpen(claim) {
    const here = this.list.indexOf(claim);
    for (let i = 1; i < this.list.length; i += 1) {
      const next = this.list[(here + i) % this.list.length];
      if (this.isOpen(next)) return next;
    }
    return null;
  }

  step(claim, by) {
    return this.list[Math.min(Math.max(this.list.indexOf(claim) + by, 0), this.list.length - 1)];
  }

  /** Does to this page's claims what the operation will do to the server's. Returns the claim, or null if not here. */
  apply(op) {
    const claim = this.byId.get(op.claim);
    if (!claim) return null;
    if (op.kind === "label") this.#label(claim, op.payload.label);
    else if (op.kind === "undo") this.#undo(claim);
    else if (op.kind === "flag") claim.flagged = op.payload.on;
    else if (op.kind === "reveal") claim.revealed = true;
    else if (op.kind === "skip") claim.skipped = true;
    if (["label", "undo", "flag"].includes(op.kind)) this.#waiting.set(claim.id, (this.#waiting.get(claim.id) ?? 0) + 1);
    return claim;
  }

  #label(claim, label) {
    const stack = this.#before.get(claim.id) ?? [];
    stack.push({ label: claim.label, stale: claim.stale });
    this.#before.set(claim.id, stack);
    Object.assign(claim, { label, stale: false });
    this.trail.push(claim.id);
  }

  #undo(claim) {
    const before = this.#before.get(claim.id)?.pop();
    // After a reload the page does not know what was there before; the server's answer says it.
    Object.assign(claim, before ?? { label: null, stale: false });
    const last = this.trail.lastIndexOf(claim.id);
    if (last >= 0) this.trail.splice(last, 1);
  }

  /** Takes over the server's word on a claim, unless newer steps of ours are still on their way. Returns the claim. */
  settle(op, result) {
    const claim = this.byId.get(op.claim);
    if (!claim) return null;
    const left = Math.max((this.#waiting.get(claim.id) ?? 0) - (["label", "undo", "flag"].includes(op.kind) ? 1 : 0), 0);
    this.#waiting.set(claim.id, left);
    if (!["ok", "seen"].includes(result.status)) this.#takeBack(claim, op);
    if (result.claim) {
      claim.version = result.claim.version;
      if (!left) Object.assign(claim, { label: result.claim.label ?? null, stale: result.claim.stale, flagged: result.claim.flagged });
    }
    if (result.suggestion) claim.suggestion = result.suggestion;
    if (["label", "reveal"].includes(op.kind) && ["ok", "seen"].includes(result.status)) claim.asked = true;
    return claim;
  }

  /** A refused step never happened: nothing of it is left, and nothing of it can be undone. */
  #takeBack(claim, op) {
    if (op.kind === "flag") claim.flagged = !op.payload.on;
    if (op.kind === "reveal") claim.revealed = false;
    if (op.kind !== "label") return;
    const last = this.trail.lastIndexOf(claim.id);
    if (last >= 0) this.trail.splice(last, 1);
    const before = this.#before.get(claim.id)?.pop();
    if (before) Object.assign(claim, before);
  }

  /** The server had applied a replayed operation before it wrote the page, so the page counted it twice. */
  countedTwice(op) {
    const last = this.trail.lastIndexOf(op.claim);
    if (op.kind === "label" && last >= 0) {
      this.trail.splice(last, 1);
      this.#before.get(op.claim)?.pop();
    } else if (op.kind === "undo") {
      this.trail.push(op.claim);
    }
  }
}
