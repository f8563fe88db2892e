// Server-sent events over fetch: what closes the connection stops the work.

// There is no answer: `status` is the server's, 0 where it cannot be reached or the connection broke.
export class Unanswered extends Error {
  constructor(status = 0) {
    super(status ? `the server answers ${status}` : "the server does not answer");
    this.status = status;
  }
}

// Whoever may not read any more is asked for the password, where they are.
function allowed(response) {
  if (response.status === 401) location.reload();
  return response;
}

async function reached(call) {
  try {
    return await call();
  } catch (error) {
    throw error.name === "AbortError" ? error : new Unanswered();
  }
}

export async function* events(address, signal, more = {}) {
  const headers = { Accept: "text/event-stream", ...more.headers };
  const response = allowed(await reached(() => fetch(address, { ...more, signal, headers })));
  if (!response.ok || !response.body) throw new Unanswered(response.status);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  for (;;) {
    const { value, done } = await reached(() => reader.read());
    if (done) return;
    held += value;
    for (let end = held.indexOf("\n\n"); end >= 0; end = held.indexOf("\n\n")) {
      const lines = held.slice(0, end).split("\n");
      held = held.slice(end + 2);
      const data = lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice(6));
      yield { name: lines[0].slice("event: ".length), data: data.join("\n") };
    }
  }
}

// What comes of something that is sent: done, or refused with the reason.
export async function sent(address, more) {
  const response = allowed(await reached(() => fetch(address, more)));
  if (!response.ok && response.status !== 422) throw new Unanswered(response.status);
  return response;
}

// A part of the page; one that says that there is no such document is one too.
export async function fragment(path, params) {
  const response = allowed(await reached(() => fetch(`${path}?${params}`)));
  if (!response.ok && response.status !== 404) throw new Unanswered(response.status);
  return reached(() => response.text());
}
