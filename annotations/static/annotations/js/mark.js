// New claims: from words selected in the article, or from a block the machine left out.
import { $, h, icon } from "claimdesk/dom.js";
import { rangeToSpan, toOffset } from "claimdesk/offsets.js";
import { codePoints, articleText } from "claimdesk/offsets.js";
import { trimmed, wholeCharacters } from "claimdesk/stops.js";

const GAP = 6;

/** What is selected in the article, while it is: a button beside it, and `span` for the key. */
export class Selected {
  /** {start, end} in code points, or null. */
  span = null;
  #button = h("button", { class: "btn tiny markhere", type: "button", "data-run": "mark", "data-nt": true, hidden: true }, icon("plus"), "Mark as claim", h("kbd", { "aria-hidden": "true" }, "Enter"));

  /** `whole()` gives the article's text; `quiet()` is true while selecting means something else. */
  constructor(root, { whole, quiet }) {
    Object.assign(this, { root, whole, quiet });
    root.append(this.#button);
    this.#button.addEventListener("pointerdown", (event) => event.preventDefault());  // the selection stays
    document.addEventListener("selectionchange", () => this.#look());
    addEventListener("resize", () => this.#look());
  }

  #look() {
    if (document.querySelector("dialog[open]")) return;      // the palette is open; what was selected still counts
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const raw = range && !this.quiet() && this.root.contains(range.commonAncestorContainer) ? rangeToSpan(this.root, range) : null;
    const whole = raw && wholeCharacters(this.whole(), raw.start, raw.end);
    this.span = whole && trimmed(this.whole(), whole.start, whole.end);
    this.#button.hidden = !this.span;
    if (this.span) this.#stand([...range.getClientRects()].at(-1));
  }

  #stand(rect) {
    const base = this.root.getBoundingClientRect();
    this.#button.style.top = `${rect.bottom - base.top + GAP}px`;
    this.#button.style.left = `${Math.max(GAP, Math.min(rect.right - base.left - this.#button.offsetWidth / 2, base.width - this.#button.offsetWidth - GAP))}px`;
  }

  /** The span of what is selected at this moment, also where the browser has not told of the change yet. */
  now() {
    this.#look();
    return this.span;
  }

  clear() {
    getSelection().removeAllRanges();
    this.span = null;
    this.#button.hidden = true;
  }
}

/** The stretch of the block a button stands in. */
export function blockSpan(root, button) {
  const block = button.closest("[data-o]");
  const start = toOffset(root, block, 0);
  const text = articleText(block);
  const lead = codePoints(text, text.length - text.trimStart().length);
  return { start: start + lead, end: start + lead + codePoints(text.trim()) };
}

/** The claim that covers part of a stretch, or undefined. */
export const coveredBy = (list, { start, end }) => list.find((claim) => claim.start < end && claim.end > start);

/** Asks for a reason and gives it, "" for none given, null for "keep the claim". */
export function askReason(n) {
  const dialog = $("#withdraw");
  $("#withdraw-h").textContent = `Withdraw claim ${n}?`;
  $("#withdraw-reason").value = "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes" ? $("#withdraw-reason").value.trim() : null), { once: true });
  });
}
