/** The product as people start it: `main.ts` in a process of its own, with its last words kept. */
import { eventually } from "./harness.ts";
import { TextLineStream } from "./lines.ts";

export class Product {
  readonly url: string;
  /** Its last lines, for whoever has to find out what happened. */
  readonly lines: string[] = [];
  #child: Deno.ChildProcess | null = null;

  constructor(readonly env: Record<string, string>) {
    this.url = `http://127.0.0.1:${env.PORT}`;
    globalThis.addEventListener("unload", () => this.#signal("SIGKILL"));
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Resolves when the console answers. @returns how long that took, ms */
  async start(): Promise<number> {
    const began = performance.now();
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--unstable-kv", "main.ts"],
      env: this.env,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) void this.#listen(stream);
    void child.status.then(({ code, signal }) => {
      this.lines.push(`(ended: ${signal ?? code})`);
      if (this.#child === child) this.#child = null;
    });
    await eventually(
      "the console answers",
      async () => {
        if (this.#child !== child) throw new Error(`the product ended at once:\n${this.lines.slice(-30).join("\n")}`);
        return (await this.health()) !== null;
      },
      { timeoutMs: 60_000, everyMs: 50 },
    );
    return performance.now() - began;
  }

  async health(): Promise<{ ok: boolean; telephony?: string } | null> {
    try {
      const response = await fetch(`${this.url}/health`, { signal: AbortSignal.timeout(6_000) });
      return await response.json();
    } catch {
      return null;
    }
  }

  /** What it complained of, warnings and worse. */
  complaints(): string[] {
    return this.lines.filter((line) => /\b(WRN|ERR|FTL|error)\b/.test(line));
  }

  /** As a crash: nothing is flushed, nothing is told to anybody. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#signal("SIGKILL");
    await child?.status;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#signal("SIGTERM");
    const forced = setTimeout(() => this.#signal("SIGKILL"), 10_000);
    await child.status;
    clearTimeout(forced);
  }

  #signal(signal: Deno.Signal): void {
    try {
      this.#child?.kill(signal);
    } catch {
      // it has ended already
    }
  }

  async #listen(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const line of stream.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream())) {
      this.lines.push(line);
      if (this.lines.length > 400) this.lines.splice(0, 200);
      if (Deno.env.get("E2E_LOUD")) console.log(`    | ${line}`);
    }
  }
}
