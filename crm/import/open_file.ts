/** What a file is and what we would do with it: told at the upload and whenever the person reads it otherwise. */
import type { Access } from "@/store/access.ts";
import type { ImportFormat, ImportMapping } from "@/store/tables/imports.ts";
import type { Store } from "@/crm/records.ts";
import { fieldRight, type RecordKind, schemaOf } from "@/crm/record/mod.ts";
import type { Table } from "@/crm/import/files/mod.ts";
import { orderOf } from "@/crm/import/mapping/contents.ts";
import { suggest } from "@/crm/import/mapping/suggest.ts";
import { presetsFor } from "@/crm/import/presets.ts";

const SAMPLES = 5;
const SAMPLE_LENGTH = 120;

export interface Described {
  format: ImportFormat;
  header: string[];
  mapping: ImportMapping;
  /** System that the file comes from, when its titles tell. */
  system: string | null;
  dateOrder: "dmy" | "mdy";
}

export async function describe(
  store: Store,
  access: Access,
  { kind, table }: { kind: RecordKind; table: Table },
): Promise<Described> {
  const [schema, presets, sources, stages] = await Promise.all([
    schemaOf(store, kind),
    presetsFor(store, access, { kind }),
    store.db.selectFrom("sources").select("name").where("archived_at", "is", null).execute(),
    store.db.selectFrom("stages").select("name").where("archived_at", "is", null).orderBy("position").execute(),
  ]);
  const sample = table.sample.filter(({ error }) => !error).map(({ cells }) => cells);
  const suggested = suggest(table.header, sample, {
    kind,
    fields: [...schema.values()].filter(({ key }) => fieldRight(access, kind, key) === "edit"),
    mayMakeFields: access.permissions.has("fields.manage"),
    sources: new Set(sources.map(({ name }) => name.trim().toLowerCase())),
    stages: stages.map(({ name }) => name),
    presets,
  });
  const { encoding, separator, sheets, sheet } = table;
  return {
    header: table.header,
    mapping: suggested.mapping,
    system: suggested.system,
    dateOrder: orderOf(sample.flat()),
    format: {
      kind: table.kind,
      ...(encoding ? { encoding } : {}),
      ...(separator ? { separator } : {}),
      sheets,
      ...(sheet === undefined ? {} : { sheet }),
      header: table.hasHeader,
      columns: table.header.map((title, at) => ({ title, samples: samplesOf(sample.map((row) => row[at] ?? "")) })),
      suggestion: suggested.mapping,
    },
  };
}

function samplesOf(cells: readonly string[]): string[] {
  const texts = cells.map((cell) => cell.trim()).filter(Boolean).map((cell) =>
    cell.slice(0, SAMPLE_LENGTH).toWellFormed()
  );
  return [...new Set(texts)].slice(0, SAMPLES);
}
