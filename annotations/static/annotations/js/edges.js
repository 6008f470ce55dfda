// What is being moved, drawn over the article: the stretch, its two handles, and the carets of a cut.
import { $, h } from "claimdesk/dom.js";
import { fromOffset, spanToRange, toOffset } from "claimdesk/offsets.js";

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const TOP = 130;

export class Edges {
  /** Whether the browser can paint a stretch without touching the selection. */
  painted = Boolean(globalThis.CSS?.highlights && globalThis.Highlight);
  #nodes = [];
  #again = null;

  constructor(root) {
    this.root = root;
    new ResizeObserver(() => this.#again?.()).observe(root);
  }

  /** Whether the block around this place runs from right to left. */
  rightToLeft(offset) {
    const block = fromOffset(this.root, offset, "start")?.node.parentElement.closest("[data-o]");
    return Boolean(block) && getComputedStyle(block).direction === "rtl";
  }

  /** The offset under a point of the window, or null beside the text. */
  at(x, y) {
    const place = document.caretPositionFromPoint?.(x, y);
    if (place) return toOffset(this.root, place.offsetNode, place.offset);
    const range = document.caretRangeFromPoint?.(x, y);
    return range ? toOffset(this.root, range.startContainer, range.startOffset) : null;
  }

  /** The edge before (`start`) or behind (`end`) a place: {x, top, bottom} in the window. */
  edge(offset, side) {
    const range = side === "start" ? spanToRange(this.root, offset, offset + 1) : spanToRange(this.root, offset - 1, offset);
    const rects = range ? [...range.getClientRects()] : [];
    const rect = side === "start" ? rects[0] : rects.at(-1);
    if (!rect) return null;
    const letter = range.toString();
    const rtl = /\p{L}/u.test(letter) ? RIGHT_TO_LEFT.test(letter) : this.rightToLeft(side === "start" ? offset : offset - 1);
    return { x: (side === "start") === rtl ? rect.right : rect.left, top: rect.top, bottom: rect.bottom };
  }

  /** Paints [start, end) and puts the handles at its ends. `moving`: the end to keep in view. */
  span(start, end, moving = null) {
    this.#again = () => this.span(start, end);
    const range = spanToRange(this.root, start, end);
    if (this.painted) CSS.highlights.set("span", new Highlight(range));
    else getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    this.#place([["start", start], ["end", end]].map(([side, at]) => ({ side, at, node: this.#node(`handle ${side}`, { "data-handle": side }) })));
    if (moving) this.#reveal(moving === "start" ? start : end, moving);
  }

  /** Draws a caret at each place; the last one is the one that moves. */
  carets(places) {
    this.#again = () => this.carets(places);
    this.#place(places.map((at, i) => ({ side: "start", at, node: this.#node(i === places.length - 1 ? "cutline moving" : "cutline") })));
    this.#reveal(places.at(-1), "start");
  }

  clear() {
    this.#again = null;
    if (this.painted) CSS.highlights.delete("span");
    else getSelection().removeAllRanges();
    this.#place([]);
  }

  #node(name, attributes = {}) {
    const kept = this.#nodes.find((node) => node.className === name);
    return kept ?? h("span", { class: name, "aria-hidden": "true", "data-nt": true, ...attributes });
  }

  #place(items) {
    const base = this.root.getBoundingClientRect();
    const fresh = [];
    for (const { side, at, node } of items) {
      const edge = this.edge(at, side);
      const own = fresh.includes(node) ? node.cloneNode() : node;
      own.hidden = !edge;
      if (edge) {
        own.style.left = `${edge.x - base.left}px`;
        own.style.top = `${edge.top - base.top}px`;
        own.style.height = `${edge.bottom - edge.top}px`;
      }
      fresh.push(own);
    }
    for (const node of this.#nodes) if (!fresh.includes(node)) node.remove();
    for (const node of fresh) if (!node.isConnected) this.root.append(node);
    this.#nodes = fresh;
  }

  /** Scrolls so that a place is neither outside the window nor behind the bars. */
  #reveal(offset, side) {
    const edge = this.edge(offset, side);
    if (!edge) return;
    const low = innerHeight - (innerWidth <= 900 ? ($(".dock")?.offsetHeight ?? 0) + 30 : 60);
    if (edge.top < TOP) scrollBy({ top: edge.top - TOP - 60, behavior: "instant" });
    else if (edge.bottom > low) scrollBy({ top: edge.bottom - low + 60, behavior: "instant" });
  }
}
