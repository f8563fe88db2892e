// What is said to the reader beside the answer: for a moment on the page, and aloud.

import { Unanswered } from "./events.js";

export const told = JSON.parse(document.body.dataset.told);

export const say = (text) => { document.getElementById("spoken").textContent = text; };

export function toast(text) {
  document.querySelector(".toast")?.remove();
  const shown = document.createElement("p");
  shown.className = "toast";
  shown.textContent = text;
  document.body.append(shown);
  say(text);
  setTimeout(() => shown.remove(), 2000);
}

// That a part of the page did not come; what is no fault of the connection or the server is thrown on.
export function missed(error) {
  if (!(error instanceof Unanswered)) throw error;
  toast(error.status ? told.failed : told.gone);
}
