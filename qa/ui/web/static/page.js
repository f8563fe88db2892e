// The page: a question is asked without leaving it, and its address says what is on it.

import { Unanswered, events, fragment } from "./events.js";
import { alike, asked, count, exportMarks, fetchMarks, kept, mark, marks, questions, remember } from "./kept.js";
import { close, fill, light, open, show } from "./source.js";
import { missed, say, toast, told } from "./told.js";

const main = document.getElementById("main");
const form = document.getElementById("ask");
const box = document.getElementById("q");
const PERSONAL = new Set(["seen", "script"]);
const LATER = new Set([0, 429, 502, 503, 504]); // a proxy that reaches no server says 502 or 504
const WAITS = [4, 8, 16, 30, 60];
let tries = 0;
let shown = location.search;
let running = null;
let collecting = null;
let translating = null;
let waiting = null;

const state = (name) => { document.body.dataset.state = name; };
const answer = () => document.getElementById("answer");

function put(id, html) {
  const held = document.createElement("template");
  held.innerHTML = html;
  const there = document.getElementById(id);
  if (there) there.replaceWith(held.content);
  else main.append(held.content);
}

// The form belongs to the middle of an empty page, and to the bar of any other. Who asked in it goes on with what comes.
function settle() {
  const slot = document.getElementById("slot");
  if (form && form.parentElement !== slot) {
    const within = form.contains(document.activeElement);
    slot.append(form);
    box.placeholder = told.next;
    box.title = told.lean;
    if (within) main.focus({ preventScroll: true });
  }
}

// The button that asks once more what was asked.
const anew = () => document.getElementById("gone").content.querySelector("[data-again]").cloneNode(true);

function number() {
  const found = Number(location.hash.slice(1));
  return Number.isInteger(found) && found > 0 ? found : 0;
}

// The quotation that a button is for, as evidence on the question of the page: as it was understood, for it is to be asked alone.
function marked(button) {
  const holder = button.closest(".say");
  const asked = document.querySelector("h1.q");
  const meant = document.getElementById("meant");
  const q = meant?.defaultValue ?? asked?.textContent;
  return { q, lang: (meant ?? asked)?.lang, document: holder.dataset.document, quote: holder.querySelector("q").textContent };
}

// Which statements the reader has called useful or wrong.
function rated() {
  document.querySelectorAll(".say [data-mark]").forEach((button) => {
    const on = marks().some((one) => one.as === button.dataset.mark && alike(one, marked(button)));
    button.setAttribute("aria-pressed", String(on));
  });
}

function arrived() {
  rated();
  const n = number();
  const wanted = document.getElementById(`s${n || 1}`);
  if (!wanted || wanted.closest(".card")) return;
  if (n > 1) {
    show(wanted);
    wanted.scrollIntoView({ block: "center" });
  } else if (/^(answer|no)$/.test(document.body.dataset.state)) light(1);
}

// The address says otherwise what is on the page already.
function readdress(address) {
  history.replaceState(null, "", address);
  shown = location.search;
}

function halt() {
  running?.abort();
  running = null;
  collecting?.abort();
  translating?.abort();
  clearTimeout(waiting);
}

// Nothing more is written.
function unwritten() {
  document.querySelectorAll(".written .dots").forEach((one) => one.parentElement.remove());
}

async function ask({ moved = false, again = false } = {}) {
  halt();
  const mine = (running = new AbortController());
  let ended = false;
  if (!again) tries = 0;
  shown = location.search;
  const params = new URLSearchParams(location.search);
  delete document.body.dataset.source;
  settle();
  state("asking");
  if (moved) window.scrollTo(0, 0);
  try {
    for await (const { name, data } of events(`/ask?${params}`, mine.signal)) {
      if (mine !== running) return;
      if (name === "head") {
        if (!document.getElementById("head")) main.replaceChildren();
        put("head", data);
        document.getElementById("written")?.remove();
        if (!answer() || answer().dataset.verdict !== "asking") answer()?.remove();
        document.title = `${params.get("q")} · 引证 Yinzheng`;
      } else if (name === "passages") {
        put("answer", data);
        say(document.getElementById("told").textContent);
      } else if (name === "place") {
        const place = document.getElementById("place");
        if (place) place.textContent = data;
      } else if (name === "read") {
        for (const number of JSON.parse(data)) main.querySelector(`.reading [data-number="${number}"]`)?.setAttribute("class", "read");
      } else if (name === "source") {
        fill(data);
        if (answer()?.dataset.verdict === "asking") light(0);
      } else if (name === "answer") {
        put("answer", data);
        state(answer().dataset.layout ?? "no");
      } else if (name === "end") {
        ended = true;
        tries = 0;
        finished(JSON.parse(data), params);
      } else if (name === "written") {
        const held = document.activeElement?.matches("#written [data-stop]");
        put("written", data);
        if (held) document.querySelector("#written [data-stop]")?.focus({ preventScroll: true });
      } else if (name === "busy") {
        say(data);
        later(data, mine);
        return;
      }
    }
    if (running !== mine) return;
    running = null;
    if (!ended) instead(told.failed, told.hint);
  } catch (error) {
    if (error.name === "AbortError" || running !== mine) return;
    if (ended) unwritten();
    else if (LATER.has(error.status)) later("", mine);
    else instead(told.failed, told.hint);
    if (!(error instanceof Unanswered)) throw error;
  }
}

function finished(found, params) {
  const result = answer();
  result.removeAttribute("aria-busy");
  const verdict = result.querySelector(".verdict h2");
  document.getElementById("ended")?.remove();
  say(`${verdict?.textContent ?? ""} ${result.querySelector(".verdict .n")?.textContent ?? ""}`);
  if (found.verdict === "refused") {
    box.value ||= params.get("q") ?? "";
    return;
  }
  if (!found.leans && params.has("following") && !params.has("meant") && !params.has("plain")) {
    params.delete("following");
    params.delete("wide");
    readdress(`?${params}${location.hash}`);
  }
  result.dataset.seen = found.seen;
  arrived();
  if (kept("yinzheng-translation") === "on") translate(true);
  const address = new URLSearchParams(params);
  PERSONAL.forEach((name) => address.delete(name));
  remember({ q: params.get("q"), href: `/?${address}`, verdict: found.verdict, told: found.told, seen: found.seen, at: Date.now() });
}

// In place of an answer: what went wrong, and a way to ask again.
function instead(heading, hint) {
  const drawn = document.getElementById("gone").content.cloneNode(true);
  const wait = drawn.querySelector("[data-wait]");
  const q = new URLSearchParams(location.search).get("q");
  if (heading) drawn.querySelector("b").textContent = heading;
  wait.textContent = hint;
  if (document.querySelector("h1.q")?.textContent !== q) headed(q);
  answer()?.remove();
  document.getElementById("written")?.remove();
  const holder = document.createElement("div");
  holder.id = "answer";
  holder.dataset.verdict = "gone";
  holder.append(drawn);
  main.append(holder);
  state("no");
  return wait;
}

// The server does not answer: the question is kept, and asked again by itself, each time later, until it is enough.
function later(text, mine) {
  const { wait: pattern, enough } = document.getElementById("gone").content.querySelector("[data-wait]").dataset;
  let left = WAITS[tries];
  if (!left) {
    running = null;
    instead("", enough);
    return;
  }
  tries += 1;
  const wait = instead(text, "");
  const tell = () => { wait.textContent = pattern.replace("{n}", left); };
  tell();
  const tick = () => {
    if (running !== mine || !wait.isConnected) return;
    left -= 1;
    if (left <= 0) ask({ again: true });
    else {
      tell();
      waiting = setTimeout(tick, 1000);
    }
  };
  waiting = setTimeout(tick, 1000);
}

function go(params, hash = "") {
  const dated = params.get("before"); // and an empty `after` beside it says that it is a date, if a wrong one
  for (const [name, value] of [...params]) if (!value && !(dated && name === "after")) params.delete(name, value);
  if (params.get("k") === "5") params.delete("k");
  history.pushState(null, "", `/?${params}${hash}`);
  ask({ moved: true });
}

// Nothing but a question as the heading, and what narrows the next.
function headed(q) {
  const head = Object.assign(document.createElement("div"), { id: "head" });
  const heading = Object.assign(document.createElement("h1"), { className: "q", textContent: q });
  head.append(heading, document.getElementById("narrow") ?? "");
  main.replaceChildren(head);
}

// A question longer than one may be: it is not sent, and stays in the box.
function tooLong(q) {
  const refused = document.getElementById("refused");
  const many = [...q].length;
  if (many <= Number(refused.dataset.most)) return false;
  halt();
  settle();
  headed(q);
  main.append(refused.content.cloneNode(true));
  const text = answer().querySelector("[role=alert]");
  text.textContent = text.textContent.replace("{n}", many.toLocaleString("en"));
  state("no");
  return true;
}

function submitted() {
  const params = new URLSearchParams(new FormData(form));
  const q = params.get("q") ?? "";
  if (!q.trim()) {
    say(told.empty);
    box.focus();
  } else if (!tooLong(q)) {
    box.value = "";
    go(params);
  }
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "sr";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

async function copied(button) {
  const held = fetch(button.dataset.copyFrom).then((response) => (response.ok ? response.text() : Promise.reject(new Error())));
  try {
    if (navigator.clipboard?.write && window.ClipboardItem) {
      const blob = held.then((text) => new Blob([text], { type: "text/plain" }));
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    } else await copy(await held);
    toast(button.dataset.done);
  } catch {
    try {
      await copy(await held);
      toast(button.dataset.done);
    } catch {
      toast(button.dataset.failed);
    }
  }
}

async function collect() {
  collecting?.abort();
  const mine = (collecting = new AbortController());
  put("collected", '<div id="collected" aria-live="off"></div>');
  const place = document.getElementById("collected");
  try {
    for await (const { name, data } of events(`/evidence?${new URLSearchParams(location.search)}`, mine.signal)) {
      if (mine !== collecting) return;
      if (name === "evidence") {
        const there = !place.hasChildNodes() || document.activeElement?.id === "evidence-head";
        place.innerHTML = data;
        if (there) document.getElementById("evidence-head").focus({ preventScroll: true });
      } else if (name === "failed") toast(data);
    }
  } catch (error) {
    if (error.name !== "AbortError") toast(told.hint);
  }
  say(place.querySelector(".told")?.textContent ?? "");
}

async function stopCollecting() {
  collecting?.abort();
  collecting = null;
  const params = new URLSearchParams(location.search);
  params.set("read", document.getElementById("evidence")?.dataset.read ?? 0);
  try {
    const html = await fragment("/found", params);
    if (html) put("evidence", html);
  } catch (error) {
    missed(error);
  }
}

async function narrow(link) {
  const address = new URL(link.href);
  const opening = address.searchParams.get("narrow") === "yes";
  const params = new URLSearchParams(location.search);
  if (opening) params.set("narrow", "yes");
  else params.delete("narrow");
  const fields = document.getElementById("narrow");
  try {
    fields.innerHTML = await fragment("/narrow", params);
  } catch (error) {
    missed(error);
    return;
  }
  link.setAttribute("aria-expanded", String(opening));
  if (opening) address.searchParams.delete("narrow");
  else address.searchParams.set("narrow", "yes");
  link.href = address.href;
  readdress(`?${params}${location.hash}`);
  if (opening) fields.querySelector("input:not([type=hidden])")?.focus();
}

// Within what is chosen in the panel, the question that is on the page is asked again; without one, the one in the box.
function applied() {
  const params = new URLSearchParams(new FormData(form));
  const now = new URLSearchParams(location.search);
  if (!(params.get("q") ?? "").trim()) {
    if (!now.get("q")) return box.focus();
    params.set("q", now.get("q"));
    params.delete("following");
    for (const one of now.getAll("following")) params.append("following", one);
    for (const name of ["meant", "plain", "wide", "order"]) if (now.get(name)) params.set(name, now.get(name));
  } else if (tooLong(params.get("q"))) return undefined;
  return go(params);
}

function glosses(on) {
  document.documentElement.dataset.glosses = on ? "on" : "off";
  document.querySelectorAll("[data-glosses][aria-pressed]").forEach((one) => one.setAttribute("aria-pressed", String(on)));
}

// The quotations in the reader's language, as a language model puts them one after another; switched off, no more of them.
async function translate(on) {
  const button = document.querySelector("[data-translate]");
  if (!button) return;
  translating?.abort();
  button.setAttribute("aria-pressed", String(on));
  emptied(".translated");
  if (!on) return;
  const mine = (translating = new AbortController());
  try {
    for await (const { name, data } of events(`/translate?${new URLSearchParams(location.search)}`, mine.signal)) {
      if (mine !== translating) return;
      if (name === "translation") {
        const held = document.createElement("template");
        held.innerHTML = data;
        document.getElementById(held.content.firstElementChild.id)?.replaceWith(held.content);
      } else if (name === "failed") {
        emptied(".translated[aria-busy=true]");
        toast(data);
      }
    }
  } catch (error) {
    if (error.name === "AbortError") return;
    emptied(".translated[aria-busy=true]");
    missed(error);
  }
}

function emptied(translations) {
  document.querySelectorAll(translations).forEach((one) => {
    one.replaceChildren();
    one.removeAttribute("aria-busy");
  });
}

document.addEventListener("submit", (event) => {
  if (event.target === form) {
    event.preventDefault();
    submitted();
  } else if (event.target.matches("[data-understood]")) {
    event.preventDefault();
    go(new URLSearchParams(new FormData(event.target)));
  }
});

box?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submitted();
  }
});

document.addEventListener("keydown", (event) => {
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.key === "/" && !target.closest("textarea, input, select, [contenteditable]")) {
    event.preventDefault();
    box?.focus();
  } else if (event.key === "Escape") {
    const menu = target.closest("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (document.body.dataset.source === "open") close();
  } else if (event.key === "Enter" && target.matches("#meant") && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    target.form.requestSubmit();
  }
});

const PRESSED = {
  "[data-ask]": (link, event) => {
    event.preventDefault();
    const address = new URL(link.href);
    go(address.searchParams, address.hash);
  },
  "[data-narrow]": (link, event) => {
    event.preventDefault();
    narrow(link);
  },
  "[data-apply]": applied,
  "[data-stop]": () => {
    running?.abort();
    running = null;
    document.querySelectorAll(".busy").forEach((one) => one.classList.remove("busy"));
    const heading = document.getElementById("told");
    if (heading) heading.textContent = told.stopped;
    const reading = answer()?.querySelector("[data-stop]");
    if (reading) {
      const more = anew();
      reading.replaceWith(more);
      more.focus({ preventScroll: true });
    }
    document.querySelectorAll("[data-stop]").forEach((one) => one.remove());
    document.querySelectorAll(".written .dots").forEach((one) => { one.parentElement.textContent = told.stopped; });
    document.getElementById("written")?.setAttribute("aria-busy", "false");
    say(told.stopped);
  },
  "[data-again]": () => ask(),
  "[data-stop-collecting]": stopCollecting,
  "[data-collect]": (link, event) => {
    event.preventDefault();
    collect();
  },
  "[data-copy-from]": (button) => {
    copied(button);
    button.closest("details").open = false;
    button.closest("details").querySelector("summary").focus();
  },
  "[data-share]": async (button) => {
    const address = new URL(location.href);
    const seen = answer()?.dataset.seen;
    if (seen) address.searchParams.set("seen", seen);
    await copy(address.href);
    toast(button.dataset.done);
  },
  "button[data-edit]": () => {
    box.value = new URLSearchParams(location.search).get("q") ?? "";
    box.focus();
  },
  "button[data-glosses]": () => {
    const on = document.documentElement.dataset.glosses === "off";
    kept("yinzheng-glosses", on ? "on" : "off");
    glosses(on);
  },
  "[data-translate]": (button) => {
    const on = button.getAttribute("aria-pressed") !== "true";
    kept("yinzheng-translation", on ? "on" : "off");
    translate(on);
  },
  "[data-mark]": async (button) => {
    await mark({ ...marked(button), as: button.dataset.mark });
    rated();
  },
  "button[data-export-marks]": exportMarks,
  "[data-show]": (link, event) => {
    event.preventDefault();
    const holder = link.closest(".say") ?? document.getElementById(`s${link.dataset.n}`);
    if (!holder) return;
    if (!holder.closest(".near, .card")) history.replaceState(null, "", `#${holder.dataset.n}`);
    show(holder, link);
    if (!link.closest(".say")) holder.scrollIntoView({ block: "center" });
  },
  "[data-open]": (link, event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { open: name, start, end } = link.dataset;
    const holder = link.closest(".say");
    if (holder && !holder.closest(".card") && holder.dataset.start === start) show(holder, link);
    else open(name, { start: Number(start), end: Number(end), from: link });
  },
  "[data-date]": (dot, event) => {
    const fields = ["after", "before"].map((name) => document.querySelector(`.panel [name="${name}"]`));
    if (event.shiftKey || (fields[0].value && !fields[1].value && dot.dataset.date >= fields[0].value)) fields[1].value = dot.dataset.date;
    else {
      fields[0].value = dot.dataset.date;
      fields[1].value = "";
    }
  },
};

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(target)) menu.open = false;
  });
  for (const [selector, act] of Object.entries(PRESSED)) {
    const found = target.closest(selector);
    if (found) {
      act(found, event);
      return;
    }
  }
});

document.getElementById("lang")?.addEventListener("change", (event) => {
  const address = new URL(location.href);
  address.searchParams.set("lang", event.target.value);
  location.assign(address);
});

window.addEventListener("popstate", () => {
  if (location.pathname !== "/" || location.search === shown) return;
  if (new URLSearchParams(location.search).get("q")) ask();
  else location.reload();
});

window.addEventListener("hashchange", arrived);

if (location.pathname === "/library") import("./library.js").then(({ library }) => library());
if (location.pathname === "/questions") import("./quality.js").then(({ quality }) => quality());
glosses(kept("yinzheng-glosses") !== "off");
count();
const rateQuestions = questions();
fetchMarks().then(() => {
  rated();
  rateQuestions?.();
});
if (location.pathname === "/" && new URLSearchParams(location.search).get("q")) {
  if (document.body.dataset.state === "asking") ask();
  else {
    const ended = document.getElementById("ended");
    if (ended) finished(JSON.parse(ended.dataset.told), new URLSearchParams(location.search));
  }
}
const specimen = document.getElementById("specimen");
if (specimen) {
  const [path, query] = specimen.dataset.from.split("?");
  fragment(path, query ?? "").then((html) => {
    if (html) specimen.innerHTML = html;
    else specimen.closest("section").remove();
  }).catch(() => specimen.closest("section").remove());
}
if (!asked().length && box && document.body.dataset.state === "empty") box.focus();
