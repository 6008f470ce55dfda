// The model's suggestion: the card, why there is none, and how it compares with a decision.
import { h, svg } from "claimdesk/dom.js";
import { SUGGESTED, capital, labelMark, word } from "claimdesk/labels.js";
import { codePoints, unitIndex } from "claimdesk/offsets.js";

const percent = (score) => `${Math.round(score * 100)}%`;

/** "Model agreed", or what it had instead; "" where there was no suggestion. */
export function comparison(label, suggestion) {
  if (!suggestion) return "";
  if (!suggestion.label) return "Model was unsure";
  if (suggestion.label === label) return "Model agreed";
  return `Model had ${word(suggestion.label)}, ${percent(suggestion.scores[suggestion.label])}`;
}

function odds(suggestion) {
  return h("ul", { class: "odds" }, ...SUGGESTED.map((label) => {
    const score = suggestion.scores[label];
    const meter = svg("svg", { class: `meter${label === suggestion.label ? " top" : ""}`, viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("rect", { width: Math.round(score * 100), height: 10 }));
    return h("li", {}, labelMark(label, { hollow: true, text: capital(label) }), meter, h("b", {}, percent(score)));
  }));
}

function card(suggestion, measured) {
  const sides = [["For", suggestion.for], ["Against", suggestion.against]].filter(([, text]) => text);
  return [
    h("p", { class: "sugtext" }, suggestion.text),
    odds(suggestion),
    sides.length ? h("div", { class: "twoside" }, ...sides.map(([side, text]) => h("p", {}, h("b", {}, side), text))) : null,
    suggestion.record ? h("p", { class: "faint xs" }, suggestion.record.text) : null,
    h("p", { class: "faint xs" }, `Judged from the text alone, by ${suggestion.pipeline}.${measured ? " On a few claims, drawn by lot, it is open from the start, to measure how much it pulls." : ""}`),
  ];
}

function absence(claim, mode, away) {
  const answered = claim.has_suggestion === false || claim.asked || mode === "shown";
  if (answered) return "The model has no suggestion for this claim.";
  if (claim.label || claim.revealed) return away ? "It comes with the answer, as soon as the server is back." : "On its way.";
  if (mode === "reader") return "Reviewers see it once they have decided.";
  if (mode === "blind") return "Hidden until you decide, so your label stays your own.";
  return "Hidden until you decide, so your label stays your own. Showing it early is recorded.";
}

/** The nodes of the suggestion section for this claim. */
export function suggestionNodes(claim, mode, away) {
  return claim.suggestion ? card(claim.suggestion, claim.measured).filter(Boolean) : [h("p", { class: "hid" }, absence(claim, mode, away))];
}

/** The claim's words, with the model's cue words underlined where the suggestion is on screen. */
export function wordsWithCues(claim, text) {
  const cues = claim.suggestion?.cues ?? [];
  if (!cues.length || codePoints(text) !== claim.end - claim.start) return [text];
  const nodes = [];
  let at = 0;
  for (const [from, to] of [...cues].sort((a, b) => a[0] - b[0])) {
    const start = unitIndex(text, from - claim.start);
    const end = unitIndex(text, to - claim.start);
    if (start < at || end <= start) continue;
    nodes.push(text.slice(at, start), h("i", {}, text.slice(start, end)));
    at = end;
  }
  return [...nodes, text.slice(at)];
}
