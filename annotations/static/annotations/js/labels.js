// The five values a reviewer can give, and how each is said. Order is the order of the buttons and never changes.
import { h, icon } from "claimdesk/dom.js";

export const LABELS = ["sourced", "disputed", "opinion", "not_a_claim", "unresolved"];
export const SUGGESTED = LABELS.slice(0, 3);

const WORDS = { sourced: "sourced", disputed: "disputed", opinion: "opinion", not_a_claim: "not a claim", unresolved: "could not establish" };

/** The label in the middle of a sentence; nothing chosen reads "not decided". */
export const word = (label) => WORDS[label] ?? "not decided";

/** The label at the start of one. */
export const capital = (label) => word(label).replace(/^./, (letter) => letter.toUpperCase());

/** What the list, the ribbon and the text say about a claim. */
export const stateWord = (claim) => (claim.stale ? "words changed" : word(claim.label));

/** The name of the icon and of the CSS class: a stale decision counts as none. */
export const look = (claim) => (claim.stale || !claim.label ? "open" : claim.label);

/** A label as the page shows it. Filled: a person decided; hollow: the model's idea. */
export function labelMark(label, { hollow = false, text = capital(label), pill = false } = {}) {
  const name = label || "open";
  return h("span", { class: `lab L-${name}${hollow ? " hollow" : ""}${pill ? " pill" : ""}` }, icon(name), h("span", {}, text));
}
