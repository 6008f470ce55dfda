// What a reviewer does to a claim. Each step is painted at once, said once, kept in the outbox, then sent.
import { capital, word } from "claimdesk/labels.js";
import { say } from "claimdesk/live.js";
import { keys } from "claimdesk/shell.js";
import { conflictSentence } from "claimdesk/badge.js";
import { comparison } from "claimdesk/suggestion.js";
import { minutesSincePause, startWork } from "claimdesk/worktime.js";

export class Steps {
  #last = null;                                            // the decision the strip shows: {op, claim, n, label}
  #replayed = new Set();
  #conflict = null;                                        // the step that met somebody else's change: its id and claim

  constructor(screen, outbox, mode) {
    Object.assign(this, { screen, outbox, mode, claims: screen.claims, panel: screen.panel });
    startWork();
    outbox.addEventListener("result", ({ detail }) => this.#answered(detail));
    outbox.addEventListener("remote", ({ detail: { op } }) => this.#apply(op));
    keys.on({ conflict_look: () => this.look(), conflict_keep: () => this.keepMine() });
    outbox.addEventListener("change", () => this.claims.current.suggestion || this.panel.suggestion(this.claims.current));
  }

  /** Keeps a step; its claim has been painted before. */
  put = (kind, id, payload = {}) => this.outbox.put(kind, id, this.claims.byId.get(id)?.version ?? 1, payload);

  /** Puts the steps of earlier visits, which the server has not confirmed, over the page it wrote. */
  async replay(seen = []) {
    for (const row of await this.outbox.pending()) {
      if (seen.includes(row.id)) continue;
      this.#replayed.add(row.id);
      this.#apply(row);
    }
    const { current } = this.claims;
    if (this.#replayed.size && !this.claims.isOpen(current)) this.screen.go(this.claims.nextOpen(current) ?? current, { quiet: true });
  }

  /** The page was written anew: the strip's decision may be about a claim that is gone. */
  forget() {
    this.#last = null;
    this.#replayed.clear();
  }

  #apply(op) {
    const claim = this.claims.apply(op);
    if (claim) this.screen.repaint(claim);
    return claim;
  }

  #tell(sentence) {
    this.panel.last({ sentence });
    say(sentence);
  }

  #strip(suggestion) {
    const { label, n } = this.#last;
    this.panel.last({ label, text: `${n}. ${capital(label)}`, sentence: comparison(label, suggestion), undo: true });
    this.#last.strip = this.panel.strip;
  }

  decide(label, { stay = false, input = "key" } = {}) {
    const { claims, screen } = this;
    const claim = claims.current;
    const known = claim.suggestion;
    const payload = { label, suggestion_visible: Boolean(known), active_ms: screen.watch.ms, opened_at: screen.watch.opened, minutes_since_pause: minutesSincePause(), input };
    const already = claim.label === label && !claim.stale;
    if (!already) this.#apply({ kind: "label", claim: claim.id, payload });
    const last = this.#last = { claim: claim.id, n: claim.n, label };
    this.#strip(known);
    const next = stay ? claim : claims.nextOpen(claim) ?? claim;
    screen.go(next, { quiet: true });
    const where = claims.open ? `Now claim ${next.n} of ${claims.total}. ${claims.text(next.id)}` : this.panel.doneSentence();
    say(`Claim ${claim.n} marked ${capital(label)}. ${where}`);
    if (!already) this.put("label", claim.id, payload).then((op) => { last.op = op.id; });
  }

  undo() {
    const id = this.claims.trail.at(-1);
    if (!id) return this.#tell("Nothing to undo.");
    const claim = this.#apply({ kind: "undo", claim: id, payload: {} }) ?? this.claims.current;
    this.#last = null;
    this.screen.go(claim, { quiet: true });
    this.#tell(`Claim ${claim.n} put back to ${word(claim.label)}. Both steps stay in its history.`);
    this.put("undo", id);
  }

  skip() {
    const claim = this.claims.current;
    const next = this.claims.nextOpen(claim);
    if (!next) return this.#tell("No other claim is waiting.");
    this.#apply({ kind: "skip", claim: claim.id, payload: {} });
    this.screen.go(next);
    this.panel.last({ sentence: `Claim ${claim.n} skipped. It stays in your list.` });
    this.put("skip", claim.id);
  }

  /** Raises the flag, with `kind` and `reason` where there is one, or takes it down. */
  flag(claim, on, why = {}) {
    const payload = { on, ...why };
    this.#apply({ kind: "flag", claim: claim.id, payload });
    this.#tell(on ? `Claim ${claim.n} flagged.` : `Flag of claim ${claim.n} removed.`);
    this.put("flag", claim.id, payload);
  }

  reveal() {
    const claim = this.claims.current;
    if (claim.suggestion || claim.revealed || claim.label || claim.has_suggestion === false) return;
    this.#apply({ kind: "reveal", claim: claim.id, payload: {} });
    this.put("reveal", claim.id);
  }

  /** The server's answer to a step, from this tab or another. */
  #answered({ op, result }) {
    if (result.status === "seen" && this.#replayed.has(op.id)) this.claims.countedTwice(op);
    const claim = this.claims.settle(op, result);
    if (!claim) return;
    this.screen.repaint(claim);
    // Where the strip speaks of a later step meanwhile, a late answer does not bring this one back.
    if (this.#last?.op === op.id && this.#last.strip === this.panel.strip && claim.suggestion) this.#strip(claim.suggestion);
    if (result.status === "conflict" && op.kind === "label") this.#conflicted(op, result, claim);
    else if (!["ok", "seen"].includes(result.status)) this.#tell(`This step on claim ${claim.n} was refused: ${result.message} It is kept.`);
    else if (op.kind === "label") this.#overtaken(claim.id);
    else if (op.kind === "reveal" && claim === this.claims.current) say(claim.suggestion ? `Suggestion shown and recorded. ${claim.suggestion.text}.` : "The model has no suggestion for this claim.");
    if (op.kind !== "note_draft" && op.kind !== "skip") this.screen.details.stale(claim.id);
  }

  /** A new decision takes the place of what was set aside on this claim. */
  async #overtaken(id) {
    if (!this.outbox.stuckCount) return;
    for (const row of await this.outbox.stuck()) if (row.claim === id && row.kind === "label") await this.outbox.drop(row);
  }

  /** Somebody changed the claim meanwhile: the decision is kept, and its maker says whether it holds for the new words. */
  #conflicted(op, result, claim) {
    this.#conflict = { op: op.id, claim };
    const sentence = conflictSentence(result);
    const look = { run: "conflict_look", icon: "eye", text: "Look" };
    this.panel.last({ sentence, offer: result.code === "claim_changed" ? [look, { run: "conflict_keep", icon: "check", text: "Keep mine" }] : look });
    say(sentence);
  }

  /** Shows the claim with the words it has now. */
  look(id = this.#conflict.claim.id) {
    location.assign(location.pathname.startsWith("/articles/") ? `?claim=${id}` : location.href);
  }

  /** The decision holds for the new words as well. */
  async keepMine() {
    const { op, claim } = this.#conflict;
    const row = (await this.outbox.stuck()).find((one) => one.id === op);
    if (row) await this.outbox.retry(row, claim.version);
    this.#tell(`Your decision on claim ${claim.n} is sent again, for the words it has now.`);
  }

  /** What keeps the fields of "Who said it" and asks why a claim is flagged. It comes once the screen stands, and not when
      it is first wanted: by then the network may be gone. */
  async fetchTheRest() {
    const fields = () => import("claimdesk/statement.js").then(({ statements }) => statements(this.put));
    await Promise.all([fields().catch(() => addEventListener("online", fields, { once: true })), import("claimdesk/flag.js").then(({ FlagChoice }) => { this.FlagChoice = FlagChoice; }, () => null)]);
  }
}
