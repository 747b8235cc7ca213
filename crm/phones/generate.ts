/**
 * `deno run -A crm/phones/generate.ts /usr/share/zoneinfo/zone.tab`: makes `countries.json`, the clocks of each
 * country, from the zone table of the IANA time zone database (public domain). Run it when tzdata moves.
 */
const FROM = Date.UTC(2026, 0, 1, 12);
const DAYS = 2 * 365;

/** Zones that decide nothing: Crimea has Russian numbers (+7 365), Xinjiang keeps Beijing time at work. */
const LEFT_OUT = new Set(["UA Europe/Simferopol", "CN Asia/Urumqi"]);
/** The names that people of a clock know, where the table begins with a lesser one. */
const KNOWN = new Set([
  ...["Europe/Moscow", "Europe/Samara", "Asia/Yakutsk"],
  ...["America/Sao_Paulo", "America/Manaus", "America/Rio_Branco", "Australia/Sydney", "Australia/Adelaide"],
]);
/** Countries of libphonenumber that the table counts with others. */
const ADDED: Record<string, string[]> = {
  XK: ["Europe/Belgrade"],
  AC: ["Atlantic/St_Helena"],
  TA: ["Atlantic/St_Helena"],
};

/** What a zone's clocks show on each day of two years, to tell zones that keep the same time. */
function clock(timeZone: string): string {
  const format = new Intl.DateTimeFormat("en", { timeZone, hour: "numeric", minute: "numeric", hourCycle: "h23" });
  return Array.from({ length: DAYS }, (_, day) => format.format(FROM + day * 86_400_000)).join();
}

/** One zone for each time that a country keeps. */
export function clocksOf(table: string): Record<string, string[]> {
  const countries: Record<string, Map<string, string>> = {};
  const lines = table.split("\n");
  const known = (line: string) => KNOWN.has(line.split("\t")[2]);
  for (const line of [...lines.filter(known), ...lines.filter((line) => !known(line))]) {
    const [country, , zone] = line.split("\t");
    if (line.startsWith("#") || zone === undefined || LEFT_OUT.has(`${country} ${zone}`)) continue;
    const clocks = countries[country] ??= new Map();
    const shown = clock(zone);
    if (!clocks.has(shown)) clocks.set(shown, zone);
  }
  const lists = Object.entries(countries).map(([country, clocks]) => [country, [...clocks.values()]]);
  return Object.fromEntries([...lists, ...Object.entries(ADDED)].sort(([a], [b]) => a < b ? -1 : 1));
}

if (import.meta.main) {
  const source = "zone.tab of the IANA time zone database 2025b (public domain), one zone for each clock of a country";
  const zones = clocksOf(await Deno.readTextFile(Deno.args[0]));
  await Deno.writeTextFile(
    new URL("countries.json", import.meta.url),
    JSON.stringify({ source, zones }, null, 2) + "\n",
  );
}
