/** What the call suite stands on: the company, its phones, and the server process that is killed and started again. */
import type { AgentCommand, AgentConfig } from "@/actors/agent/types.ts";
import type { AgentId, QueueId } from "@/actors/call/types.ts";
import type { QueueConfig } from "@/actors/queue/types.ts";
import type { SiteConfig } from "@/actors/mod.ts";
import type { Look, Request, ServerSetUp } from "./call_server.ts";
import { TextLineStream } from "./lines.ts";

/** Ports may be moved, so that suites can run side by side. */
export const PORTS = {
  http: Number(Deno.env.get("E2E_HTTP_PORT") ?? 8288),
  sip: Number(Deno.env.get("E2E_SIP_PORT") ?? 5260),
  rtp: Number(Deno.env.get("E2E_RTP_PORT") ?? 22_000),
  /** Desk phones' first port, then callers'. */
  sipp: Number(Deno.env.get("E2E_SIPP_PORT") ?? 5280),
};

export const QUEUE = "01900000-0000-7000-8000-00000000aaaa" as QueueId;
export const agentId = (n: number) => `01900000-0000-7000-8000-00000000000${n}` as AgentId;

/** Desk phones by number: two that answer, one that never does, one that rejects. */
export const DESKS = [1, 2, 3, 4] as const;
export const deskPort = (n: number) => PORTS.sipp + n;

const queue: QueueConfig = {
  id: QUEUE,
  name: "Продажи",
  strategy: "longest-idle",
  weight: 1,
  ringTimeoutMs: 3_000,
  wrapUpMs: 500,
  dispositionRequired: false,
  maxWaitMs: 0,
  maxWaiting: 0,
  joinEmpty: "always",
  leaveEmpty: "always",
  overflow: null,
  serviceLevelMs: 20_000,
  announce: {
    positionEveryMs: 0,
    expectedWait: false,
    periodic: [],
    periodicEveryMs: 0,
    minGapMs: 15_000,
    language: "ru",
  },
  music: "default",
  skills: [],
  missed: { autoPause: true, delayMs: 2_000 },
  record: true,
};

export const SITE: SiteConfig = {
  queues: [queue],
  numbers: [{ did: "100", route: { queue: QUEUE, greeting: [], language: "ru", priority: 0, record: true } }],
  agents: DESKS.map((n): AgentConfig => ({
    id: agentId(n),
    name: `Агент ${n}`,
    queues: [{ queue: QUEUE, order: n, penalty: 0 }],
    skills: {},
    graceMs: 30_000,
  })),
};

export class Server {
  #child: Deno.ChildProcess | null = null;
  #writer: WritableStreamDefaultWriter<Uint8Array> | null = null;
  #answers = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #n = 0;
  #ready: (() => void) | null = null;

  constructor(readonly setUp: ServerSetUp) {}

  async start(): Promise<void> {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "tests/e2e/call_server.ts", JSON.stringify(this.setUp)],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#child = child;
    this.#writer = child.stdin.getWriter();
    const ready = new Promise<void>((resolve, reject) => {
      this.#ready = resolve;
      child.status.then(({ code, signal }) => {
        const error = new Error(`the server ended (${signal ?? code})`);
        for (const { reject } of this.#answers.values()) reject(error);
        this.#answers.clear();
        reject(error);
      });
    });
    void this.#listen(child);
    await ready;
  }

  async #listen(child: Deno.ChildProcess): Promise<void> {
    const lines = child.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream());
    for await (const line of lines) {
      const said = JSON.parse(line);
      if (said.ready) this.#ready?.();
      const waiting = this.#answers.get(said.n);
      this.#answers.delete(said.n);
      if (said.error) waiting?.reject(new Error(said.error));
      else waiting?.resolve(said.value);
    }
  }

  #send(request: { [K in Request as K["do"]]: Omit<K, "n"> }[Request["do"]]): Promise<unknown> {
    const n = ++this.#n;
    return new Promise((resolve, reject) => {
      this.#answers.set(n, { resolve, reject });
      this.#writer!.write(new TextEncoder().encode(JSON.stringify({ n, ...request }) + "\n")).catch(reject);
    });
  }

  /** @throws when the agent's actor refuses */
  async agent(n: number, command: AgentCommand): Promise<void> {
    const answer = await this.#send({ do: "agent", agent: agentId(n), command }) as { ok: boolean };
    if (!answer.ok) throw new Error(`agent ${n} ${command.do}: ${JSON.stringify(answer)}`);
  }

  async logIn(n: number): Promise<void> {
    await this.agent(n, { do: "logIn", phone: { is: "desk", endpoint: `PJSIP/d${n}` }, queues: [QUEUE] });
  }

  look(): Promise<Look> {
    return this.#send({ do: "look" }) as Promise<Look>;
  }

  /** As a crash: nothing is flushed, nothing is told to anybody. */
  async kill(): Promise<void> {
    this.#child?.kill("SIGKILL");
    await this.#child?.status;
  }

  async stop(): Promise<void> {
    await this.#send({ do: "stop" }).catch(() => {});
    await this.#child?.status;
  }
}
