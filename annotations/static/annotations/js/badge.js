// The save badge and the two dialogs behind it: what could not be saved, and signing in again.
import { $, h, plural, setIcon } from "claimdesk/dom.js";
import { capital } from "claimdesk/labels.js";
import { say } from "claimdesk/live.js";

const ICONS = { saved: "save", kept: "save", sending: "save", offline: "offline", busy: "offline", signin: "alert", stuck: "alert", unkept: "alert" };
const KINDS = { undo: "Undo", skip: "Skip", flag: "Flag", note: "Note", note_draft: "Draft of a note", reveal: "Showing the suggestion", statement: "Who said it, and the wording" };

const kept = (n) => plural(n, "kept decision", "kept decisions");

/** What the badge says. Problems that need a person win over the state of sending. */
export function badgeText({ state, n, stuck, kept: safe }) {
  if (state === "signin") return ["signin", `Sign in to send your ${kept(n)}`];
  if (stuck) return ["stuck", `${stuck} could not be saved. Look`];
  if (!safe) return ["unkept", "This browser will not keep unsent work"];
  if (state === "offline") return ["offline", `Offline, ${n} kept here`];
  if (state === "busy") return ["busy", `Server away, ${n} kept here`];
  if (state === "saved") return ["saved", "Saved"];
  return [state, "Saving"];
}

/** What a reviewer reads when somebody else's change came first. */
export function conflictSentence({ code, by, message }) {
  if (code === "claim_changed") return `${by || "Somebody"} changed this claim’s words while you decided. Yours is kept as a second opinion.`;
  if (code === "claim_withdrawn") return `${by || "Somebody"} split, merged or withdrew this claim while you decided. Yours is kept here.`;
  return message ?? "The server did not take it.";
}

export class Badge {
  #last = { state: "saved", n: 0 };
  #shown = "saved";
  #thanks = 0;

  /** `claim(id)` gives the claim of this page with that id, if it is here. */
  constructor(outbox, { always = false, claim = () => null, other = () => "" } = {}) {
    Object.assign(this, { outbox, always, claim, other, node: $("#saved") });
    outbox.addEventListener("change", (event) => this.#show(event.detail));
    this.node.addEventListener("click", () => (this.#shown === "signin" ? this.#signIn() : this.#look()));
    $("#outbox-retry").addEventListener("click", () => outbox.now());
    $("#signin-retry").addEventListener("click", () => outbox.now());
    outbox.ready.then(() => this.#show({ state: outbox.state, n: outbox.n, stuck: outbox.stuckCount, kept: outbox.kept }));
  }

  /** Which claims the badge can name, once a page has some. */
  knows(claim) {
    Object.assign(this, { claim, always: true });
    this.node.hidden = false;
  }

  #show(detail) {
    const [look, text] = badgeText(detail);
    const troubled = ["offline", "busy", "signin"].includes(this.#last.state);
    if (detail.state === "saved" && troubled) this.#thank(this.#last.n);
    else if (look !== "saved" || !this.#thanks) {
      clearTimeout(this.#thanks);
      this.#thanks = 0;
      this.#paint(look, text);
    }
    if (look !== this.#shown && ["offline", "busy", "stuck", "unkept", "signin"].includes(look)) say(`${text}.`);
    if (look === "signin" && this.#shown !== "signin") this.#signIn();
    if (detail.state !== "signin") $("#signin-dialog").close();
    this.#shown = look;
    this.#last = detail;
    this.node.hidden = !this.always && look === "saved";
    if ($("#outbox-dialog").open) this.#look();
  }

  #paint(look, text) {
    if (this.node.dataset.state !== look) {
      this.node.dataset.state = look;
      setIcon(this.node, ICONS[look]);
    }
    const label = $("#saved-t");
    if (label.textContent !== text) label.textContent = text;
  }

  #thank(n) {
    const text = `Saved. ${kept(n)} sent.`;
    this.#paint("saved", text);
    say(text);
    clearTimeout(this.#thanks);
    this.#thanks = setTimeout(() => {
      this.#thanks = 0;
      this.#paint(...badgeText(this.#last));
    }, 6000);
  }

  #signIn() {
    const other = this.other();
    $("#signin-say").textContent = other
      ? `${other} is signed in here now. Sign in with your own account to send your ${kept(this.outbox.n)}.`
      : `Sign in to send your ${kept(this.outbox.n)}. They stay in this browser until then.`;
    if (!document.querySelector("dialog[open]")) $("#signin-dialog").showModal();
  }

  async #look() {
    const { n, kept: safe } = this.outbox;
    const stuck = await this.outbox.stuck();
    const waiting = n ? `${plural(n, "step waits", "steps wait")} here and ${n === 1 ? "is" : "are"} sent as soon as the server answers.` : "Everything you did is saved.";
    const lost = safe ? "" : " This browser will not keep unsent work, so leave this page only when it says Saved.";
    $("#outbox-say").textContent = stuck.length ? `${plural(stuck.length, "step was", "steps were")} refused and ${stuck.length === 1 ? "is" : "are"} kept here.${lost}` : waiting + lost;
    $("#outbox-stuck").replaceChildren(...stuck.map((row) => this.#row(row)));
    $("#outbox-retry").hidden = !n;
    if (!$("#outbox-dialog").open) $("#outbox-dialog").showModal();
  }

  #row(row) {
    const claim = this.claim(row.claim);
    const what = row.kind === "label" ? capital(row.payload.label) : KINDS[row.kind] ?? row.kind;
    const moved = row.why?.status === "conflict";
    const again = h("button", { class: "btn", type: "button" }, moved ? "Keep mine" : "Try again");
    const look = moved && h("a", { class: "btn", href: `/claims/${row.claim}/` }, "Look");
    const drop = h("button", { class: "btn danger", type: "button" }, "Drop it");
    again.addEventListener("click", () => this.outbox.retry(row, claim?.version).then(() => this.#look()));
    drop.addEventListener("click", () => {
      if (drop.dataset.sure) this.outbox.drop(row).then(() => this.#look());
      drop.dataset.sure = "1";
      drop.textContent = "Drop it for good";
    });
    const time = new Date(row.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
    return h("li", {},
      h("b", {}, claim ? `${claim.n}. ${what}` : `${what}, in another article`),
      h("span", {}, `${conflictSentence(row.why ?? {})} Made at ${time}.`),
      h("div", { class: "acts" }, look || null, row.why?.code === "claim_withdrawn" ? null : again, drop));
  }
}
