/**
 * `deno task bench:records [--leads 1000000] [--json]`: the whole product as people start it, on a PostgreSQL with a
 * million generated leads (70 % Russian names), asked through its HTTP API by a supervisor with rights over one of ten
 * teams; each figure beside the bare SQL that a program without us would send.
 *
 * - list_page_*: pages of 50 in every order people use, the first ones and those they scroll to
 * - phone_*: four to eleven digits of a number, as typed · two_words_*: name and surname, or beginnings of them
 * - misspelt_*: a surname with one or two wrong letters, alone or with a first name
 * - import_rows_per_s, import_peak_mb: 100,000 rows of CSV through the import pages' API into the same table; peak is
 *   the server's resident memory above what it held before
 */
import { fill, person } from "./generate.ts";
import { importRows } from "./import_run.ts";
import { percentile, round } from "./figures.ts";
import { type Site, withSite } from "./site.ts";
import { SQL } from "./bare_sql.ts";
import { misspell } from "./misspell.ts";
import { seeded } from "@/telephony/simulator/random.ts";

const option = (name: string, otherwise: number) => {
  const at = Deno.args.indexOf(name);
  return at < 0 ? otherwise : Number(Deno.args[at + 1]);
};
const LEADS = option("--leads", 1_000_000);
const ASKS = option("--asks", 400);
const IMPORT = option("--import", 100_000);
const json = Deno.args.includes("--json");
const say = (text: string) => console.log(text);

interface Question {
  path: string;
  sql: { text: string; values: unknown[] };
}

const SORTS = ["-created", "created", "-updated", "name", "-name"];
const FIGURES: Record<string, number> = {};

await withSite(async (site) => {
  const seconds = await fill(site.store, site.world, { leads: LEADS, seed: 1, now: Date.now() });
  say(`${LEADS} leads in ${round(seconds)} s`);
  await site.start();
  await ask(site, "list_page", lists(site, await cursors(site)), ASKS);
  await ask(site, "phone", phones(site), ASKS);
  await ask(site, "two_words", words(site), ASKS);
  await ask(site, "misspelt", misspelt(site), ASKS / 2);
  if (IMPORT > 0) Object.assign(FIGURES, await importRows(site, { rows: IMPORT, say }));
});
if (json) console.log(JSON.stringify(FIGURES));

/** Each question once to warm caches up as a working day does, then all of them in turn with the bare SQL. */
async function ask(site: Site, name: string, questions: (n: number) => Question, count: number): Promise<void> {
  const http: number[] = [];
  const bare: number[] = [];
  let empty = 0;
  for (let n = -Math.min(50, count / 4); n < count; n++) {
    const question = questions(n);
    const began = performance.now();
    const found = await site.get(question.path);
    const asked = performance.now();
    await site.sql(question.sql.text, question.sql.values);
    if (n < 0) continue;
    http.push(asked - began);
    bare.push(performance.now() - asked);
    if (found === 0) empty++;
  }
  for (const [prefix, times] of [["", http], ["sql_", bare]] as const) {
    FIGURES[`${prefix}${name}_p50_ms`] = round(percentile(times, 0.5));
    FIGURES[`${prefix}${name}_p99_ms`] = round(percentile(times, 0.99));
  }
  say(
    `${name}: p50 ${FIGURES[`${name}_p50_ms`]} ms, p99 ${FIGURES[`${name}_p99_ms`]} ms; bare SQL p99 ${
      FIGURES[`sql_${name}_p99_ms`]
    } ms; ${empty} of ${count} found nothing`,
  );
}

/** Cursors from twenty pages down each order. */
async function cursors(site: Site): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const sort of SORTS) {
    const list: string[] = [];
    let after = "";
    for (let n = 0; n < 20; n++) {
      const page = await site.page(`/api/v1/leads?sort=${sort}&limit=50${after}`);
      if (!page.next) break;
      list.push(page.next);
      after = `&after=${encodeURIComponent(page.next)}`;
    }
    found.set(sort, list);
  }
  return found;
}

function lists(site: Site, at: Map<string, string[]>): (n: number) => Question {
  const random = seeded(11);
  return () => {
    const sort = SORTS[Math.floor(random() * SORTS.length)];
    const known = at.get(sort) ?? [];
    const deep = random() < 0.5 && known.length > 0 ? known[Math.floor(random() * known.length)] : null;
    return {
      path: `/api/v1/leads?sort=${sort}&limit=50${deep ? `&after=${encodeURIComponent(deep)}` : ""}`,
      sql: SQL.page(site.reader, sort),
    };
  };
}

function phones(site: Site): (n: number) => Question {
  const random = seeded(12);
  return () => {
    const digits = site.numbers[Math.floor(random() * site.numbers.length)].slice(1);
    const length = 4 + Math.floor(random() * 8);
    const from = Math.floor(random() * (digits.length - length + 1));
    const part = digits.slice(from, from + length);
    return { path: `/api/v1/leads?text=${part}`, sql: SQL.phone(site.reader, part) };
  };
}

function words(site: Site): (n: number) => Question {
  const random = seeded(13);
  return () => {
    const two = person(random).name.split(" ").map((word) => random() < 0.3 ? word.slice(0, 4) : word);
    if (random() < 0.5) two.reverse();
    return { path: `/api/v1/leads?text=${encodeURIComponent(two.join(" "))}`, sql: SQL.words(site.reader, two) };
  };
}

function misspelt(site: Site): (n: number) => Question {
  const random = seeded(14);
  return () => {
    const [surname, first] = person(random).name.split(" ");
    const wrong = misspell(surname, random);
    const text = random() < 0.5 ? wrong : `${wrong} ${first}`;
    return { path: `/api/v1/leads?text=${encodeURIComponent(text)}`, sql: SQL.likeness(site.reader, text) };
  };
}
