/**
 * The browsers' side of `bench:live`, in a process of its own: opens the sockets, notes how old each value is when it
 * arrives. Prints one JSON line at the end. Arguments: URL, number of clients, warm-up ms, measuring ms.
 */
const [url, count, warmUpMs, measureMs] = [Deno.args[0], ...Deno.args.slice(1).map(Number)];

/**
 * All clients get every wallboard frame, but only each tenth reads it: one process stands for 300 browsers, and its own
 * work of reading 5,000 tables a second would be measured as the server's delay.
 */
const LOOKS_EVERY = 10;
const WALL_DELTA = '{"t":"d","topic":"wallboard"';

const own: number[] = [];
const wall: number[] = [];
const ticks: number[] = [];
let bytes = 0, frames = 0, readBytes = 0, fields = 0;
let measuring = false;
const now = () => performance.timeOrigin + performance.now();

function open(agent: number): Promise<WebSocket> {
  const socket = new WebSocket(`${url}?user=${agent}`);
  let lastTick = 0;
  const looks = agent % LOOKS_EVERY === 0;
  socket.onmessage = ({ data }) => {
    const at = now();
    if (!looks && data.startsWith(WALL_DELTA)) {
      if (!measuring) return;
      bytes += data.length;
      frames++;
      return;
    }
    const frame = JSON.parse(data);
    if (frame.t === "h") socket.send(JSON.stringify({ t: "p", at: Date.now() }));
    if (!measuring || frame.t !== "d") return;
    bytes += data.length;
    frames++;
    readBytes += data.length;
    fields += frame.d.length;
    const isWall = frame.topic === "wallboard";
    for (const [, field, value] of frame.d) if (field === "since") (isWall ? wall : own).push(at - value);
    if (!isWall) return;
    if (lastTick > 0) ticks.push(at - lastTick);
    lastTick = at;
  };
  return new Promise((resolve, reject) => {
    socket.onerror = () => reject(new Error("a socket could not be opened"));
    socket.onopen = () => {
      socket.send(JSON.stringify({ t: "sub", topic: `agent/${agent}` }));
      socket.send(JSON.stringify({ t: "sub", topic: "wallboard" }));
      resolve(socket);
    };
  });
}

const sockets: WebSocket[] = [];
// In groups, as consoles of a starting shift; a burst would measure the accept queue.
for (let i = 0; i < count; i += 25) {
  sockets.push(...await Promise.all(Array.from({ length: Math.min(25, count - i) }, (_, k) => open(i + k))));
}
console.log(JSON.stringify({ ready: sockets.length }));
await new Promise((resolve) => setTimeout(resolve, warmUpMs));
measuring = true;
await new Promise((resolve) => setTimeout(resolve, measureMs));
measuring = false;
const p99 = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? null;
const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
console.log(JSON.stringify({
  ownP99: p99(own),
  ownSeen: own.length,
  wallP99: p99(wall),
  wallSeen: wall.length,
  tick: mean(ticks),
  frameBytes: bytes / frames,
  fieldBytes: readBytes / fields,
  frames,
}));
for (const socket of sockets) socket.close();
