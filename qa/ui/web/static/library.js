// The library is changed: files added, documents described, taken out and put back.

import { events, fragment } from "./events.js";
import { missed, toast } from "./told.js";

export function library() {
  const main = document.getElementById("main");
  const part = () => document.getElementById("library");
  if (!part()?.dataset.token) return;

  const send = (what, params, body) =>
    fetch(`/library/${what}?${new URLSearchParams(params)}`, { method: "POST", body, headers: { "X-Token": part().dataset.token } });

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
      const address = `/library/add?${new URLSearchParams({ name: file.name })}`;
      let reason = "";
      told.textContent = words.preparing;
      try {
        const more = { method: "POST", body: file, headers: { "X-Token": words.token } };
        for await (const { name, data } of events(address, undefined, more)) {
          if (name === "step") {
            const [done, total] = JSON.parse(data);
            bar.max = total || 1;
            bar.value = done;
            told.textContent = words.adding.replace("{done}", done).replace("{total}", total);
          } else if (name === "failed") reason = data;
        }
      } catch (error) {
        reason = error.message;
      }
      bar.remove();
      told.textContent = reason ? words.notAdded.replace("{reason}", () => reason) : words.added;
      told.className = reason ? "doubt" : "cert";
    }
    await drawn();
  }

  async function change(what, id, title, body) {
    const response = await send(what, { document: id }, body);
    if (!response.ok) {
      toast(await response.text());
      return;
    }
    const { removed, undo } = part().dataset;
    const marks = await response.text(); // which went with it, and come back with it
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
