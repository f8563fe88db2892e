"use strict";
const form = document.querySelector(".filters");
const items = [...document.querySelectorAll(".questions > li")];
const nothing = document.querySelector(".nothing");
const texts = items.map((item) => item.textContent.toLowerCase());

function filter() {
  const { text, language, kind, state } = Object.fromEntries(new FormData(form));
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  items.forEach((item, i) => {
    const kept =
      (!language || item.dataset.language === language) &&
      (!kind || item.dataset.kind === kind) &&
      (!state || item.dataset.state.split(" ").includes(state)) &&
      words.every((word) => texts[i].includes(word));
    item.hidden = !kept;
    shown += kept;
  });
  form.querySelector("output").value = `${shown} of ${items.length}`;
  nothing.hidden = shown > 0;
}

function open() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target && target.tagName === "DETAILS") target.open = true;
}

form.hidden = false;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", open);
addEventListener("beforeprint", () => items.forEach((item) => (item.firstElementChild.open = !item.hidden)));
filter();
open();
