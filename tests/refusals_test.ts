/** Whatever refuses a person has words: each code of a refusal in the code stands in both catalogues. */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "npm:typescript@5.9.3";
import { IntlMessageFormat } from "intl-messageformat";
import { mergeRooms, readRooms } from "@/locales/load.ts";
import { LOCALES } from "@/locales/mod.ts";
import { problemOf } from "@/web/errors.ts";
import { HttpError } from "fresh";

const root = fileURLToPath(new URL("..", import.meta.url));
const FOLDERS = ["actors", "components", "crm", "islands", "main", "routes", "store", "telephony", "web"];
const CODE = /^[a-z]+\.(error|rejected)\.[a-z-]+$/;

interface Refusal {
  place: string;
  code: string;
  /** Names that fill the message; undefined: made elsewhere. */
  detail?: string[];
}

/** Every literal that looks like a code, and every literal after `rejected:` whatever it looks like. */
function refusalsIn(path: string, source: string): Refusal[] {
  const file = ts.createSourceFile(
    path,
    source,
    ts.ScriptTarget.Latest,
    true,
    path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const found: Refusal[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) {
      const { parent } = node;
      const named = ts.isPropertyAssignment(parent) && parent.initializer === node ? parent.name.getText(file) : "";
      if (CODE.test(node.text) || (named === "rejected" && node.text.includes("."))) {
        const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
        found.push({ place: `${path}:${line}`, code: node.text, detail: detailBeside(node, named) });
      }
    }
    ts.forEachChild(node, visit);
  };
  const detailBeside = (node: ts.StringLiteralLike, named: string): string[] | undefined => {
    const { parent } = node;
    if (ts.isNewExpression(parent) && parent.expression.getText(file) === "Refusal") {
      return parent.arguments?.[1] ? namesOf(parent.arguments[1]) : [];
    }
    if ((named === "rejected" || named === "code") && ts.isPropertyAssignment(parent)) {
      const beside = parent.parent.properties.find((property) => property.name?.getText(file) === "detail");
      if (!beside) return parent.parent.properties.some(ts.isSpreadAssignment) ? undefined : [];
      return ts.isPropertyAssignment(beside) ? namesOf(beside.initializer) : undefined;
    }
  };
  const namesOf = (node: ts.Expression): string[] | undefined =>
    ts.isObjectLiteralExpression(node) && !node.properties.some(ts.isSpreadAssignment)
      ? node.properties.map((property) => property.name?.getText(file) ?? "")
      : undefined;
  visit(file);
  return found;
}

const lists = await Promise.all(FOLDERS.map(async (folder) => {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .filter((path) => !/_test\.tsx?$|\/testing(\/|\.ts)|\/testdata\//.test(path));
}));
const refusals =
  (await Promise.all(lists.flat().map(async (path) => refusalsIn(path, await readFile(join(root, path), "utf8")))))
    .flat();
// Made of a status or of an actor's answer, not written out.
for (const status of [400, 401, 403, 404, 405, 409, 413, 415, 418, 429, 500, 503]) {
  refusals.push({ place: `status ${status}`, code: problemOf(new HttpError(status)).code });
}
for (const code of ["timeout", "overflow", "stopped", "crashed", "deadlock", "unknown-actor"]) {
  refusals.push({ place: "main/desk.ts", code: `switchboard.error.${code}`, detail: [] });
}

Deno.test("every refusal has words in both languages, or people read a code", async () => {
  assert.ok(refusals.length > 80, `${refusals.length} refusals found`);
  for (const locale of LOCALES) {
    const messages = mergeRooms(await readRooms(locale));
    const missing = refusals.filter(({ code }) => messages[code] === undefined);
    assert.deepEqual(missing.map(({ place, code }) => `${locale} ${place} ${code}`), []);
  }
});

Deno.test("a refusal brings all that its words need, or people read an error about a placeholder", async () => {
  const messages = mergeRooms(await readRooms("en"));
  const empty: string[] = [];
  for (const { place, code, detail } of refusals) {
    if (!detail) continue;
    const ast = new IntlMessageFormat(messages[code] ?? "", "en", undefined, { ignoreTag: true }).getAst();
    const needed = ast.flatMap((part) =>
      part.type !== 0 && part.type !== 7 && "value" in part ? [String(part.value)] : []
    );
    const missing = needed.filter((name) => !detail.includes(name) && name !== "id");
    if (missing.length > 0) empty.push(`${place} ${code}: ${missing}`);
  }
  assert.deepEqual(empty, []);
});
