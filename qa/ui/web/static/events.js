// Server-sent events over fetch: what closes the connection stops the work.

export async function* events(address, signal, more = {}) {
  const response = await fetch(address, { ...more, signal, headers: { Accept: "text/event-stream", ...more.headers } });
  if (!response.ok || !response.body) throw new Error(String(response.status));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  for (;;) {
    const { value, done } = await reader.read();
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

export async function fragment(path, params) {
  const response = await fetch(`${path}?${params}`);
  return response.text();
}
