// The article: its marks, and the words of each claim as they stand in the text.
import { $, $$ } from "claimdesk/dom.js";
import { look, stateWord } from "claimdesk/labels.js";
import { articleText } from "claimdesk/offsets.js";

export class Article {
  #marks = new Map();
  #texts = new Map();

  constructor(root) {
    this.root = root;
    for (const mark of $$("mark[data-c]", root)) {
      const id = mark.dataset.c;
      if (this.#marks.has(id)) this.#marks.get(id).push(mark);
      else this.#marks.set(id, [mark]);
    }
  }

  /** The marks of a claim; more than one where it runs over blocks. */
  marks = (id) => this.#marks.get(id) ?? [];

  text = (id) => {
    if (!this.#texts.has(id)) this.#texts.set(id, this.marks(id).map(articleText).join(" "));
    return this.#texts.get(id);
  };

  paint(claim) {
    for (const mark of this.marks(claim.id)) mark.className = `cl L-${look(claim)}${claim.stale ? " stale" : ""}`;
    const prefix = this.marks(claim.id)[0]?.firstElementChild;
    if (prefix) prefix.textContent = `Claim ${claim.n}, ${stateWord(claim)}: `;
  }

  setCurrent(claim, on) {
    for (const mark of this.marks(claim.id)) {
      if (on) mark.setAttribute("aria-current", "true");
      else mark.removeAttribute("aria-current");
    }
  }

  /** Brings a claim into view if it is hidden or behind the bars. */
  show(claim, { fast = false } = {}) {
    const mark = this.marks(claim.id)[0];
    if (!mark) return;
    const narrow = innerWidth <= 900;
    const { top, bottom } = mark.getBoundingClientRect();
    const low = innerHeight - (narrow ? ($(".dock")?.offsetHeight ?? 0) + 16 : 60);
    if (top > 130 && bottom < low) return;
    const still = fast || matchMedia("(prefers-reduced-motion: reduce)").matches;
    mark.scrollIntoView({ block: narrow ? "start" : "center", behavior: still ? "auto" : "smooth" });
  }
}
