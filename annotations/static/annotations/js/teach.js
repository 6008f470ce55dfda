// "Next time: S": the key of a command somebody keeps clicking. Once for each, and gone with the next step.
import { $, h } from "claimdesk/dom.js";
import { choose } from "claimdesk/preferences.js";

/** Says the key until the next command, or until they want no more of these. */
export function hint(cap) {
  const never = h("button", { class: "linkish", type: "button" }, "No more hints");
  const node = h("p", { class: "keyhint", id: "keyhint", role: "status" }, h("span", {}, "Next time: ", h("kbd", {}, cap)), never);
  never.addEventListener("click", () => {
    choose({ key_hints: false });
    node.remove();
  });
  $("#keyhint")?.remove();
  document.body.append(node);
}
