// The note under a claim: a draft is kept while typing, and leaving the field makes it a note.
import { $, h } from "claimdesk/dom.js";
import { say } from "claimdesk/live.js";

const REST = 600;

/** Listens to the note field, wherever the page puts it. `put(kind, claimId, payload)` sends a step. */
export function notes(put, me) {
  let timer = 0;
  let draft = null;
  const isNote = (node) => node instanceof Element && node.id === "note";
  const keepDraft = () => {
    clearTimeout(timer);
    if (draft) put("note_draft", draft.claim, { text: draft.text });
    draft = null;
  };
  const finish = (field) => {
    const text = field.value.trim();
    clearTimeout(timer);
    draft = null;
    if (!text) return;
    put("note", field.closest("[data-claim]").dataset.claim, { text });
    field.value = "";
    const now = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
    $("#notes")?.append(h("li", {}, h("small", {}, `${me} ${now}`), text));
    say("Note added.");
  };
  document.addEventListener("input", (event) => {
    if (!isNote(event.target)) return;
    draft = { claim: event.target.closest("[data-claim]").dataset.claim, text: event.target.value };
    clearTimeout(timer);
    timer = setTimeout(keepDraft, REST);
  });
  document.addEventListener("focusout", (event) => isNote(event.target) && document.visibilityState === "visible" && document.hasFocus() && finish(event.target));
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "note-form") return;
    event.preventDefault();
    finish($("#note"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = event.target.closest?.("#note-form,#ev-form");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
    if (form.reportValidity()) event.target.blur();          // back to single keys
  });
  addEventListener("pagehide", keepDraft, { capture: true });  // before the outbox's own last chance
}
