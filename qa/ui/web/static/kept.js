// What is kept: in this browser the questions that were asked and what is shown under quotations; what the reader calls useful or
// wrong in the library, where the page may change that, else in this browser.

import { told, toast } from "./told.js";

const QUESTIONS = "yinzheng-questions";
const MARKS = "yinzheng-marks";
const MOST = 200;

export function kept(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(name, value);
    return localStorage.getItem(name);
  } catch {
    return value ?? null;
  }
}

export function asked() {
  try {
    const found = JSON.parse(kept(QUESTIONS) ?? "[]");
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

export function remember(entry) {
  const rest = asked().filter((one) => one.href !== entry.href);
  kept(QUESTIONS, JSON.stringify([entry, ...rest].slice(0, MOST)));
  count();
}

const { token } = document.body.dataset;
let library = [];

async function sent(one, still) {
  const { q: question, lang: language, document: name, quote, as: judgement } = one;
  const body = JSON.stringify({ question, language, document: name, quote, judgement, kept: still });
  const response = await fetch("/marks", { method: "POST", headers: { "X-Token": token }, body }).catch(() => null);
  return Boolean(response?.ok);
}

// The marks of the library; what this browser kept before goes there, too, where its document still says it.
export async function fetchMarks() {
  if (!token) return;
  const left = [];
  for (const one of own()) if (!one.lang || !(await sent(one, true))) left.push(one);
  if (left.length < own().length) kept(MARKS, JSON.stringify(left));
  const response = await fetch("/marks").catch(() => null);
  if (response?.ok) library = await response.json();
}

export const marks = () => (token ? library : own());

function own() {
  try {
    const found = JSON.parse(kept(MARKS) ?? "[]");
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

export const alike = (one, other) => other.q === one.q && other.document === one.document && other.quote === one.quote;

// What the reader makes of a statement; said again, it is taken back.
export async function mark(one) {
  const still = marks().find((other) => alike(one, other))?.as !== one.as;
  const rest = marks().filter((other) => !alike(one, other));
  const now = still ? [...rest, one] : rest;
  if (!token) kept(MARKS, JSON.stringify(now));
  else if (await sent(one, still)) library = now;
  else toast(told.failed);
}

// The questions with statements that were marked, as a question file has them (`yinzheng evaluate`).
export function exportMarks() {
  const questions = new Map();
  for (const one of marks()) questions.set(one.q, [...(questions.get(one.q) ?? []), one]);
  const lines = [...questions].map(([q, marked], place) => {
    const called = (as) => marked.filter((one) => one.as === as).map(({ document: doc, quote }) => ({ doc, quote }));
    const useful = called("useful");
    return JSON.stringify({
      id: `marked-${place + 1}`,
      kind: "fact",
      answerable: useful.length ? true : null,
      question: { [marked[0].lang || document.documentElement.lang]: q },
      facts: useful.map((one) => [one]),
      wrong: called("wrong"),
    });
  });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([lines.map((line) => `${line}\n`).join("")], { type: "application/jsonl" }));
  link.download = "questions.jsonl";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export function count() {
  const place = document.getElementById("asked-count");
  if (place) place.textContent = asked().length || "";
}

// Draws the list; what it gives says under each question what its marks are by now.
export function questions() {
  const list = document.getElementById("asked");
  if (!list) return null;
  const look = checking();
  let rows = [];
  const forget = document.querySelector("[data-forget]");
  const draw = () => {
    const entries = asked();
    if (forget) forget.hidden = !entries.length;
    rows = entries.map((entry) => row(entry, list.dataset, look));
    list.replaceChildren(...rows.map(({ item }) => item));
    if (!entries.length) {
      const none = document.createElement("li");
      none.append("", list.dataset.none);
      list.append(none);
    }
  };
  draw();
  forget?.addEventListener("click", () => {
    kept(QUESTIONS, "[]");
    count();
    draw();
    document.querySelector("main").focus();
  });
  return () => rows.forEach(({ rate }) => rate());
}

function row(entry, words, look) {
  const item = document.createElement("li");
  const sign = document.createElement("span");
  sign.className = /^(answered|disagree|uncertain)$/.test(entry.verdict) ? "sign yes" : "sign";
  const link = document.createElement("a");
  const address = new URL(entry.href, location.href);
  if (entry.seen) address.searchParams.set("seen", entry.seen);
  link.href = address.origin === location.origin ? address.href : "/";
  link.textContent = entry.q;
  const small = document.createElement("small");
  const said = document.createTextNode("");
  small.append(said);
  const rate = () => {
    const as = marks().find((one) => one.q === entry.q)?.as;
    said.data = as ? `${entry.told} · ${words[as]}` : entry.told;
  };
  rate();
  const body = document.createElement("span");
  body.append(link, small);
  const when = document.createElement("small");
  when.textContent = new Date(entry.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  item.append(sign, body, when);
  if (entry.seen) look(item, () => check(entry.seen, small, words));
  return { item, rate };
}

// What is to be done for a row is done while it is in view, one row after another.
function checking() {
  const todo = new Map();
  const line = new Set();
  let working = false;
  const view = new IntersectionObserver(async (rows) => {
    for (const { isIntersecting, target } of rows) {
      if (isIntersecting) line.add(target);
      else line.delete(target);
    }
    if (working) return;
    working = true;
    for (let [item] = line; item; [item] = line) {
      line.delete(item);
      view.unobserve(item);
      await todo.get(item)();
      todo.delete(item);
    }
    working = false;
  });
  return (item, work) => {
    todo.set(item, work);
    view.observe(item);
  };
}

async function check(seen, small, words) {
  const response = await fetch(`/check?${new URLSearchParams({ seen })}`).catch(() => null);
  if (!response?.ok) return;
  const { many, same } = await response.json();
  if (!many) return;
  const told = document.createElement("span");
  told.className = same === many ? "still" : "doubt";
  told.textContent = same === many ? words.still : words.notStill.replace("{n}", many - same).replace("{m}", many);
  small.append(" · ", told);
}
