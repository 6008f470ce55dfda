// The import page: tabs instead of three sections, a check before importing, files one by one with a way to stop each.
import { $, $$, h, icon, plural } from "claimdesk/dom.js";
import { say } from "claimdesk/live.js";

const ways = $("[data-ways]");
const token = () => $("input[name=csrfmiddlewaretoken]").value;

function tabs() {
  const nav = $(".waynav");
  const links = $$("a", nav);
  const sections = links.map((link) => $(link.hash));
  nav.setAttribute("role", "tablist");
  const show = (id, focus) => links.forEach((link, i) => {
    const on = link.hash === `#${id}`;
    sections[i].hidden = !on;
    link.setAttribute("aria-selected", String(on));
    link.tabIndex = on ? 0 : -1;
    if (on) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    if (on && focus) link.focus();
  });
  links.forEach((link, i) => {
    link.setAttribute("role", "tab");
    link.setAttribute("aria-controls", link.hash.slice(1));
    sections[i].setAttribute("role", "tabpanel");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      history.replaceState(null, "", link.hash);
      show(link.hash.slice(1));
    });
    link.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      show(links[(i + step + links.length) % links.length].hash.slice(1), true);
    });
  });
  const asked = () => sections.find((section) => `#${section.id}` === location.hash)?.id;
  addEventListener("hashchange", () => asked() && show(asked()));
  show((!("told" in ways.dataset) && asked()) || ways.dataset.ways);
}

/** Ctrl Enter imports, from any field of the form. */
function shortcuts() {
  for (const form of $$("form[data-ctrl-enter]")) {
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.requestSubmit($(`[value="${form.dataset.ctrlEnter}"]`, form));
    });
  }
}

/** "Check first" shows what the text will become without leaving the page. */
function checking() {
  const form = $("#paste form");
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.value !== "check") return;
    event.preventDefault();
    event.stopPropagation();
    const body = new FormData(form, event.submitter);
    try {
      const response = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(15000) });
      const next = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-preview]");
      $("#preview").replaceChildren(next ?? h("p", { class: "err" }, response.status === 422 ? "The text is empty." : "It could not be checked just now. What you typed is still here."));
    } catch {
      $("#preview").replaceChildren(h("p", { class: "err" }, "The server did not answer. What you typed is still here."));
    }
  });
}

/** One file on its way: its line says how far it is, and stops it. */
async function upload(file, form) {
  const stop = new AbortController();
  const cancel = h("button", { class: "btn tiny", type: "button" }, "Cancel", h("span", { class: "vh" }, ` ${file.name}`));
  const line = h("li", { "aria-busy": "true" }, icon("clock"), h("span", {}, h("b", { class: "nm" }, file.name), " ", h("span", { class: "what" }, "Sending")), cancel);
  $("#uploads").append(line);
  cancel.addEventListener("click", () => stop.abort());
  const body = new FormData();
  body.append("way", "files");
  body.append("files-file", file);
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true", "X-CSRFToken": token() }, signal: stop.signal });
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    const next = answer.querySelector(".resultlist li") ?? lost(file, answer.querySelector(".formerr")?.textContent ?? "The server did not take it.");
    line.replaceWith(next);
    return next;
  } catch {
    const next = lost(file, stop.signal.aborted ? "Cancelled, not imported." : "The server did not answer. Choose it again when it is back.");
    line.replaceWith(next);
    return next;
  }
}

const lost = (file, words) => h("li", { class: "bad" }, icon("alert"), h("span", {}, h("b", { class: "nm" }, file.name), " ", h("span", { class: "what" }, words)));

async function uploadAll(files, form) {
  for (const [i, file] of files.entries()) {
    say(`Importing file ${i + 1} of ${files.length}.`);
    await upload(file, form);
  }
  const refused = $$("#uploads .bad").length;
  say(refused ? `${plural(refused, "file was", "files were")} not imported.` : `${plural(files.length, "file", "files")} imported.`);
}

function dropping() {
  const form = $("#files-form");
  const input = $("input[type=file]", form);
  const drop = $("#drop");
  const start = (files) => {
    if (!files.length) return;
    uploadAll([...files], form);
    form.reset();
  };
  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    start(input.files);
  });
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  drop.addEventListener("dragleave", (event) => !drop.contains(event.relatedTarget) && drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    start(event.dataTransfer.files);
  });
}

tabs();
shortcuts();
checking();
dropping();
