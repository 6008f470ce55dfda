// One practice claim on the page: the keys of real work press the form's buttons, and Enter goes on from the feedback.
import { closeGuidelines, guidelinesCommands } from "claimdesk/beside.js";
import { $ } from "claimdesk/dom.js";
import { helpSheet } from "claimdesk/help.js";
import { LABELS } from "claimdesk/labels.js";
import { keys } from "claimdesk/shell.js";

const form = $("#judge");
let sent = false;

/** Sends the form as this button would; a second key while the answer is on its way sends nothing. */
const decide = (label) => () => form.requestSubmit($(`[data-run=${label}]`, form));

form?.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
addEventListener("pageshow", () => {
  sent = false;
});

keys.on({ ...guidelinesCommands(), help: helpSheet(keys) });
keys.on({ escape: () => closeGuidelines() || document.activeElement?.blur?.() });
if (form) {
  for (const label of LABELS) keys.on({ [label]: decide(label) });
  keys.activate("review");
} else {
  keys.on({ go_on: () => $("#go-on").click() });
  keys.activate("start");
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-run]");
  if (!button || (form && button.form === form)) return;
  event.preventDefault();
  keys.run(button.dataset.run, { input: "mouse" });
});
document.documentElement.dataset.ready = "practice";
