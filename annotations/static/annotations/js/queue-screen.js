// The queue's screen as one thing: the claim, its surroundings, its details; and what stands there between claims.
import { Details } from "claimdesk/details.js";
import { $, $$, h, plural } from "claimdesk/dom.js";
import { capital, labelMark, look, stateWord } from "claimdesk/labels.js";
import { say } from "claimdesk/live.js";
import { Panel } from "claimdesk/panel.js";
import { Place } from "claimdesk/queue-place.js";
import { reach } from "claimdesk/reach.js";
import { Stopwatch } from "claimdesk/stopwatch.js";

const ADDRESS_REST = 400;

class RoundPanel extends Panel {
  doneSentence = () => "That was the last claim on this page.";
}

export class QueueScreen {
  watch = new Stopwatch();
  /** Between claims: no decision may fall on the one before. */
  resting = false;
  #page = document.documentElement;
  #nodes = { task: $("#q-task"), rest: $("#q-rest"), bar: $("#q-bar"), text: $("#cur-text"), version: $("[name=base_version]") };
  #addressTimer = 0;

  /** `feed` brings claims; away() tells whether the server is out of reach just now. */
  constructor(data, claims, feed, away) {
    Object.assign(this, { claims, feed });
    this.panel = new RoundPanel(claims, { mode: data.mode, away });
    this.place = new Place((id) => data.article_url.replace("{id}", id));
    this.details = new Details((id) => data.panel_url.replace("{id}", id), (id, node) => this.#arrived(id, node));
  }

  repaint(claim) {
    if (claim !== this.claims.current) return;
    this.panel.paint(claim);
    this.#nodes.text.className = `cl L-${look(claim)}${claim.stale ? " stale" : ""}`;
  }

  /** Makes `claim` the current one. Asked for the one just decided, because no other waits here, it rests instead. */
  go(claim, { quiet = false, fast = false } = {}) {
    const { claims } = this;
    if (!fast && claim === claims.current && !claims.isOpen(claim)) return this.rest();
    this.#wake();
    claims.current = claim;
    this.repaint(claim);
    this.place.paint(claim);
    this.#progress();
    this.watch.start();
    this.sheet(false);
    this.details.land(claim.id);
    if (!fast) scrollTo({ top: 0 });
    if (!quiet) say(`Claim ${claim.n} of ${claims.total}, ${stateWord(claim)}. ${claim.text}`);
    this.feed.more();
  }

  #progress() {
    const { claims } = this;
    this.#nodes.bar.setAttribute("width", (100 * claims.finished) / claims.total);
    clearTimeout(this.#addressTimer);
    this.#addressTimer = setTimeout(() => {
      const address = new URL(location);
      address.searchParams.set("n", claims.finished);
      address.searchParams.delete("claim");
      history.replaceState(null, "", address);
    }, ADDRESS_REST);
  }

  #wake() {
    this.resting = false;
    this.#nodes.task.hidden = false;
    this.#nodes.rest.hidden = true;
  }

  /** No claim to show: the round is over, or the next one has to come first. */
  async rest() {
    const { claims, feed } = this;
    this.resting = true;
    this.#progress();
    if (claims.room < 1) return this.#round();
    this.#say("Looking for the next claim", "");
    const came = await feed.more();
    if (!this.resting) return null;
    const next = claims.nextOpen(claims.current);
    if (next) return this.go(next);
    if (came === "away") return this.#say("Offline", "The next claims come when the server is back. What you decided is kept here.", { tell: true });
    claims.end();
    return this.#round("Nothing else waits for you.");
  }

  /** Tries again, where it stands still because the server was away. */
  wake() {
    if (this.resting && this.#nodes.rest.dataset.state === "Offline") this.rest();
  }

  #round(first = "") {
    const { claims } = this;
    const all = claims.finished;
    const skipped = claims.skipped.length;
    const left = skipped ? ` You skipped ${plural(skipped, "claim", "claims")}.` : "";
    const pause = claims.room < 1 ? " A good moment for 5 minutes off." : "";
    const done = all - skipped;
    this.#say(claims.room < 1 ? "Round done" : "All done for now", `${first} ${plural(done, "claim", "claims")} decided in this round.${left}${pause}`.trim(), { tell: true, over: true, skipped });
  }

  #say(head, sentence, { tell = false, over = false, skipped = 0 } = {}) {
    const { rest, task } = this.#nodes;
    const counts = this.claims.counts;
    rest.dataset.state = head;
    $("#q-rest-h").textContent = head;
    $("#q-rest-say").textContent = sentence;
    $("#q-rest-labels").replaceChildren(...(over ? counts.map(([label, n]) => h("li", {}, labelMark(label, { pill: true, text: `${n} ${capital(label).toLowerCase()}` }))) : []));
    for (const node of $$("[data-over]", rest)) node.hidden = !over;
    $("#q-look").hidden = !skipped;
    task.hidden = true;
    rest.hidden = false;
    if (tell) say(`${head}. ${sentence}`);
    if (over) $(skipped ? "#q-look" : "#q-again").focus({ preventScroll: true });
  }

  /** The bottom sheet of a phone. */
  sheet(open = !this.#page.classList.contains("sheet")) {
    this.#page.classList.toggle("sheet", open);
    for (const button of $$("[data-run=sheet][aria-expanded]")) button.setAttribute("aria-expanded", String(open));
  }

  /** Puts the cursor into a part of the details, opening the sheet on a phone. */
  focusOn(selector) {
    if (getComputedStyle($("#panel")).display === "none") this.sheet(true);
    reach(this.details, selector, (node) => node.scrollIntoView({ block: "center" }));
  }

  #arrived(id, node) {
    const claim = this.claims.byId.get(id);
    const count = Number(node.dataset.evidence);
    if (!claim || Number.isNaN(count) || count === claim.evidence) return;
    say(count > claim.evidence ? "Evidence added." : "Evidence withdrawn.");
    claim.evidence = count;
    this.repaint(claim);
  }
}
