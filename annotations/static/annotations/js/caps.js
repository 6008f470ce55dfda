// Keys as people read them, and on the buttons that have one.
import { $, $$ } from "claimdesk/dom.js";

const SIGNS = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc" };
const MOD = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl";

/** "Mod+k" is Ctrl K, "Shift+s" Shift S. */
export const keyCap = (key) => key.split(/\+(?=.)/).map((part) => (part === "Mod" ? MOD : SIGNS[part] ?? part.replace(/^[a-z]$/, (letter) => letter.toUpperCase()))).join(" ");

/** Puts the keys in force on every button of the page that shows or announces one. */
export function label(keys) {
  for (const button of $$("[data-run]")) {
    const held = keys.of(button.dataset.run);
    const cap = $("kbd", button);
    if (cap) {
      cap.hidden = !held.length;
      cap.textContent = held.length ? keyCap(held[0]) : "";
    }
    if (!button.hasAttribute("aria-keyshortcuts")) continue;
    button.setAttribute("aria-keyshortcuts", held.map((key) => key.replace("Mod+", "Control+").replace(/(^|\+)([a-z])$/, (all) => all.toUpperCase())).join(" "));
  }
}
