// What forms gain from a script: a password can be shown, a value copied, a filter sent on change, a form sent once.
import { $, $$, h } from "claimdesk/dom.js";
import { say } from "claimdesk/live.js";
import { keys, palette } from "claimdesk/shell.js";

function passwords() {
  for (const input of $$("input[data-password]")) {
    const button = h("button", { class: "btn", type: "button", "aria-pressed": "false", "aria-controls": input.id }, "Show");
    const line = h("div", { class: "passline" });
    input.replaceWith(line);
    line.append(input, button);
    button.addEventListener("click", () => {
      const shown = input.type === "password";
      input.type = shown ? "text" : "password";
      button.textContent = shown ? "Hide" : "Show";
      button.setAttribute("aria-pressed", String(shown));
    });
  }
}

function copying() {
  for (const input of $$("input[data-select]")) input.addEventListener("focus", () => input.select());
  for (const button of $$("[data-copy]")) {
    button.addEventListener("click", async () => {
      const input = document.getElementById(button.dataset.copy);
      input.select();
      try {
        await navigator.clipboard.writeText(input.value);
        button.textContent = "Copied";
        say("Copied.");
      } catch {
        say("Press Ctrl C to copy it.");
      }
    });
  }
}

function filters() {
  for (const form of $$("form[data-submit-on-change]")) {
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, input[type=checkbox]")) form.requestSubmit();
    });
  }
  keys.activate("pages");
  keys.on({ find: () => ($("[data-slash]") ? $("[data-slash]").focus() : palette?.open()) });
}

/** A second press while the answer is on its way sends nothing. Coming back to the page makes the form usable again. */
function onlyOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  addEventListener("pageshow", () => $$("form[data-sent]").forEach((form) => delete form.dataset.sent));
}

passwords();
copying();
filters();
onlyOnce();
$("[aria-invalid=true], .wrong input")?.focus();
