"""What the page does in the browser: jump to a quotation, open a document, copy a citation, say which language it is in.

Each is a string for `gr.HTML(js_on_load=...)`, where Gradio hands in `element`, `server` and `watch`.
"""

from __future__ import annotations

__all__ = ["ANNOUNCE", "DOWNLOAD", "FOCUSED", "GLOSSES", "LANGUAGE", "SPOKEN", "VIEWER"]

LANGUAGE = """
const tell = () => {
  const said = element.querySelector('[data-page-language]');
  if (said) document.documentElement.lang = said.dataset.pageLanguage;
};
tell();
watch('value', tell);
"""
"""The page's `lang` follows the language that the header is written in."""

ANNOUNCE = """
element.setAttribute('role', 'status');
element.setAttribute('aria-live', 'polite');
let settling;
watch('value', () => {
  clearTimeout(settling);
  settling = setTimeout(() => {
    const verdict = element.querySelector('.yz-verdict');
    if (verdict && verdict.getBoundingClientRect().top > window.innerHeight * 0.6) {
      const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
      element.scrollIntoView({ behavior: calm ? 'auto' : 'smooth', block: 'start' });
    }
  }, 250);
});
"""
"""The verdict is read aloud when it changes, and brought into view, once the examples have folded away, when it is low on the screen."""

SPOKEN = """
element.setAttribute('role', 'status');
element.setAttribute('aria-live', 'polite');
"""
"""What is put here is read aloud."""

FOCUSED = """
element.tabIndex = -1;
watch('value', () => setTimeout(() => {
  if (element.querySelector('h2') && document.activeElement === document.body) element.focus({ preventScroll: true });
}, 50));
"""
"""Who pressed the button that makes way for this goes on from here, not from the top of the page."""

DOWNLOAD = """
watch('value', () => {
  const file = element.querySelector('[data-file]');
  if (!file) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([file.dataset.text], { type: `${file.dataset.kind};charset=utf-8` }));
  link.download = file.dataset.file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
});
"""
"""A file that is put here is kept by the browser, where its reader keeps downloads; none is left on the server."""

GLOSSES = """
const root = document.documentElement;
const kept = (wanted) => {
  try {
    if (wanted !== undefined) localStorage.setItem('yz-glosses', wanted);
    return localStorage.getItem('yz-glosses') === 'on';
  } catch {
    return wanted === 'on';
  }
};
const show = (on) => {
  root.toggleAttribute('data-yz-glosses', on);
  element.querySelectorAll('[data-glosses]').forEach((one) => one.setAttribute('aria-pressed', String(on)));
};
element.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('[data-glosses]') : null;
  if (!button) return;
  const on = !root.hasAttribute('data-yz-glosses');
  kept(on ? 'on' : 'off');
  show(on);
});
show(kept());
watch('value', () => show(root.hasAttribute('data-yz-glosses')));
"""
"""The words under quotations are shown and hidden by one button, and the browser remembers which."""

VIEWER = """
const dialog = element.querySelector('dialog');
const sheet = dialog.firstElementChild;
const smooth = () => matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';

const copied = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const box = document.createElement('textarea');
    box.value = text;
    box.style.position = 'fixed';
    document.body.append(box);
    box.select();
    document.execCommand('copy');
    box.remove();
  }
};

document.addEventListener('click', async (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return;

  const number = target.closest('a.yz-number');
  if (number) {
    event.preventDefault();
    const quote = document.getElementById(number.getAttribute('href').slice(1));
    if (quote) {
      quote.scrollIntoView({ behavior: smooth(), block: 'center' });
      quote.focus({ preventScroll: true });
    }
    return;
  }

  const copy = target.closest('[data-copy]');
  if (copy) {
    await copied(copy.dataset.copy);
    const label = copy.textContent;
    if (label !== copy.dataset.copied) {
      copy.textContent = copy.dataset.copied;
      setTimeout(() => { if (copy.textContent === copy.dataset.copied) copy.textContent = label; }, 1600);
    }
    return;
  }

  const opener = target.closest('[data-document]');
  if (opener) {
    const { document: name, start, end } = opener.dataset;
    opener.setAttribute('aria-busy', 'true');
    try {
      sheet.innerHTML = await server.whole({
        document: name, start: Number(start), end: Number(end), language: document.documentElement.lang,
      });
    } finally {
      opener.removeAttribute('aria-busy');
    }
    dialog.showModal();
    const mark = sheet.querySelector('mark');
    const text = sheet.querySelector('.yz-document');
    if (mark) mark.scrollIntoView({ block: 'center' });
    else if (text) text.scrollTop = 0;
    (mark ?? text ?? sheet).focus({ preventScroll: true });
    return;
  }

  if (dialog.open && (target.closest('[data-close]') || target === dialog)) dialog.close();
});
"""
"""Numbers lead to their quotations, buttons copy citations and open whole documents, which are fetched when asked for."""
