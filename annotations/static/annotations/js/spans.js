// Adjusting, splitting, merging, marking and withdrawing claims. While a change is on its way no other key works, so
// nothing can come in between.
import { Adjust, edgeWords } from "claimdesk/adjust.js";
import { failure, fetched, make, resize, settled } from "claimdesk/change.js";
import { $, $$ } from "claimdesk/dom.js";
import { Edges } from "claimdesk/edges.js";
import { say } from "claimdesk/live.js";
import { Selected, askReason, blockSpan, coveredBy } from "claimdesk/mark.js";
import { ask } from "claimdesk/server.js";
import { Split } from "claimdesk/split.js";

export class Spans {
  #page = document.documentElement;
  #busy = false;
  #focus = null;

  /** `renewed(page, data)` is called when the page was brought up to date. */
  constructor({ screen, keys, outbox, article, renewed }) {
    Object.assign(this, { screen, keys, outbox, article, renewed });
    const edges = new Edges(screen.article.root);
    this.adjusting = new Adjust({ edges, screen });
    this.splitting = new Split({ edges, screen });
    this.selected = new Selected(screen.article.root, { whole: () => screen.article.whole, quiet: () => this.active });
  }

  /** Whether a claim is being adjusted or split, or a change is on its way. */
  get active() {
    return this.#busy || Boolean(this.adjusting.claim || this.splitting.claim);
  }

  get busy() { return this.#busy; }

  /** What keys, buttons and the palette can run. */
  commands() {
    const { adjusting: a, splitting: s } = this;
    return {
      adjust: () => this.#enter("adjust", () => a.begin(this.#claim)),
      split: () => this.#enter("split", () => s.begin(this.#claim)),
      merge: () => this.#merge(this.#claim, this.screen.claims.list[this.screen.claims.list.indexOf(this.#claim) + 1]),
      mark: () => this.selected.now() && this.#mark(this.selected.span),
      withdraw: () => this.#withdraw(this.#claim),
      end_earlier: (how) => a.move("end", -1, "word", how),
      end_later: (how) => a.move("end", 1, "word", how),
      start_earlier: (how) => a.move("start", -1, "word", how),
      start_later: (how) => a.move("start", 1, "word", how),
      end_back: (how) => a.move("end", -1, "character", how),
      end_on: (how) => a.move("end", 1, "character", how),
      start_back: (how) => a.move("start", -1, "character", how),
      start_on: (how) => a.move("start", 1, "character", how),
      keep_span: () => this.#keep(),
      drop_span: () => this.drop(),
      merge_instead: () => this.#mergeInstead(),
      cut_earlier: (how) => s.move(-1, "word", how),
      cut_later: (how) => s.move(1, "word", how),
      cut_back: (how) => s.move(-1, "character", how),
      cut_on: (how) => s.move(1, "character", how),
      set_cut: () => s.set(),
      cut: () => this.#cut(),
      drop_cut: () => this.drop(),
    };
  }

  get #claim() {
    return this.screen.claims.current;
  }

  #tell(sentence, more = {}) {
    this.screen.panel.last({ sentence, ...more });
    say(sentence);
  }

  #enter(scope, begin) {
    if (this.active) return;
    this.#focus = document.activeElement;
    this.screen.sheet(false);
    if (begin() === false) return this.#tell(`Claim ${this.#claim.n} has one word only, so there is nothing to cut.`);
    this.#page.dataset.span = scope;
    this.keys.alone(scope);
    // A button that would take Enter for itself, or goes out of sight, hands the focus to the group of new buttons.
    if (this.#focus?.closest("button,a")) $$(`[data-bar=${scope}]`).find((bar) => bar.offsetParent)?.focus({ preventScroll: true });
  }

  /** Leaves adjusting or splitting and puts everything back. */
  drop() {
    const { claim } = this.adjusting.claim ? this.adjusting : this.splitting;
    if (!claim || this.#busy) return;
    const refocus = this.#leave();
    this.screen.panel.paint(this.#claim);
    refocus();
    this.#tell(`Claim ${claim.n} keeps its words.`);
  }

  /** Takes the buttons away. Hands back what gives the focus to a place that is still there, if they had it. */
  #leave() {
    const inside = Boolean(document.activeElement?.closest("[data-bar]"));
    if (this.adjusting.claim) this.adjusting.end();
    if (this.splitting.claim) this.splitting.end();
    delete this.#page.dataset.span;
    this.keys.together();
    return () => {
      const before = this.#focus?.isConnected && this.#focus.offsetParent ? this.#focus : null;
      if (inside) (before ?? this.screen.article.marks(this.#claim.id)[0])?.focus({ preventScroll: true });
    };
  }

  #mergeInstead() {
    const { claim, rival } = this.adjusting;
    if (rival) this.#merge(...[claim, rival].sort((x, y) => x.start - y.start));
  }

  async #keep() {
    this.adjusting.select();
    const { claim } = this.adjusting;
    const { text } = this.adjusting;
    const span = this.adjusting.result();
    if (!claim || !span) return;
    if (span.start === claim.start && span.end === claim.end) return this.drop();
    const moved = [["start", "starts"], ["end", "ends"]].filter(([side]) => span[side] !== claim[side]);
    const sentence = `Claim ${claim.n} now ${moved.map(([side, verb]) => `${verb} at “${edgeWords(text, span, side)}”`).join(" and ")}.`;
    await this.#change(async () => {
      await resize(claim, span);
      return { id: claim.id, sentence };
    });
  }

  async #cut() {
    const { claim, points } = this.splitting;
    await this.#change(async () => {
      const { results } = await make(`/api/v1/claims/${claim.id}/split/`, { at: points });
      const numbers = results.map((_, i) => claim.n + i);
      return { id: results[0].id, sentence: `Claim ${claim.n} cut into ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}. Each starts undecided.` };
    });
  }

  async #merge(first, second) {
    if (!second) return this.#tell(`Claim ${first.n} is the last one, so there is none to merge it with.`);
    await this.#change(async () => {
      const merged = await make("/api/v1/claims/merge/", { claims: [first.id, second.id] });
      return { id: merged.id, sentence: `Claims ${first.n} and ${second.n} are one now. Split it to part them again.` };
    });
  }

  async #mark(span) {
    const other = coveredBy(this.screen.claims.list, span);
    if (other) return this.#tell(`Claim ${other.n} covers part of these words. Adjust it instead.`);
    await this.#change(async () => {
      const made = await make(`/api/v1/articles/${this.article}/claims/`, span);
      return { id: made.id, sentence: (n) => `Claim ${n} marked. It waits for a decision.` };
    });
    this.selected.clear();
  }

  /** "It is article text": the block of this button becomes a claim. */
  markBlock(button) {
    return this.#mark(blockSpan(this.screen.article.root, button));
  }

  async #withdraw(claim) {
    if (this.active) return;
    const reason = await askReason(claim.n);
    if (reason === null) return this.#tell(`Claim ${claim.n} stays.`);
    const { list } = this.screen.claims;
    const next = list[list.indexOf(claim) + 1] ?? list[list.indexOf(claim) - 1];
    await this.#change(async () => {
      await ask(`/claims/${claim.id}/withdraw/`, { method: "POST", body: new URLSearchParams({ reason }) });
      return { id: next?.id ?? null, sentence: `Claim ${claim.n} withdrawn. Its history is kept.` };
    });
  }

  /** Does one change and shows what came of it. The claim's words stay as they are unless the server said yes. */
  async #change(work) {
    if (this.#busy) return;
    this.#busy = true;
    this.keys.alone("waiting");
    try {
      const outcome = await settled(this.outbox).then(work).catch((error) => failure(error, this.#claim));
      if (outcome.id === undefined) this.#tell(outcome.sentence);
      else await this.#renew(outcome);
    } finally {
      this.#busy = false;
      if (this.#page.dataset.span) this.keys.alone(this.#page.dataset.span);
      else this.keys.together();
    }
  }

  /** Brings the page up to date where the article has other claims than it knows of. Not under a span that is just being
      changed: that ends with a page up to date, and what was given up asks for its part again. */
  refresh = () => (this.active ? null : this.#change(async () => ({ id: this.#claim.id, sentence: "The claims of this article changed meanwhile. This is how they stand now." })));

  async #renew({ id, sentence }) {
    const page = await fetched(id);
    const refocus = this.#leave();
    if (!page) return this.#tell("It is saved, but this page could not be brought up to date. Reload it when the server answers.");
    const data = $("#data", page) && JSON.parse($("#data", page).textContent);
    if (!data?.claims.length) return location.reload();      // the last claim is gone, and with it half of the page
    await this.renewed(page, data);
    refocus();
    this.#tell(typeof sentence === "function" ? sentence(this.#claim.n) : sentence);
  }
}
