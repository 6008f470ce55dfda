// The words around a claim, widened step by step: its paragraph, the paragraphs beside it, the whole article.
import { $ } from "claimdesk/dom.js";

export class Place {
  #nodes = { box: $("#q-place"), title: $("#q-title"), before: $("#q-before"), after: $("#q-after"), above: $("#q-above"), below: $("#q-below"), more: $("#q-more"), whole: $("#q-whole") };
  #beside = false;
  #level = 0;

  /** `address(articleId)` is where the whole article is. */
  constructor(address) {
    this.address = address;
  }

  paint({ title, article, id, context }) {
    const { title: head, before, after, above, below, whole } = this.#nodes;
    head.textContent = title;
    before.textContent = context.before;
    after.textContent = context.after;
    above.textContent = context.paragraph_before;
    below.textContent = context.paragraph_after;
    whole.setAttribute("href", `${this.address(article)}?claim=${id}`);
    this.#beside = Boolean(context.paragraph_before || context.paragraph_after);
    this.#show(0);
  }

  #show(level) {
    this.#level = level;
    this.#nodes.box.dataset.level = level;
    this.#nodes.more.hidden = level === 2;
    $("span", this.#nodes.more).textContent = level === 0 && this.#beside ? "More context" : "Whole article";
  }

  /** One step wider. Returns what to say. */
  widen() {
    const { above, below, whole } = this.#nodes;
    if (this.#level === 0 && this.#beside) {
      this.#show(1);
      return `The paragraphs beside it: ${above.textContent} … ${below.textContent}`;
    }
    this.#show(2);
    whole.focus({ preventScroll: true });
    return "";
  }
}
