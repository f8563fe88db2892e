// The library is changed: files added, documents described, taken out and put back.

import { events, fragment, sent } from "./events.js";
import { missed, toast, why } from "./told.js";

export function library() {
  const main = document.getElementById("main");
  const part = () => document.getElementById("library");
  if (!part()?.dataset.token) return;

  // What is wrong is told in the language of this page.
  const to = (what, params) => {
    const lang = new URLSearchParams(location.search).get("lang");
    return `/library/${what}?${new URLSearchParams(lang ? { ...params, lang } : params)}`;
  };
  const post = (body) => ({ method: "POST", body, headers: { "X-Token": part().dataset.token } });
  const send = (what, params, body) => sent(to(what, params), post(body));

  async function drawn() {
    const jobs = [...document.getElementById("jobs").children];
    const params = new URLSearchParams(location.search);
    params.set("part", "yes");
    try {
      main.innerHTML = await fragment("/library", params);
    } catch (error) {
      missed(error);
      return;
    }
    document.getElementById("jobs").append(...jobs);
  }

  // Before the first file is there: what reads files in is loaded while they are chosen or carried here.
  let ready = null;
  const prepare = () => { ready ??= send("prepare", {}).catch(() => { ready = null; }); };

  async function add(files) {
    const jobs = files.map((file) => {
      const job = document.createElement("li");
      const told = document.createElement("span");
      const bar = document.createElement("progress");
      told.textContent = part().dataset.waiting;
      bar.setAttribute("aria-label", file.name);
      job.append(Object.assign(document.createElement("span"), { textContent: file.name }), told, bar);
      document.getElementById("jobs").append(job);
      return { file, told, bar };
    });
    for (const { file, told, bar } of jobs) {
      const words = part().dataset;
      let reason = file.size > Number(words.most) ? words.large : "";
      told.textContent = words.preparing;
      try {
        const coming = reason ? [] : events(to("add", { name: file.name }), undefined, post(file));
        for await (const { name, data } of coming) {
          if (name === "step") {
            const [done, total] = JSON.parse(data);
            bar.max = total || 1;
            bar.value = done;
            told.textContent = words.adding.replace("{done}", done).replace("{total}", total);
          } else if (name === "failed") reason = data;
        }
      } catch (error) {
        reason = why(error);
      }
      bar.remove();
      told.textContent = reason ? words.notAdded.replace("{reason}", () => reason) : words.added;
      told.className = reason ? "doubt" : "cert";
    }
    await drawn();
  }

  async function change(what, id, title, body) {
    let marks; // which went with it, and come back with it
    try {
      const response = await send(what, { document: id }, body);
      marks = await response.text();
      if (!response.ok) {
        toast(marks);
        return;
      }
    } catch (error) {
      missed(error);
      return;
    }
    const { removed, undo } = part().dataset;
    await drawn();
    if (what !== "remove") return;
    const job = document.createElement("li");
    const back = Object.assign(document.createElement("button"), { type: "button", className: "act", textContent: undo });
    back.addEventListener("click", () => {
      job.remove();
      change("restore", id, title, marks);
    });
    job.append(Object.assign(document.createElement("span"), { textContent: removed.replace("{title}", () => title) }), back);
    document.getElementById("jobs").append(job);
    back.focus();
  }

  main.addEventListener("change", (event) => {
    if (event.target.id === "files") add([...event.target.files]);
  });
  main.addEventListener("click", (event) => {
    if (event.target.id === "files") prepare();
    const row = event.target.closest("[data-remove]")?.closest("tr");
    if (row) change("remove", row.dataset.id, row.dataset.title);
  });
  main.addEventListener("submit", (event) => {
    const id = event.target.dataset.describe;
    if (!id) return;
    event.preventDefault();
    change("describe", id, "", JSON.stringify(Object.fromEntries(new FormData(event.target))));
  });
  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      if (name === "dragover") prepare();
      document.getElementById("drop").classList.toggle("over", name === "dragover");
      if (name === "drop") add([...event.dataTransfer.files]);
    });
  }
}
