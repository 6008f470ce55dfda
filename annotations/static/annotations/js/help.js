// The key sheet, written from the key map, and the switch for single keys.
import { $, h } from "claimdesk/dom.js";
import { keyCap } from "claimdesk/palette.js";

const STORED = "claimdesk-single-keys";
const ALONE = ["While adjusting", "While splitting", "Why a claim is flagged"];

const rowsOf = (keys, scopes) => keys.commands(scopes).filter((one) => one.keys.length).map((one) => h("div", {},
  h("dt", {}, ...one.keys.map((key) => h("kbd", {}, keyCap(key)))), h("dd", {}, one.say)));

/** Fills the sheet and hands back what opens it. The switch is remembered in this browser. */
export function helpSheet(keys) {
  const dialog = $("#help");
  const box = $("#keys-on");
  try {
    keys.singles = localStorage.getItem(STORED) !== "off";
  } catch { /* without storage the switch lasts as long as the page */ }
  box.checked = keys.singles;
  box.addEventListener("change", () => {
    keys.singles = box.checked;
    document.documentElement.classList.toggle("no-single-keys", !keys.singles);
    try {
      localStorage.setItem(STORED, box.checked ? "on" : "off");
    } catch { /* see above */ }
  });
  document.documentElement.classList.toggle("no-single-keys", !keys.singles);
  return () => {
    const groups = [["everywhere", "review", "queue"], ["adjust"], ["split"], ["flag"]].map((scopes) => rowsOf(keys, scopes));
    const [all, ...more] = groups;
    const half = Math.ceil(all.length / 2);
    $("#help-keys").replaceChildren(h("dl", {}, ...all.slice(0, half)), h("dl", {}, ...all.slice(half)),
      ...more.map((rows, i) => (rows.length ? h("div", {}, h("h3", { class: "h" }, ALONE[i]), h("dl", {}, ...rows)) : "")).filter(Boolean));
    dialog.showModal();
  };
}
