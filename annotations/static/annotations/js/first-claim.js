// An article in which the model found nothing: selected words become its first claim, and the page comes anew with it.
import { Article } from "claimdesk/article.js";
import { make } from "claimdesk/change.js";
import { $ } from "claimdesk/dom.js";
import { say } from "claimdesk/live.js";
import { Selected, blockSpan } from "claimdesk/mark.js";
import { keys } from "claimdesk/shell.js";

const data = JSON.parse($("#data").textContent);
const article = new Article($("#doc"));
const selected = new Selected(article.root, { whole: () => article.whole, quiet: () => false });
let busy = false;

async function mark(span) {
  if (busy || !span) return;
  busy = true;
  try {
    const { id } = await make(`/api/v1/articles/${data.article.id}/claims/`, span);
    location.assign(`?claim=${id}`);
  } catch (error) {
    busy = false;
    say(error.message);
    $("#first-say").textContent = error.message;
  }
}

keys.on({ mark: () => mark(selected.now()) });
keys.activate("review");
document.addEventListener("click", (event) => {
  const block = event.target.closest("[data-mark-block]");
  if (block) mark(blockSpan(article.root, block));
  else if (event.target.closest("[data-run=mark]")) mark(selected.now());
});
document.documentElement.dataset.ready = "first-claim";
