// Cutting a claim: a caret walks through its words, further cuts can be set, and every line in sight is a cut.
import { $, h } from "claimdesk/dom.js";
import { say } from "claimdesk/live.js";
import { edgeWords } from "claimdesk/adjust.js";
import { nextStop, slice, trimmed } from "claimdesk/stops.js";

export class Split {
  claim = null;
  #cuts = new Set();
  #at = 0;

  constructor({ edges, screen }) {
    Object.assign(this, { edges, screen });
    screen.article.root.addEventListener("click", (event) => this.claim && this.#point(event));
  }

  get text() {
    return this.screen.article.whole;
  }

  /** Starts in the middle of the claim. False where it has one word only. */
  begin(claim) {
    const middle = Math.floor((claim.start + claim.end) / 2);
    this.claim = claim;
    this.#cuts.clear();
    const at = this.#stop(middle, 1, "starts") ?? this.#stop(middle + 1, -1, "starts");
    if (at === null) {
      this.claim = null;
      return false;
    }
    this.#go(at, `Splitting claim ${claim.n}. Arrows move the cut by a word, Space sets a further one, Enter cuts, Escape drops it.`);
    this.screen.panel.last({ sentence: `Splitting claim ${claim.n}. Enter cuts, Esc drops it.` });
    return true;
  }

  end() {
    this.claim = null;
    this.edges.clear();
  }

  /** Places of the article to cut at, ascending. */
  get points() {
    return [...new Set([...this.#cuts, this.#at])].sort((a, b) => a - b);
  }

  /** The next place with words on both sides; null where there is none. */
  #stop(at, by, kind) {
    const { start, end } = this.claim;
    const to = nextStop(this.text, at, by, kind, start, end);
    return to !== null && trimmed(this.text, start, to) && trimmed(this.text, to, end) ? to : null;
  }

  move(by, kind, { key = "" } = {}) {
    const way = key.includes("Arrow") && this.edges.rightToLeft(this.#at) ? -by : by;
    const to = this.#stop(this.#at, way, kind === "word" ? "starts" : "characters");
    if (to === null) say(way > 0 ? "The claim ends here." : "The claim starts here.");
    else this.#go(to);
  }

  /** Sets a cut where the caret stands, or takes it away again. */
  set() {
    const there = this.#cuts.delete(this.#at);
    if (!there) this.#cuts.add(this.#at);
    this.#show();
    say(there ? "Cut taken back." : `Cut set. ${this.points.length + 1} parts. Move on for a further one.`);
  }

  #go(at, before = "") {
    this.#at = at;
    this.#show();
    say(`${before} Cut before: ${edgeWords(this.text, { start: at, end: this.claim.end }, "start")}`.trim());
  }

  /** A press in the words of the claim puts the caret at the start of that word. */
  #point(event) {
    if (event.target.closest("button")) return;
    const at = this.edges.at(event.clientX, event.clientY);
    if (at === null || at <= this.claim.start || at >= this.claim.end) return;
    const to = this.#stop(at + 1, -1, "starts") ?? this.#stop(at, 1, "starts");
    if (to !== null) this.#go(to);
  }

  #show() {
    const others = this.points.filter((one) => one !== this.#at);
    this.edges.carets([...others, this.#at]);
    const { start, end } = this.claim;
    const ends = [start, ...this.points, end];
    const parts = ends.slice(1).flatMap((to, i) => [i ? h("b", { class: "cutmark" }, "|") : "", slice(this.text, ends[i], to)]);
    $("#cur-text").replaceChildren(...parts.filter(Boolean));
  }
}
