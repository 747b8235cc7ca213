/** Asks for a room to be played and reads the lines of JSON that come back. */
import type { SimulatedOutcome } from "@/ml/staffing/skills_simulation.ts";
import type { SkillsRequired } from "@/ml/staffing/skills_requirement.ts";
import type { RoomGroup } from "@/ml/staffing/skills_room.ts";
import type { Values } from "@/components/api.ts";

export interface PlayedQueue {
  name: string;
  callsPerHour: number;
  handle: number;
  patience: number | null;
}

export interface Played {
  groups: RoomGroup[];
  queues: PlayedQueue[];
  /** Rooms played so far. */
  rooms: number;
  /** null: still playing. */
  done: { required: SkillsRequired; now: SimulatedOutcome } | null;
}

export type PlayAnswer = { ok: true } | { ok: false; code: string; detail?: Values };

export async function playRoom(
  body: { models: string[]; day: string; minute: number },
  options: { signal: AbortSignal; onLine(played: Played): void },
): Promise<PlayAnswer> {
  try {
    const response = await fetch("/api/v1/forecasting/staffing/skills", {
      method: "POST",
      credentials: "same-origin",
      headers: {
        "content-type": "application/json",
        "x-csrf": document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "",
      },
      body: JSON.stringify(body),
      signal: options.signal,
    });
    if (!response.ok || !response.body) {
      const refusal = await response.json().catch(() => null) as { code?: string; values?: Values } | null;
      return { ok: false, code: refusal?.code ?? "shell.error.server", detail: refusal?.values };
    }
    let played: Played | null = null;
    for await (const line of linesOf(response.body)) {
      played = heard(played, JSON.parse(line));
      if (played) options.onLine(played);
    }
    return played?.done ? { ok: true } : { ok: false, code: "shell.error.server" };
  } catch {
    return { ok: false, code: options.signal.aborted ? "staffing.error.stopped" : "shell.error.network" };
  }
}

type Said =
  | ({ say: "room" } & Pick<Played, "groups" | "queues">)
  | { say: "played"; rooms: number }
  | ({ say: "done" } & NonNullable<Played["done"]>);

function heard(before: Played | null, said: Said): Played | null {
  if (said.say === "room") return { groups: said.groups, queues: said.queues, rooms: 0, done: null };
  if (!before) return null;
  if (said.say === "played") return { ...before, rooms: said.rooms };
  return { ...before, done: { required: said.required, now: said.now } };
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = "";
  while (true) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter((line) => line !== "");
  }
  if (rest !== "") yield rest;
}
