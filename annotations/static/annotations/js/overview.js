// The two overviews of an article's claims: the ribbon and the list. Nodes are looked up once; a decision touches
// a fixed number of them, however long the article is.
import { $, $$, bringIntoView, h, icon, setIcon } from "claimdesk/dom.js";
import { look, stateWord } from "claimdesk/labels.js";

const PICTURE = 24;
const BARS = 12;
const HAIR = 4;

export class Overview {
  #ribbon = $("#ribbon");
  #segments;
  #rows;
  #filter = "all";
  #painted = { done: $("#done"), todo: $("#todo"), needing: $("#needing") };

  /** `strip`: draws the ribbon of a long article, whose claims are too many for a segment each. `range(part)`: the claims
      of a part that is not here. */
  constructor(claims, { strip = null, range = () => [] } = {}) {
    Object.assign(this, { claims, strip, range });
    this.#read();
    for (const button of $$("[data-filter]")) button.addEventListener("click", () => this.#choose(button));
    if (strip) return;
    this.#density();
    new ResizeObserver(() => this.#density()).observe(this.#ribbon);
  }

  /** Takes up the rows of a part that has come. */
  add(part, rows) {
    for (const row of rows) this.#rows.set(Number($("[data-go]", row).dataset.go), $("[data-go]", row));
    $(`#rail-list > .gap[data-part="${part}"]`)?.replaceWith(...rows);
  }

  #read() {
    const byNumber = (root) => new Map($$("[data-go]", root).map((node) => [Number(node.dataset.go), node]));
    this.#segments = byNumber(this.#ribbon);
    this.#rows = byNumber($("#rail-list"));
  }

  /** Takes over the ribbon and the list of `page`, the same page written anew. The claims are renewed already. */
  renew(page) {
    for (const id of this.strip ? ["#rail-list"] : ["#ribbon", "#rail-list"]) $(id).replaceChildren(...[...$(id, page).children].map((node) => document.importNode(node, true)));
    this.#read();
    $("[data-filter=all]").textContent = `All ${this.claims.list.length}`;
    $(".ribbon .count").lastElementChild.previousSibling.data = ` of ${this.claims.list.length} `;
    if (this.strip) this.strip.paint();
    else {
      this.#ribbon.removeAttribute("aria-hidden");
      this.#density();
    }
    this.#sift();
    this.counts();
  }

  paint(claim) {
    const segment = this.#segments.get(claim.n);
    if (segment) {
      segment.className = `L-${look(claim)}`;
      segment.setAttribute("aria-label", `Claim ${claim.n}, ${stateWord(claim)}${claim.flagged ? ", flagged" : ""}`);
    }
    this.strip?.paint();
    const row = this.#rows.get(claim.n);
    if (!row) return;
    const mark = $(".lab", row);
    mark.className = `lab L-${look(claim)}`;
    setIcon(mark, look(claim));
    $(".vh", mark).textContent = `${stateWord(claim)}: `;
    $(".need", row).hidden = !this.claims.needsEvidence(claim);
    const flags = $(".marks", row);
    if (claim.flagged !== Boolean(flags.firstChild)) flags.replaceChildren(...(claim.flagged ? [icon("flag"), h("span", { class: "vh" }, "Flagged")] : []));
    this.#show(claim, row);
  }

  counts() {
    this.#painted.done.textContent = this.claims.decided;
    this.#painted.todo.textContent = this.claims.open;
    if (this.#painted.needing) this.#painted.needing.textContent = this.claims.needing;
  }

  setCurrent(claim, on) {
    this.strip?.paint();
    for (const node of [this.#segments.get(claim.n), this.#rows.get(claim.n)]) {
      if (!node) continue;
      if (on) node.setAttribute("aria-current", "true");
      else node.removeAttribute("aria-current");
    }
    this.#show(claim, this.#rows.get(claim.n));
  }

  /** Scrolls the list to the claim, after the paint that matters. */
  follow(claim) {
    requestAnimationFrame(() => setTimeout(() => {
      const row = this.#rows.get(claim.n);
      if (row?.hasAttribute("aria-current") && row.offsetParent) bringIntoView(row);
    }));
  }

  #show(claim, row) {
    if (row) row.parentElement.hidden = this.#left(claim) && claim !== this.claims.current;
  }

  /** Whether the chosen filter leaves the claim out. */
  #left(claim) {
    return (this.#filter === "todo" && !this.claims.isOpen(claim)) || (this.#filter === "need" && !this.claims.needsEvidence(claim));
  }

  #choose(button) {
    this.#filter = button.dataset.filter;
    for (const one of $$("[data-filter]")) one.setAttribute("aria-pressed", String(one === button));
    this.#sift();
  }

  #sift() {
    for (const claim of this.claims.list) this.#show(claim, this.#rows.get(claim.n));
    for (const gap of $$("#rail-list > .gap")) gap.hidden = this.range(Number(gap.dataset.part)).every((claim) => this.#left(claim));
  }

  /** Segments too thin to hit are a picture, not controls (WCAG 2.5.8): the list and the keys do their job. */
  #density() {
    const width = this.#ribbon.clientWidth / this.claims.list.length;
    const picture = width < PICTURE;
    this.#ribbon.classList.toggle("tight", width < BARS);
    this.#ribbon.classList.toggle("hair", width < HAIR);
    if (String(picture) === this.#ribbon.getAttribute("aria-hidden")) return;
    this.#ribbon.setAttribute("aria-hidden", String(picture));
    for (const [n, segment] of this.#segments) {
      if (picture) segment.removeAttribute("href");
      else segment.setAttribute("href", `?claim=${this.claims.at(n).id}`);
    }
  }
}
