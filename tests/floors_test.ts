/**
 * The floors of the house (docs/architecture.md): who may import whom, downwards only. A broken floor is how a
 * contact-centre program becomes one 22,000-line page.
 */
import assert from "node:assert/strict";
import { dirname, join, normalize, relative } from "node:path";
const fileOf = (url: URL) => decodeURIComponent(url.pathname);

const ROOT = normalize(fileOf(new URL("../", import.meta.url)));

/** What a room may import, besides itself, libraries and `actors/runtime` (which everyone may). First match counts. */
const ROOMS: { room: string; may: string[] }[] = [
  { room: "actors/runtime", may: [] },
  { room: "store", may: [] },
  { room: "locales", may: [] },
  { room: "web", may: ["locales"] },
  { room: "telephony", may: ["store"] },
  { room: "ml", may: ["store", "telephony", "actors", "crm"] },
  { room: "actors", may: ["telephony", "store", "locales"] },
  { room: "sms", may: ["store", "telephony", "actors", "crm"] },
  { room: "crm", may: ["store", "telephony", "actors", "sms"] },
  // The browser's side: pure shared modules only (checked file by file below).
  { room: "islands", may: ["components", "web", "locales", "actors", "telephony", "crm", "ml"] },
  { room: "components", may: ["web", "locales", "islands", "actors", "crm", "ml"] },
  {
    room: "routes",
    may: ["components", "islands", "web", "locales", "crm", "sms", "ml", "actors", "telephony", "store"],
  },
  { room: "main", may: ["*"] },
];

/** Modules that run in the browser too may only reach these of the other rooms: plain types and pure functions. */
const PURE = [
  /^actors\/(call|queue|agent|acd)\/types\.ts$/,
  /^actors\/runtime\/types\.ts$/,
  /^telephony\/acd\/types\.ts$/,
  /^web\/live\/(protocol|client|table|signals)[\w]*\.tsx?$/,
  /^web\/fresh\/(runtime|client)[\w]*\.tsx?$/,
  /^crm\/record\/(kinds|money)\.ts$/,
  /^crm\/deals\/amount\.ts$/,
  /^crm\/board\/rank\.ts$/,
  /^crm\/tasks\/(rule|moments)\.ts$/,
  /^crm\/calendar\/zone\.ts$/,
  /^crm\/import\/rows\/marks\.ts$/,
  /^crm\/pipeline\/types\.ts$/,
  /^ml\/(registry|datasets)\/types\.ts$/,
  /^ml\/(volume|scores)\/report\.ts$/,
  /^ml\/staffing\/(erlang|demand|requirement|plan|cost|settings)\.ts$/,
  /^ml\/calendar\/days\.ts$/,
  /^ml\/revenue\/(periods|view)\.ts$/,
  /^crm\/reports\/(types|figures)\.ts$/,
  /^locales\//,
  /^web\/i18n/,
];

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

async function* sources(folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory) {
      if (!["node_modules", ".git", "data", ".build", "testdata", "tests", "bench"].includes(entry.name)) {
        yield* sources(path);
      }
    } else if (/\.tsx?$/.test(entry.name) && !/_test\.tsx?$|_e2e\.ts$/.test(entry.name)) yield path;
  }
}

async function imports(): Promise<Import[]> {
  const found: Import[] = [];
  for await (const path of sources(ROOT)) {
    const from = relative(ROOT, path);
    const text = await Deno.readTextFile(path);
    for (
      const match of text.matchAll(/^\s*(?:import|export)\s+(type\s)?[^"';]*?from\s+"([^"]+)"|\bimport\(\s*"([^"]+)"/gm)
    ) {
      const specifier = match[2] ?? match[3];
      const to = specifier.startsWith("@/")
        ? specifier.slice(2)
        : specifier.startsWith(".")
        ? relative(ROOT, normalize(join(dirname(path), specifier)))
        : specifier === "fresh"
        ? "web/fresh/mod.ts"
        : specifier === "fresh/runtime"
        ? "web/fresh/runtime.ts"
        : null;
      if (to) found.push({ from, to, typeOnly: Boolean(match[1]) });
    }
  }
  return found;
}

const roomOf = (path: string) => ROOMS.find(({ room }) => path === `${room}.ts` || path.startsWith(`${room}/`));

Deno.test("imports go downwards only: a room that reaches up makes two rooms one", async () => {
  const wrong = (await imports()).filter(({ from, to, typeOnly }) => {
    const [room, target] = [roomOf(from), roomOf(to)];
    if (!room || !target || room === target || room.may.includes("*") || target.room === "actors/runtime") return false;
    // A vocabulary (`types.ts`) holds no code: a JSON column may be typed with the queue's own words.
    if (typeOnly && /\/(types|protocol)\.ts$/.test(to)) return false;
    // What runs in the browser may be typed by what the server sends it; nothing of the type remains in the bundle.
    if (typeOnly && ["components", "islands", "locales"].includes(room.room)) return false;
    if (from.includes("/testing")) return false;
    return !room.may.includes(target.room);
  });
  assert.deepEqual(wrong.map(({ from, to }) => `${from} → ${to}`), []);
});

Deno.test("islands import pure modules only: nothing of the server reaches the browser", async () => {
  const wrong = (await imports()).filter(({ from, to, typeOnly }) =>
    (from.startsWith("islands/") || from.startsWith("components/")) && !typeOnly &&
    !to.startsWith("islands/") && !to.startsWith("components/") && !PURE.some((pattern) => pattern.test(to))
  );
  assert.deepEqual(wrong.map(({ from, to }) => `${from} → ${to}`), []);
});

Deno.test("the scan sees the tree: without it both tests above would pass on nothing", async () => {
  const all = await imports();
  assert.ok(all.length > 50, `only ${all.length} imports found`);
  assert.ok(all.some(({ from, to }) => from.startsWith("telephony/simulator/") && to.startsWith("actors/runtime/")));
});
