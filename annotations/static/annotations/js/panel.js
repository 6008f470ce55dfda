// The panel and the dock: the current claim, its buttons, its suggestion, and the strip with the last step.
import { $, $$, h, icon, plural } from "claimdesk/dom.js";
import { LABELS, capital, labelMark } from "claimdesk/labels.js";
import { suggestionNodes, wordsWithCues } from "claimdesk/suggestion.js";

export class Panel {
  #strips = $$("[data-last]");
  #buttons = $$("[data-run][name=label]");
  #flag = $("[data-run=flag]");
  #during = $$("[data-while]");
  #nodes = { n: $("#cur-n"), of: $("#cur-h .of"), text: $("#cur-text"), span: $("#cur-span")?.lastChild, why: $("#cur-why"), dock: $("#dock-text"), sug: $("#sug-body"), reveal: $("#reveal"), skip: $("#skip-current") };
  #title = document.title.replace(/^Claim \d+ of \d+ · /, "");

  constructor(claims, { mode, away }) {
    Object.assign(this, { claims, mode, away });
  }

  paint(claim) {
    const { n, of, text, span, why, dock, skip } = this.#nodes;
    const words = this.claims.text(claim.id);
    n.textContent = claim.n;
    of.textContent = `of ${this.claims.total}`;
    text.replaceChildren(...wordsWithCues(claim, words));
    text.scrollTop = 0;
    if (span) span.data = `${claim.start}–${claim.end}`;
    why.replaceChildren(...this.#why(claim));
    if (dock) {
      dock.firstElementChild.textContent = `${claim.n}/${this.claims.total}`;
      dock.lastElementChild.textContent = words;
    }
    for (const button of this.#buttons) button.setAttribute("aria-pressed", String(!claim.stale && button.value === claim.label));
    this.#flag?.setAttribute("aria-pressed", String(claim.flagged));
    this.suggestion(claim);
    skip?.setAttribute("href", `#c${claim.n}`);
    document.title = `Claim ${claim.n} of ${this.claims.total} · ${this.#title}`;
  }

  #why(claim) {
    if (claim.stale) return [h("s", {}, capital(claim.label)), " The words changed since you decided."];
    return this.claims.needsEvidence(claim) ? ["Needs evidence."] : [];
  }

  suggestion(claim) {
    const { sug, reveal } = this.#nodes;
    sug.replaceChildren(...suggestionNodes(claim, this.mode, this.away()));
    if (reveal) reveal.hidden = Boolean(claim.suggestion || claim.label || claim.revealed || claim.asked || claim.has_suggestion === false || this.mode === "shown");
  }

  /** The strip: a label with what the model had, or a sentence, and a button or two. It stays until the next step. */
  last({ label = "", text = "", sentence = "", undo = false, offer = null }) {
    this.strip = {};                                       // whoever wrote it can tell whether it still shows their step
    for (const strip of this.#strips) {
      const nodes = [];
      if (text) {
        const mark = labelMark(label, { text: "" });
        mark.lastElementChild.append(h("b", {}, text));
        nodes.push(mark);
      }
      nodes.push(h("span", { class: "say" }, sentence));
      if (undo) nodes.push(h("button", { class: "btn tiny", type: "button", "data-run": "undo" }, icon("undo"), "Undo"));
      for (const one of [offer ?? []].flat()) nodes.push(h("button", { class: "btn tiny", type: "button", "data-run": one.run }, icon(one.icon), one.text));
      strip.replaceChildren(...nodes);
    }
  }

  /** The sentence under "all decided", e.g. "All 16 claims decided. 1 flag is open." */
  doneSentence() {
    const { list, flags, needing } = this.claims;
    const open = flags ? ` ${plural(flags, "flag is", "flags are")} open.` : "";
    const need = needing ? ` ${plural(needing, "needs", "need")} evidence.` : "";
    return `All ${list.length} claims decided.${open}${need}`;
  }

  /** Shows or hides the summary of a finished article. */
  done() {
    const finished = this.claims.open === 0;
    $("#all-done").hidden = !finished;
    for (const node of this.#during) node.hidden = (node.dataset.while === "done") !== finished;
    if (!finished) return;
    $("#done-say").textContent = this.doneSentence();
    const counts = LABELS.map((label) => [label, this.claims.list.filter((claim) => claim.label === label).length]);
    $("#done-labels").replaceChildren(...counts.filter(([, n]) => n).map(([label, n]) => h("li", {}, labelMark(label, { pill: true, text: `${n} ${capital(label).toLowerCase()}` }))));
  }
}
