// A question set is run: its file is sent, and the verdicts come as they are made.

import { events } from "./events.js";
import { say, why } from "./told.js";

export function quality() {
  const part = document.getElementById("set");
  if (!part) return;
  const file = document.getElementById("set-file");
  const shown = document.getElementById("set-run");
  const told = document.getElementById("set-told");
  const bar = document.getElementById("set-bar");
  const stop = document.getElementById("set-stop");
  const report = document.getElementById("set-report");
  const results = document.getElementById("set-results");
  const page = document.getElementById("set-page");
  const words = part.dataset;
  let running = null;
  let written = "";
  let reason = "";
  let step = [0, 0];

  const filled = (text) => text.replace("{done}", step[0]).replace("{total}", step[1]);

  function begun() {
    running = new AbortController();
    written = reason = "";
    step = [0, 0];
    report.replaceChildren();
    results.replaceChildren();
    page.hidden = true;
    shown.hidden = stop.hidden = bar.hidden = false;
    bar.removeAttribute("value");
    told.className = told.textContent = "";
    file.disabled = true;
  }

  function ended(text, wrong) {
    running = null;
    file.disabled = false;
    file.value = "";
    shown.hidden = false;
    stop.hidden = bar.hidden = true;
    told.className = wrong ? "doubt" : "";
    told.textContent = text;
    say(text);
  }

  const came = {
    step: (data) => {
      step = JSON.parse(data);
      bar.max = step[1] || 1;
      bar.value = step[0];
      told.textContent = filled(words.step);
    },
    result: (data) => results.insertAdjacentHTML("beforeend", data),
    report: (data) => { report.innerHTML = data; },
    page: (data) => { written = data; },
    failed: (data) => { reason = data; },
  };

  async function run(chosen) {
    begun();
    const params = new URLSearchParams(location.search);
    params.set("name", chosen.name);
    const more = { method: "POST", body: chosen, headers: { "X-Token": words.token } };
    try {
      let whole = false;
      for await (const { name, data } of events(`/questions/run?${params}`, running.signal, more)) {
        came[name]?.(data);
        whole ||= name === "end";
      }
      page.hidden = !written;
      if (!reason) return ended(filled(whole ? words.done : words.stopped), !whole);
    } catch (error) {
      if (error.name === "AbortError") return ended(filled(words.stopped));
      reason = why(error);
    }
    return ended(words.failed.replace("{reason}", () => reason), true);
  }

  file.addEventListener("change", () => {
    const [chosen] = file.files;
    if (!chosen) return;
    if (chosen.size > Number(words.most)) ended(words.large, true);
    else run(chosen);
  });
  stop.addEventListener("click", () => {
    running?.abort();
    file.disabled = false;
    file.focus();
  });
  page.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([written], { type: "text/html" }));
    link.download = "report.html";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });
}
