// Who said it, and the wording. Leaving a field keeps what is in it: one step of the outbox, so it also holds while the
// server is away. Loaded once the screen stands.
import { $ } from "claimdesk/dom.js";
import { say } from "claimdesk/live.js";

const KEPT = { speaker: "Speaker kept.", wording: "Wording kept.", reported_to: "Kept.", first_appearance: "Kept.", appearances: "Kept." };
const plain = (field) => (field.name === "appearances" ? field.value : field.value.trim());

/** Listens to the fields, wherever the page puts them. `put(kind, claimId, payload)` sends a step. */
export function statements(put) {
  const field = (node) => (node instanceof Element && node.form?.id === "say-form" && node.name in KEPT ? node : null);
  const claimOf = (node) => node.closest("[data-claim]").dataset.claim;

  const keep = (node) => {
    const text = plain(node);
    const seen = node.defaultValue;
    if (text === seen) return;
    put("statement", claimOf(node), { field: node.name, text, seen });
    node.defaultValue = text;                              // what is seen from now on
    if (node.name === "speaker") $("#say-origin").textContent = "Put right by you.";
    say(KEPT[node.name]);
  };
  const back = (button) => {
    const node = $("#say-speaker");
    put("statement", claimOf(node), { field: "speaker", text: "", seen: node.defaultValue, back: true });
    node.value = button.dataset.back;
    node.defaultValue = node.value;
    $("#say-origin").textContent = "Read in the text by the model.";
    node.focus();
    say(`Back to ${node.value}, as the text has it.`);
  };
  document.addEventListener("focusout", (event) => field(event.target) && document.visibilityState === "visible" && document.hasFocus() && keep(event.target));
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "say-form") return;
    event.preventDefault();
    if (event.submitter?.dataset.back) back(event.submitter);
    else document.activeElement.blur();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && field(event.target) && (event.ctrlKey || event.metaKey || event.target.matches("input"))) {
      event.preventDefault();
      event.target.blur();                                 // back to single keys
    }
  });
  addEventListener("pagehide", () => field(document.activeElement) && keep(document.activeElement), { capture: true });  // before the outbox's own last chance
}
