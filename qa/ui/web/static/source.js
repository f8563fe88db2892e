// The source beside the answer: its quotations, one after another, each where it stands.

import { fragment } from "./events.js";
import { missed } from "./told.js";

const pane = document.getElementById("source");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const narrow = matchMedia("(max-width: 70rem)");
let came = null;

export function fill(html) {
  pane.innerHTML = html;
}

// Whether the pane stands beside the answer by itself, or is opened over it.
function beside() {
  return !narrow.matches && /^(answer|asking|no)$/.test(document.body.dataset.state);
}

export function close() {
  delete document.body.dataset.source;
  came?.focus({ preventScroll: true });
  came = null;
}

export function light(number, { focus = false } = {}) {
  document.querySelectorAll(".say").forEach((one) => {
    if (one.dataset.n === String(number) && !one.closest(".near")) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  });
  pane.querySelectorAll("mark, .rail rect").forEach((one) => one.classList.toggle("now", one.dataset.n === String(number)));
  const place = pane.querySelector("#at");
  const numbers = pane.querySelector("[data-numbers]")?.dataset.numbers.split(" ") ?? [];
  const at = numbers.indexOf(String(number));
  if (place && at >= 0) {
    place.textContent = place.dataset.pattern.replace("{n}", at + 1).replace("{m}", place.dataset.many);
    pane.querySelector('[data-step="-1"]').disabled = at === 0;
    pane.querySelector('[data-step="1"]').disabled = at === numbers.length - 1;
  }
  const mark = document.getElementById(`m${number}`);
  const text = document.getElementById("text");
  if (mark && text) {
    const where = mark.getBoundingClientRect().top - text.getBoundingClientRect().top + text.scrollTop;
    text.scrollTo({ top: where - text.clientHeight / 3, behavior: calm.matches || !focus || !beside() ? "auto" : "smooth" });
  }
  if (focus) (mark ?? text)?.focus({ preventScroll: true });
}

export async function open(name, { number = 0, start = 0, end = 0, from = null, focus = true } = {}) {
  const held = document.getElementById("text");
  if (!number || held?.dataset.document !== name || !document.getElementById(`m${number}`)) {
    const params = new URLSearchParams(location.search);
    if (end) {
      params.set("start", start);
      params.set("end", end);
    }
    params.set("part", "yes");
    from?.setAttribute("aria-busy", "true");
    try {
      fill(await fragment(`/document/${encodeURIComponent(name)}`, params));
    } catch (error) {
      missed(error);
      return;
    } finally {
      from?.removeAttribute("aria-busy");
    }
  }
  if (!beside()) {
    document.body.dataset.source = "open";
    came = from;
  }
  light(number || 0, { focus });
}

export function show(say, from = null) {
  const { document: name, n, start, end } = say.dataset;
  const apart = say.closest(".card");
  return open(name, apart ? { start, end, number: 0, from } : { number: Number(n), from });
}

export function step(by) {
  const numbers = pane.querySelector("[data-numbers]")?.dataset.numbers.split(" ") ?? [];
  const now = pane.querySelector("mark.now")?.dataset.n ?? numbers[0];
  const next = numbers[numbers.indexOf(now) + by];
  const say = next && document.getElementById(`s${next}`);
  if (!say) return;
  history.replaceState(null, "", `#${next}`);
  open(say.dataset.document, { number: Number(next), focus: false });
  if (!narrow.matches) say.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
}

// What was not shown could not be scrolled to.
narrow.addEventListener("change", () => {
  const now = pane.querySelector("mark.now");
  if (now && beside()) light(Number(now.dataset.n));
});

pane.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const by = target?.closest("[data-step]");
  if (by) step(Number(by.dataset.step));
  if (target?.closest("[data-close]")) close();
  const picture = target?.closest("[data-picture]");
  if (picture) {
    const shown = picture.getAttribute("aria-pressed") !== "true";
    picture.setAttribute("aria-pressed", String(shown));
    document.getElementById("picture").hidden = !shown;
    document.getElementById("text").hidden = shown;
  }
  const to = target?.closest("[data-to]");
  if (to) {
    event.preventDefault();
    document.getElementById(to.dataset.to)?.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
    to.closest("details")?.removeAttribute("open");
  }
});
