// The ribbon of a long article: one picture, a path for each label. Too fine to be a control (WCAG 2.5.8); a press on it
// still goes to the claim under the pointer, and the list and the keys do the same.
import { $, svg } from "claimdesk/dom.js";
import { LABELS, look } from "claimdesk/labels.js";

const HEIGHT = 24;
const BARS = { open: [11, 2], sourced: [5, 14], disputed: [5, 7], opinion: [12, 7], not_a_claim: [9, 6], unresolved: [9, 6] };
const LEAST = 1 / 160;

export class Strip {
  #node = $("#ribbon");
  #paths = new Map();
  #now = svg("rect", { class: "now", y: 2, height: HEIGHT - 4 });
  #waits = false;

  constructor(claims) {
    this.claims = claims;
    this.#node.replaceChildren(this.#now, ...["open", ...LABELS].map((label) => {
      this.#paths.set(label, svg("path", { class: `L-${label}` }));
      return this.#paths.get(label);
    }));
    this.#node.addEventListener("click", (event) => {
      const { left, width } = this.#node.getBoundingClientRect();
      const n = Math.floor(((event.clientX - left) / width) * this.claims.list.length) + 1;
      this.#node.dataset.go = Math.min(Math.max(n, 1), this.claims.list.length);
    });
    this.paint();
  }

  /** Draws it again before the next paint, however many claims have changed. */
  paint() {
    if (this.#waits) return;
    this.#waits = true;
    queueMicrotask(() => this.#draw());
  }

  #draw() {
    this.#waits = false;
    const { list, current } = this.claims;
    const lines = new Map([...this.#paths.keys()].map((label) => [label, ""]));
    for (let at = 0; at < list.length;) {
      const label = look(list[at]);
      let end = at + 1;
      while (end < list.length && look(list[end]) === label) end += 1;
      const [y, high] = BARS[label];
      lines.set(label, `${lines.get(label)}M${at} ${y}h${end - at}v${high}h${at - end}z`);
      at = end;
    }
    for (const [label, path] of this.#paths) path.setAttribute("d", lines.get(label));
    const wide = Math.max(1, list.length * LEAST);
    this.#now.setAttribute("x", Math.min(Math.max(current.n - 0.5 - wide / 2, 0), list.length - wide));
    this.#now.setAttribute("width", wide);
    this.#node.setAttribute("viewBox", `0 0 ${list.length} ${HEIGHT}`);
  }
}
