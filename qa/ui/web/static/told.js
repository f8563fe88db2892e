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
  setTimeout(() => shown.remove(), Math.max(2000, text.length * 80)); // as long as it takes to read
}

// Why nothing came of what was asked; what is no fault of the connection or the server is thrown on.
export function why(error) {
  if (!(error instanceof Unanswered)) throw error;
  return error.status ? told.failed : told.gone;
}

// That a part of the page did not come.
export const missed = (error) => toast(why(error));
