/** Programs that ask the server, in a Worker of their own: 50 requests a second, each timed. Told `stop`, it answers with the times. */
const [url] = [new URL(self.location.href).searchParams.get("url") ?? ""];
const EVERY_MS = 20;
const times: number[] = [];
const open = new Set<Promise<void>>();
const port = self as unknown as {
  onmessage: ((event: MessageEvent<"stop">) => void) | null;
  postMessage(times: number[]): void;
};

async function ask(): Promise<void> {
  const asked = performance.now();
  await (await fetch(url)).text();
  times.push(performance.now() - asked);
}

const timer = setInterval(() => {
  const asking: Promise<void> = ask().finally(() => open.delete(asking));
  open.add(asking);
}, EVERY_MS);

port.onmessage = async () => {
  clearInterval(timer);
  await Promise.all(open);
  port.postMessage(times);
};
