// Choosing several rows: all on the page at once, and how many are chosen. The form itself works without it.
import { $, $$, plural } from "claimdesk/dom.js";

function choosing(form) {
  const all = $("[data-all]", form);
  const count = $("[data-count]", form);
  const boxes = () => $$("[name=chosen]", document).filter((box) => box.form === form);
  const show = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    count.textContent = chosen ? `${plural(chosen, "is", "are")} chosen` : "";
    if (all) {
      all.checked = chosen > 0 && chosen === boxes().length;
      all.indeterminate = chosen > 0 && !all.checked;
    }
  };
  all?.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    show();
  });
  document.addEventListener("change", (event) => event.target.name === "chosen" && show());
  addEventListener("pageshow", show);
  show();
}

for (const form of $$("form[data-choose]")) choosing(form);
