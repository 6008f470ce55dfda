// The screen as one thing: article, overviews, panel and details follow the current claim together.
import { Article } from "claimdesk/article.js";
import { Claims } from "claimdesk/claims.js";
import { Details } from "claimdesk/details.js";
import { $, $$, bringIntoView } from "claimdesk/dom.js";
import { stateWord } from "claimdesk/labels.js";
import { say } from "claimdesk/live.js";
import { Overview } from "claimdesk/overview.js";
import { Panel } from "claimdesk/panel.js";
import { reach } from "claimdesk/reach.js";
import { Stopwatch } from "claimdesk/stopwatch.js";

const ADDRESS_REST = 400;
const LATE = 200;

export class Screen {
  waiting = false;
  watch = new Stopwatch();
  #page = document.documentElement;
  #addressTimer = 0;

  /** Called with true while the words of a claim are fetched, and with false when that is over: no key may work then. */
  hold = () => {};

  /** `data` is the page's JSON; away() tells whether the server is out of reach just now; `long` is the module for long
      articles, where this is one; outdated() is called when the article has other claims than the page knows of. */
  constructor(data, away, { long = null, outdated = () => {} } = {}) {
    this.article = new Article($("#doc"));
    this.claims = new Claims(data, this.article.text, $("#rail").dataset.policy);
    const { article, claims } = this;
    this.overview = new Overview(claims, long ? { strip: new long.Strip(claims), range: (part) => this.parts.range(part) } : {});
    this.parts = long && new long.Parts({ data, claims, article, overview: this.overview, arrived: (fresh) => this.#came(fresh), outdated });
    this.panel = new Panel(this.claims, { mode: data.may_judge || data.mode === "shown" ? data.mode : "reader", away });
    this.details = new Details((id) => data.panel_url.replace("{id}", id), (id, node) => this.#arrived(id, node));
    this.#follow(this.details.claim, $("#details"));
  }

  /** Patches everything that shows this claim. */
  repaint(claim) {
    this.article.paint(claim);
    this.overview.paint(claim);
    this.overview.counts();
    this.panel.done();
    if (claim === this.claims.current) this.panel.paint(claim);
  }

  /** A part of a long article has come. */
  #came(fresh) {
    for (const claim of fresh) this.repaint(claim);
    for (const part of [this.article, this.overview]) part.setCurrent(this.claims.current, true);
  }

  /** Makes a claim the current one whose words are not here yet. */
  async #goFar(claim, how) {
    this.hold(this.waiting = true);
    const late = setTimeout(() => this.panel.last({ sentence: `Claim ${claim.n} is on its way.` }), LATE);
    let came = true;
    await this.parts.bring(claim).catch(() => { came = false; });
    clearTimeout(late);
    this.hold(this.waiting = false);
    const now = this.claims.byId.get(claim.id);
    if (came && now && this.parts.has(now)) return this.go(now, { ...how, fast: true });
    const sentence = `The words of claim ${claim.n} are not here, and the server is away. You stay where you are.`;
    this.panel.last({ sentence });
    say(sentence);
  }

  /** Makes `claim` the current one. Focus stays where it is. In a long article its words may have to come first. */
  go(claim, { quiet = false, fast = false } = {}) {
    if (this.parts && !this.parts.has(claim)) return this.#goFar(claim, { quiet, fast });
    const before = this.claims.current;
    this.claims.current = claim;
    if (before !== claim) {
      for (const part of [this.article, this.overview]) {
        part.setCurrent(before, false);
        part.setCurrent(claim, true);
      }
    }
    this.panel.paint(claim);
    this.article.show(claim, { fast });
    this.overview.follow(claim);
    this.watch.start();
    this.details.land(claim.id);
    try {
      sessionStorage.setItem(`claimdesk-at ${location.pathname}`, claim.id);  // the address follows after a rest
    } catch { /* without storage a reload goes by the address */ }
    this.parts?.near(claim);
    clearTimeout(this.#addressTimer);
    this.#addressTimer = setTimeout(() => history.replaceState(null, "", `?claim=${claim.id}`), ADDRESS_REST);
    if (!quiet) say(`Claim ${claim.n} of ${this.claims.list.length}, ${stateWord(claim)}. ${this.claims.text(claim.id)}`);
  }

  /** Takes over `page`, the same page written anew with other claims, and stands where it stands. */
  renew(page, data) {
    const before = new Map(this.claims.list.map((claim) => [claim.id, claim.version]));
    this.claims.renew(data);
    this.parts?.renew(page, data);
    this.article.renew($("#doc", page));
    this.overview.renew(page);
    this.panel.done();
    for (const { id, version } of this.claims.list) if (before.has(id) && before.get(id) !== version) this.details.stale(id);
    this.go(this.claims.current, { quiet: true, fast: true });
  }

  step(by) {
    this.go(this.claims.step(this.claims.current, by));
  }

  /** The bottom sheet of a phone. */
  sheet(open = !this.#page.classList.contains("sheet")) {
    this.#page.classList.toggle("sheet", open);
    for (const button of $$("[data-run=sheet][aria-expanded]")) button.setAttribute("aria-expanded", String(open));
  }

  /** The claim list, where the window is too narrow to show it all the time. */
  list(open = !this.#page.classList.contains("list-open")) {
    if (open === this.#page.classList.contains("list-open")) return;
    this.#page.classList.toggle("list-open", open);
    $(".listbtn").setAttribute("aria-expanded", String(open));
    (open ? $("#rail-list [aria-current]") : $(".listbtn")).focus();
  }

  /** Puts the cursor into a part of the details, opening the sheet on a phone. */
  focusOn(selector) {
    if (getComputedStyle($("#panel")).display === "none") this.sheet(true);
    reach(this.details, selector, bringIntoView);
  }

  /** Keeps the evidence list up to date while the machines are at work on it. The module is fetched only then. */
  #follow(id, node) {
    if (!node.querySelector("#ev-list[data-busy]")) return;
    import("claimdesk/snapshots.js").then(({ follow }) => follow(node, this.details.address(id)));
  }

  #arrived(id, node) {
    this.#follow(id, node);
    const claim = this.claims.byId.get(id);
    const count = Number(node.dataset.evidence);
    if (!claim || Number.isNaN(count) || count === claim.evidence) return;
    say(count > claim.evidence ? "Evidence added." : "Evidence withdrawn.");
    claim.evidence = count;
    this.repaint(claim);
  }
}
