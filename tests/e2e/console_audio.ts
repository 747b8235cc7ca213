/** Ears in the browser: which tone comes from the other side, how many packets, what the microphone plays. */
import { type Page } from "./browser.ts";
import { within } from "./harness.ts";

/** What the page keeps of its phone, put there before its own scripts run. */
interface Ears {
  connections: RTCPeerConnection[];
  context?: AudioContext;
}

/** Must be given to `addInitScript` before the page is opened. */
export function remember(): void {
  const ears: Ears = { connections: [] };
  Object.assign(globalThis, { ears });
  const Native = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      ears.connections.push(this);
    }
  };
}

/** Lets a test break the page's links, and keep them broken. Given to `addInitScript`. */
export function severable(): void {
  const broken = new Set<string>();
  const open = new Map<WebSocket, string>();
  const Native = globalThis.WebSocket;
  globalThis.WebSocket = class extends Native {
    constructor(address: string | URL, protocols?: string | string[]) {
      const { pathname } = new URL(address, location.href);
      // An address that takes no sockets: it fails as behind a broken proxy.
      super(broken.has(pathname) ? new URL("/no-link", address) : address, protocols);
      open.set(this, pathname);
      this.addEventListener("close", () => open.delete(this));
    }
  };
  Object.assign(globalThis, {
    sever(path: string, cut: boolean) {
      if (!cut) return broken.delete(path);
      broken.add(path);
      for (const [socket, pathname] of open) if (pathname === path) socket.close();
    },
  });
}

export interface Link {
  received: number;
  sent: number;
  /** Loudest frequency that comes in, hertz, and how loud, dB. */
  hertz: number;
  loud: number;
}

/** Listens for `ms` to the newest connection of the page. */
export function listen(page: Page, ms = 600): Promise<Link> {
  return within(ms + 5_000, "listening in the browser", hear(page, ms));
}

function hear(page: Page, ms: number): Promise<Link> {
  return page.evaluate(async (ms) => {
    const { ears } = globalThis as unknown as { ears: Ears };
    const connection = ears.connections.findLast((one) => one.connectionState !== "closed");
    const track = connection?.getReceivers().find((one) => one.track.kind === "audio")?.track;
    if (!connection || !track) return { received: 0, sent: 0, hertz: 0, loud: -Infinity };
    const context = ears.context ??= new AudioContext();
    // A context whose device does not start never resumes: the next look takes a new one.
    await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 1_000))]);
    if (context.state !== "running") {
      ears.context = undefined;
      void context.close();
      return { received: 0, sent: 0, hertz: 0, loud: -Infinity };
    }
    const source = context.createMediaStreamSource(new MediaStream([track]));
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    source.connect(analyser);
    const bins = new Float32Array(analyser.frequencyBinCount);
    const sums = new Float64Array(bins.length);
    for (const end = performance.now() + ms; performance.now() < end;) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      analyser.getFloatFrequencyData(bins);
      bins.forEach((value, n) => sums[n] += Number.isFinite(value) ? 10 ** (value / 10) : 0);
    }
    source.disconnect();
    let best = 1;
    // Below 150 Hz is hum and the edge of telephone speech.
    const width = context.sampleRate / analyser.fftSize;
    for (let n = Math.ceil(150 / width); n < sums.length; n++) if (sums[n] > sums[best]) best = n;
    let [received, sent] = [0, 0];
    for (const [, stat] of await connection.getStats() as unknown as Iterable<[string, Record<string, unknown>]>) {
      if (stat.type === "inbound-rtp") received = Number(stat.packetsReceived);
      if (stat.type === "outbound-rtp") sent = Number(stat.packetsSent);
    }
    return { received, sent, hertz: best * width, loud: 10 * Math.log10(sums[best] || 1e-20) };
  }, ms);
}

/** WAV (PCM 16 bit, 48 kHz) of beeps, so that noise suppression takes them for speech, not for hum. */
export function beepsWav(hertz: number, seconds = 12): Uint8Array<ArrayBuffer> {
  const rate = 48_000;
  const count = rate * seconds;
  const bytes = new Uint8Array(44 + 2 * count);
  const view = new DataView(bytes.buffer);
  const word = (at: number, text: string) => [...text].forEach((c, n) => view.setUint8(at + n, c.charCodeAt(0)));
  word(0, "RIFF");
  view.setUint32(4, 36 + 2 * count, true);
  word(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, "data");
  view.setUint32(40, 2 * count, true);
  for (let n = 0; n < count; n++) {
    const on = n % (rate * 0.4) < rate * 0.25;
    view.setInt16(44 + 2 * n, on ? 14_000 * Math.sin(2 * Math.PI * hertz * n / rate) : 0, true);
  }
  return bytes;
}
