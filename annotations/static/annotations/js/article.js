// The article: its marks, and the words of each claim as they stand in the text.
import { $, $$ } from "claimdesk/dom.js";
import { look, stateWord } from "claimdesk/labels.js";
import { articleText, codePoints } from "claimdesk/offsets.js";

export class Article {
  #marks = new Map();
  #texts = new Map();
  #whole = null;

  constructor(root) {
    this.root = root;
    this.#read();
  }

  #read() {
    this.#marks.clear();
    this.#texts.clear();
    this.add(this.root);
  }

  /** Takes up the marks of a part that has come onto the page. */
  add(part) {
    this.#whole = null;
    for (const mark of $$("mark[data-c]", part)) {
      const id = mark.dataset.c;
      const marks = [...(this.#marks.get(id) ?? []), mark];
      marks.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
      this.#marks.set(id, marks);
      this.#texts.delete(id);
    }
  }

  /** The article's text, every character at its place; what stands between blocks, or is not here, is white space. */
  get whole() {
    this.#whole ??= $$("[data-o]", this.root).map((block) => [Number(block.dataset.o), articleText(block)])
      .sort((a, b) => a[0] - b[0]).reduce(({ text, length }, [at, words]) => ({
        text: text + "\n".repeat(at - length) + words, length: at + codePoints(words),
      }), { text: "", length: 0 }).text;
    return this.#whole;
  }

  /** Takes over the marks of `fresh`, the same article written anew. Blocks stay where they are, so nothing jumps. */
  renew(fresh) {
    const blocks = new Map($$("[data-o]", this.root).map((block) => [block.dataset.o, block]));
    for (const note of $$(".boiler-note", this.root)) note.remove();
    for (const block of $$("[data-o]", fresh)) {
      const kept = blocks.get(block.dataset.o);
      if (!kept) continue;
      if (!kept.isEqualNode(block)) kept.replaceChildren(...[...block.childNodes].map((node) => document.importNode(node, true)));
      kept.className = block.className;
      const note = block.previousElementSibling;
      if (note?.matches(".boiler-note")) kept.before(document.importNode(note, true));
    }
    this.#read();
  }

  /** The marks of a claim; more than one where it runs over blocks. */
  marks = (id) => this.#marks.get(id) ?? [];

  /** A claim's words; "" while their part of the article is not here. */
  text = (id) => {
    const marks = this.marks(id);
    if (marks.length && !this.#texts.has(id)) this.#texts.set(id, marks.map(articleText).join(" "));
    return this.#texts.get(id) ?? "";
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
