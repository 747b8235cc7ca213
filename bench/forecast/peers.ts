/** R's forecast package beside us, on the same folds and told the same calendar. */
import { dayFeatures, isOpen } from "@/ml/calendar/day_features.ts";
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import type { Told } from "@/ml/volume/back_test.ts";
import type { History } from "@/ml/volume/history.ts";

export interface Peer {
  name: string;
  told: Record<"1d" | "1w", Told[]>;
  cpu: number;
}

/** null: R or its package is not there. `from` and `to` are the first and last days of the test. */
export async function peers(history: History, range: { from: string; to: string }): Promise<Peer[] | null> {
  if (!await hasR()) return null;
  const dir = await Deno.makeTempDir({ prefix: "kommutator-peers-" });
  try {
    const days = grid(history, range.to);
    const known = new Map(history.days.map(({ day, calls }) => [day, calls]));
    const { slots, calendar } = history;
    const cells = days.flatMap((day, d) =>
      Array.from({ length: slots }, (_, slot) => {
        const calls = known.get(day)?.[slot] ?? NaN;
        return `${d + 1},${slot + 1},${Number.isNaN(calls) ? "NA" : calls}`;
      })
    );
    const week = calendar.weekdays.filter(Boolean).length;
    const lines = days.map((day) => {
      const open = isOpen(day, calendar) && known.has(day);
      const test = day >= range.from && day <= range.to;
      // Weekdays are told apart by R itself.
      const values = dayFeatures(day, calendar).values.slice(7);
      return [open, test].map(Number).concat(weekdayOf(day), week).join(",") + `,${addDays(day, -weekdayOf(day))},` +
        values.join(",");
    });
    const names = dayFeatures(days[0], calendar).values.slice(7).map((_, n) => `x${n}`).join(",");
    await Deno.writeTextFile(`${dir}/calls.csv`, `day,slot,calls\n${cells.join("\n")}\n`);
    await Deno.writeTextFile(
      `${dir}/calendar.csv`,
      `known,test,weekday,week,monday,${names}\n${lines.join("\n")}\n`,
    );
    const script = decodeURIComponent(new URL("peers.R", import.meta.url).pathname);
    const { code } = await new Deno.Command("Rscript", {
      args: [script, `${dir}/calls.csv`, `${dir}/calendar.csv`, `${dir}/told.csv`],
      stderr: "inherit",
      stdout: "null",
    }).output();
    if (code !== 0) throw new Error("the peers failed");
    return read(await Deno.readTextFile(`${dir}/told.csv`), { days, known, slots });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function hasR(): Promise<boolean> {
  try {
    const { code } = await new Deno.Command("Rscript", { args: ["-e", "library(forecast)"], stderr: "null" }).output();
    return code === 0;
  } catch {
    return false;
  }
}

/** Days of ordinary weeks, closed or not: R's seasons need each week to be as long as the others. */
function grid({ days, calendar }: History, to: string): string[] {
  const first = days[0].day;
  const list: string[] = [];
  for (let day = addDays(first, -weekdayOf(first)); day <= to; day = addDays(day, 1)) {
    if (day >= first && calendar.weekdays[weekdayOf(day)]) list.push(day);
  }
  return list;
}

function read(
  text: string,
  world: { days: readonly string[]; known: ReadonlyMap<string, Float64Array>; slots: number },
): Peer[] {
  const found = new Map<string, { told: Record<"1d" | "1w", Map<number, Float64Array>>; cpu: number[] }>();
  for (const line of text.trim().split("\n").slice(1)) {
    const [name, kind, day, slot, expected, cpu] = line.replaceAll('"', "").split(",");
    let peer = found.get(name);
    if (!peer) found.set(name, peer = { told: { "1d": new Map(), "1w": new Map() }, cpu: [] });
    if (day === "0") peer.cpu.push(Number(cpu));
    else {
      const told = peer.told[kind as "1d" | "1w"];
      let values = told.get(Number(day));
      if (!values) told.set(Number(day), values = new Float64Array(world.slots));
      values[Number(slot) - 1] = Number(expected);
    }
  }
  const list = (told: Map<number, Float64Array>): Told[] =>
    [...told].map(([n, expected]) => {
      const day = world.days[n - 1];
      return { day, ahead: 1, expected, calls: world.known.get(day)! };
    });
  return [...found].map(([name, { told, cpu }]) => ({
    name,
    told: { "1d": list(told["1d"]), "1w": list(told["1w"]) },
    cpu: Math.max(...cpu),
  }));
}
