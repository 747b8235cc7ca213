/** Reads the catalogues from disk at start: every room of a language into one, a key in two rooms is an error. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Catalogue, type Locale, LOCALES, setCatalogue } from "./mod.ts";

export type Rooms = Map<string, Catalogue>;

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** Room → catalogue of one language. @throws when a file is not a flat object of strings */
export async function readRooms(locale: Locale, dir: string = HERE): Promise<Rooms> {
  const rooms: Rooms = new Map();
  const names = (await readdir(join(dir, locale)).catch(() => [])).filter((name) => name.endsWith(".json")).sort();
  for (const name of names) {
    const path = join(dir, locale, name);
    let content: unknown;
    try {
      content = JSON.parse(await readFile(path, "utf8"));
    } catch (error) {
      throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (typeof content !== "object" || content === null || Object.values(content).some((v) => typeof v !== "string")) {
      throw new Error(`${path}: a catalogue is a flat object of strings`);
    }
    rooms.set(name.replace(/\.json$/, ""), content as Catalogue);
  }
  return rooms;
}

/** One catalogue of all rooms. @throws when a key stands in two of them */
export function mergeRooms(rooms: Rooms): Catalogue {
  const merged: Record<string, string> = {};
  const owner = new Map<string, string>();
  for (const [room, catalogue] of rooms) {
    for (const [key, message] of Object.entries(catalogue)) {
      const other = owner.get(key);
      if (other !== undefined) throw new Error(`message ${key} stands in ${other}.json and in ${room}.json`);
      owner.set(key, room);
      merged[key] = message;
    }
  }
  return merged;
}

/** Loads both languages for `t` and `useT`, and returns them. Called once at start, before the first message. */
export async function loadCatalogues(dir?: string): Promise<Record<Locale, Catalogue>> {
  const loaded = await Promise.all(LOCALES.map(async (locale) => {
    const catalogue = mergeRooms(await readRooms(locale, dir));
    setCatalogue(locale, catalogue);
    return [locale, catalogue] as const;
  }));
  return Object.fromEntries(loaded) as Record<Locale, Catalogue>;
}
