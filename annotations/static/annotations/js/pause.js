// The line that suggests a pause. It stops nothing, counts nothing, and nothing below it moves.
import { $, $$, h } from "claimdesk/dom.js";
import { say } from "claimdesk/live.js";
import { later, rested } from "claimdesk/worktime.js";

const QUESTION = "You have been at this for an hour. 5 minutes off?";

function line() {
  const away = h("button", { class: "btn tiny", type: "button" }, "Later");
  const back = h("button", { class: "btn tiny", type: "button" }, "Done, back");
  for (const [button, answer] of [[away, later], [back, rested]]) {
    button.addEventListener("click", () => {
      answer();
      for (const shown of $$(".pause")) shown.remove();
    });
  }
  return h("div", { class: "pause" }, h("p", {}, QUESTION), away, back);
}

/** Shows the line at the top of the panel and of the phone's dock, unless it is there. */
export function suggest() {
  if ($(".pause")) return;
  for (const place of $$(".pin, .dock")) place.prepend(line());
  say(QUESTION);
}
