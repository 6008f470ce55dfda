// The key sheet, written from the key map, and the switch for single keys.
import { keyCap } from "claimdesk/caps.js";
import { $, h } from "claimdesk/dom.js";
import { choose, onChoice, preferences } from "claimdesk/preferences.js";

const ALONE = ["While adjusting", "While splitting", "Why a claim is flagged"];

const rowsOf = (keys, scopes) => keys.commands(scopes).filter((one) => one.keys.length).map((one) => h("div", {},
  h("dt", {}, ...one.keys.map((key) => h("kbd", {}, keyCap(key)))), h("dd", {}, one.say)));

/** Fills the sheet and hands back what opens it. The switch is one of the person's choices. */
export function helpSheet(keys) {
  const dialog = $("#help");
  const box = $("#keys-on");
  const show = () => {
    box.checked = preferences.single_keys;
  };
  show();
  onChoice(show);
  box.addEventListener("change", () => choose({ single_keys: box.checked }));
  return () => {
    const groups = [["everywhere", "review", "queue"], ["adjust"], ["split"], ["flag"]].map((scopes) => rowsOf(keys, scopes));
    const [all, ...more] = groups;
    const half = Math.ceil(all.length / 2);
    $("#help-keys").replaceChildren(h("dl", {}, ...all.slice(0, half)), h("dl", {}, ...all.slice(half)),
      ...more.map((rows, i) => (rows.length ? h("div", {}, h("h3", { class: "h" }, ALONE[i]), h("dl", {}, ...rows)) : "")).filter(Boolean));
    dialog.showModal();
  };
}
