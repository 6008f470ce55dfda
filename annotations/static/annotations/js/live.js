// The one polite live region: one sentence per action.
import { $ } from "claimdesk/dom.js";

let odd = false;

/** Says `sentence` to assistive technology. The same sentence twice is said twice. */
export function say(sentence) {
  odd = !odd;
  $("#live").textContent = odd ? sentence : `${sentence}\u00a0`;
}
