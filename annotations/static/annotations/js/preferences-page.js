// The preferences page with a script: a choice counts at once, and a key is given by pressing it.
import { keyCap } from "claimdesk/caps.js";
import { $ } from "claimdesk/dom.js";
import { chord } from "claimdesk/keys.js";
import { say } from "claimdesk/live.js";
import { choose, onChoice, preferences } from "claimdesk/preferences.js";

const form = $("#choices");
const NUMBERS = ["article_size", "interface_size"];
const PLAIN = /^(Tab|Escape|Shift|Control|Alt|Meta|AltGraph|CapsLock|Dead|Process|Unidentified|Home|End|PageUp|PageDown|F\d+)$/;
const ALLOWED_F = /^F[2489]$/;

form.addEventListener("change", async ({ target }) => {
  const value = target.type === "checkbox" ? target.checked : target.value;
  const kept = await choose({ [target.name]: NUMBERS.includes(target.name) ? Number(value) : value });
  say(kept ? "Saved." : "Kept in this browser. It is saved as soon as the server answers.");
});

onChoice(() => {
  for (const box of form.elements) {
    if (box.type === "checkbox") box.checked = preferences[box.name];
    else if (box.type === "radio") box.checked = String(preferences[box.name]) === box.value;
  }
});

$("#keys-form").addEventListener("keydown", (event) => {
  const field = event.target.closest("[data-key]");
  if (!field || event.isComposing || event.ctrlKey || event.metaKey) return;
  if (PLAIN.test(event.key) && !ALLOWED_F.test(event.key)) return;
  if (event.key === "Backspace" && field.value === "Backspace") field.value = "";
  else field.value = keyCap(chord(event, { by: "letter" }));
  event.preventDefault();
});
