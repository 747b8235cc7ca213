import assert from "node:assert/strict";
import type { Hit } from "@/crm/search/everything.ts";
import type { Command } from "./commands.ts";
import { rowsOf } from "./rows.ts";

const command = (id: string, ...names: string[]): Command => ({
  id,
  group: "pages",
  icon: "page",
  names,
  run: { do: "open", href: `/${id}` },
});
const commands = [command("leads", "Лиды", "Leads"), command("board", "Табло", "Wallboard")];
const lists = [command("search-leads", "Искать в лидах")];
const hit = (id: string, name: string, exact = false): Hit => ({ kind: "lead", id, name, detail: [], exact });
const ids = (query: string, hits: Hit[] | null) =>
  rowsOf({ query, commands, lists, found: hits && { hits, corrected: null } }).map((row) => row.id);

Deno.test("a command that is called so stays first while results come in, or Enter opens a stranger", () => {
  assert.deepEqual(ids("", null), ["leads", "board"]);
  assert.deepEqual(ids("лид", null), ["leads", "search-leads"]);
  assert.deepEqual(ids("лид", [hit("1", "Лидия")]), ["leads", "lead-1", "search-leads"]);
  assert.deepEqual(ids("kbl", [hit("1", "Лидия")])[0], "leads", "also in the other layout");
});

Deno.test("a whole number leads to its owner before anything else", () => {
  assert.deepEqual(ids("лид", [hit("1", "Лидия"), hit("2", "Лид", true)]), [
    "lead-2",
    "leads",
    "lead-1",
    "search-leads",
  ]);
});

Deno.test("typed letters are marked in what was found, and its page opens", () => {
  const [row] = rowsOf({
    query: "пет ив",
    commands: [],
    lists: [],
    found: { hits: [hit("1", "Иванов Пётр")], corrected: null },
  });
  assert.deepEqual(row.marks.sort((a, b) => a - b), [0, 1, 7, 8, 9]);
  assert.deepEqual(row.run, { do: "open", href: "/leads/1" });
});
