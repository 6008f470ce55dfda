// Why a claim is flagged: a small choice under the buttons, one key each. It holds nothing up: any other key of the
// screen closes it and does what it always does.
import { $, h, icon } from "claimdesk/dom.js";
import { say } from "claimdesk/live.js";

export const FLAGS = { unclear: "Unclear", expert: "Needs an expert", legal: "Legal risk", words: "Split or text wrong", other: "Other" };

export class FlagChoice {
  #keys;
  #put;
  #claim = null;
  #node = h("div", { class: "flagwhy", role: "group", "aria-label": "Why flag it", hidden: "" });

  /** `put(claim, why)` raises the flag. */
  constructor(keys, put) {
    this.#keys = keys;
    this.#put = put;
    $("#judge .minor").after(this.#node);
    const choose = Object.fromEntries(Object.keys(FLAGS).filter((kind) => kind !== "other").map((kind) => [`flag_${kind}`, () => this.#done({ kind })]));
    keys.on({ ...choose, flag_other: () => this.#ask(), flag_plain: () => this.#done({}), flag_off: () => this.close() });
    this.#node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
      event.preventDefault();
      this.#done({ kind: "other", reason: event.target.value.trim() });
    });
  }

  get open() {
    return this.#claim !== null;
  }

  show(claim) {
    this.#claim = claim;
    const commands = this.#keys.commands(["flag"]).filter((one) => one.run !== "flag_off");
    this.#node.replaceChildren(h("span", { class: "faint" }, `Why flag claim ${claim.n}?`), ...commands.map((one) => h("button", { class: "btn quiet", type: "button", "data-run": one.run },
      icon(one.icon), h("span", {}, one.say), h("kbd", { "aria-hidden": "true" }, one.keys[0].toUpperCase()))));
    this.#node.hidden = false;
    this.#keys.alone("flag", () => this.close());
    say(`Why flag claim ${claim.n}? ${commands.map((one) => `${one.keys[0].toUpperCase()} ${one.say}`).join(", ")}.`);
  }

  /** "Other" wants words, but takes none as well. */
  #ask() {
    const input = h("input", { class: "inp", "aria-label": "Why, in words", placeholder: "Why, in words. Enter flags it", maxlength: 500 });
    const button = h("button", { class: "btn", type: "button" }, "Flag");
    button.addEventListener("click", () => this.#done({ kind: "other", reason: input.value.trim() }));
    this.#node.replaceChildren(input, button);
    input.focus();
  }

  #done(why) {
    const claim = this.#claim;
    this.close();
    this.#put(claim, why);
  }

  close() {
    if (!this.open) return;
    this.#claim = null;
    const inside = this.#node.contains(document.activeElement);
    this.#node.hidden = true;
    this.#node.replaceChildren();
    this.#keys.together();
    if (inside) document.activeElement?.blur();
  }
}
