// The claims of a round: they come a few at a time, each is passed once, and what was skipped stays behind.
import { Claims } from "claimdesk/claims.js";
import { LABELS } from "claimdesk/labels.js";

export class QueueClaims extends Claims {
  total = 0;

  /** `data`: the page's JSON; `round`: how many claims a round has at most. */
  constructor(data, round) {
    super(data, (id) => this.byId.get(id)?.text ?? "", data.policy);
    Object.assign(this, { round, behind: data.done, total: data.size });
  }

  /** The next claim of the round that was neither decided nor skipped; never back to the beginning. */
  nextOpen(claim) {
    const rest = this.list.slice(this.list.indexOf(claim) + 1);
    return rest.find(this.#waits) ?? null;
  }

  #waits = (claim) => this.isOpen(claim) && !claim.skipped;

  get open() {
    return this.list.filter(this.#waits).length;
  }

  /** Claims of the round that are behind the reader, and those that may still be fetched for it. */
  get finished() {
    return this.behind + this.list.length - this.open;
  }

  get room() {
    return this.round - this.behind - this.list.length;
  }

  get skipped() {
    return this.list.filter((claim) => claim.skipped && this.isOpen(claim));
  }

  /** What is held: the claim on the page and those behind it. */
  get held() {
    return this.list.filter((claim) => claim === this.current || this.#waits(claim)).map((claim) => claim.id);
  }

  /** How many decisions of each kind this page saw: [[label, number], …]. */
  get counts() {
    return LABELS.map((label) => [label, this.list.filter((claim) => !this.isOpen(claim) && claim.label === label).length]).filter(([, n]) => n);
  }

  /** Puts claims behind those there are. */
  add(fresh) {
    for (const claim of fresh) {
      if (this.byId.has(claim.id)) continue;
      claim.n = this.behind + this.list.length + 1;
      this.list.push(claim);
      this.byId.set(claim.id, claim);
      this.byNumber.set(claim.n, claim);
    }
    this.total = Math.max(this.total, this.behind + this.list.length);
  }

  /** Lets go of the waiting claims that `stays` does not want. They may come again. */
  drop(stays) {
    this.list = this.list.filter((claim) => claim === this.current || !this.#waits(claim) || stays(claim));
    this.byId = new Map(this.list.map((claim) => [claim.id, claim]));
    this.byNumber = new Map();
    this.list.forEach((claim, i) => {
      claim.n = this.behind + i + 1;
      this.byNumber.set(claim.n, claim);
    });
  }

  /** No more claims come: the round ends with those there are. */
  end() {
    this.total = this.behind + this.list.length;
  }

  /** Brings the skipped ones back, behind everything else. */
  again() {
    const back = this.skipped;
    for (const claim of back) claim.skipped = false;
    this.list = [...this.list.filter((claim) => !back.includes(claim)), ...back];
    this.drop(() => true);
    return back[0] ?? null;
  }
}
