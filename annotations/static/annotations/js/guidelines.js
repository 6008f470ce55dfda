// The guidelines beside the task: fetched when first asked for, and open while deciding goes on.
import { $, h } from "claimdesk/dom.js";
import { say } from "claimdesk/live.js";
import { csrfToken } from "claimdesk/shell.js";

const PATIENCE = 10000;
const sheet = $("#guidelines");
const body = $("#guidelines-body");
const button = $("[data-run=guidelines][aria-expanded]");
let back = null;

async function fill() {
  if (!body.hasAttribute("aria-busy")) return;
  try {
    const response = await fetch(sheet.dataset.url, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(PATIENCE) });
    const text = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("#guidelines-text");
    if (!response.ok || !text) throw new Error(`The server answered ${response.status}.`);
    body.replaceChildren(text);
    body.removeAttribute("aria-busy");
    known();
  } catch {
    body.replaceChildren(h("p", { class: "hid" }, "The guidelines come from the server and cannot be shown while it is away. Deciding goes on."));
  }
}

/** Opens the sheet, or closes it and puts the focus back where it was. */
export function toggle(open = sheet.hidden) {
  if (open !== sheet.hidden) return;
  sheet.hidden = !open;
  document.documentElement.classList.toggle("has-beside", open);
  button?.setAttribute("aria-expanded", String(open));
  if (!open) {
    // Nothing had the focus: leave it so, since Space on a button would press it.
    if (back?.isConnected && back.checkVisibility()) back.focus({ preventScroll: true });
    else document.activeElement?.blur();
    return;
  }
  back = document.activeElement === document.body ? null : document.activeElement;
  $("#guidelines-h").focus({ preventScroll: true });
  fill();
}

/** Takes the notice away, for good: the server remembers that this version is known. */
export function known() {
  const notice = $("#guidelines-news");
  if (notice) {
    if (notice.contains(document.activeElement)) $("#main").focus({ preventScroll: true });
    notice.remove();
    say("The notice about the guidelines is gone.");
  }
  fetch(sheet.dataset.known, { method: "POST", headers: { Accept: "application/json", "X-CSRFToken": csrfToken() }, keepalive: true }).catch(() => {});
}
