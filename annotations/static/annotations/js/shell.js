// What every page has: theme, menu, dialogs, the palette, the outbox with its badge.
import { Badge } from "claimdesk/badge.js";
import { keyCap, label } from "claimdesk/caps.js";
import { $, $$ } from "claimdesk/dom.js";
import keymap from "claimdesk/keymap.js";
import { Keys } from "claimdesk/keys.js";
import { Outbox } from "claimdesk/outbox.js";
import { Palette } from "claimdesk/palette.js";
import { poll } from "claimdesk/poll.js";
import { choose, onChoice, preferences, start } from "claimdesk/preferences.js";

const account = $("meta[name=claimdesk-user]");
let someoneElse = "";

export const csrfToken = () => $("meta[name=csrf-token]").content;

/** Fetches this page again for a CSRF token that fits the present session. False: signed out, or someone else. */
export async function refreshToken() {
  try {
    const response = await fetch(location.pathname + location.search, { signal: AbortSignal.timeout(10000) });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const user = page.querySelector("meta[name=claimdesk-user]");
    const token = page.querySelector("meta[name=csrf-token]")?.content;
    someoneElse = user && user.content !== account.content ? user.dataset.name || "Somebody else" : "";
    if (!user || someoneElse || !token) return false;
    $("meta[name=csrf-token]").content = token;
    for (const input of $$("input[name=csrfmiddlewaretoken]")) input.value = token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
    return true;
  } catch {
    return false;
  }
}

export const keys = new Keys(keymap, preferences);
onChoice(() => {
  keys.adopt(preferences);
  label(keys);
});
start();
export const outbox = account && new Outbox({ user: account.content, url: "/api/v1/ops/", headers: () => ({ "X-CSRFToken": csrfToken() }), refresh: refreshToken });
export const badge = outbox && new Badge(outbox, { other: () => someoneElse });
export const palette = account && new Palette(keys);

function theme() {
  const buttons = $$("[data-theme-set]");
  const now = () => preferences.theme;
  const show = () => buttons.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.themeSet === now())));
  for (const button of buttons) {
    button.addEventListener("click", () => choose({ theme: button.dataset.themeSet }));
  }
  onChoice(show);
  show();
}

function menus() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
    for (const menu of $$("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && $("details.menu[open]");
    if (menu) {
      menu.open = false;
      $("summary", menu).focus();
    }
  });
}

/** Counts what is run with the mouse or from the palette. After the third time its key is said, once. */
function taught(run, { by, input }) {
  $("#keyhint")?.remove();
  const [key] = keys.of(run);
  if ((by !== "palette" && input !== "mouse") || !key || !preferences.key_hints || !preferences.single_keys) return;
  try {
    const counts = JSON.parse(localStorage.getItem("claimdesk-clicked") ?? "{}");
    counts[run] = (counts[run] ?? 0) + 1;
    localStorage.setItem("claimdesk-clicked", JSON.stringify(counts));
    if (counts[run] === 3) import("claimdesk/teach.js").then(({ hint }) => hint(keyCap(key)));
  } catch { /* without storage nobody is taught */ }
}

keys.activate("everywhere");
keys.on({
  palette: () => palette?.open(),
  escape: () => document.activeElement?.blur?.(),
});
document.addEventListener("keydown", (event) => keys.press(event));
if (!$("#data")) outbox?.start();                          // the review screen starts it itself
keys.after = taught;
theme();
if (Object.keys(preferences.keys).length) label(keys);
menus();
poll();
