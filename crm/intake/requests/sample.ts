/** A sample payload read as a source would read it: for the mapping's form. Nothing is written. */
import { type Access, require } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { schemaOf, type Values } from "@/crm/record/mod.ts";
import type { Problem } from "@/crm/intake/mapping/apply.ts";
import { guessMapping } from "@/crm/intake/mapping/guess.ts";
import { type Leaf, leavesOf } from "@/crm/intake/mapping/paths.ts";
import { interpret } from "@/crm/intake/requests/interpret.ts";
import { readPayload } from "@/crm/intake/requests/payload.ts";
import { getSource } from "@/crm/intake/sources/sources.ts";
import type { MappingLine } from "@/store/tables/intake.ts";

export interface Sampled {
  leaves: Leaf[];
  /** What would be taken if there were no mapping. */
  guessed: MappingLine[];
  values: Values;
  problems: Problem[];
  suspicion: string | null;
}

/** @throws {ForbiddenError} */
export async function sample(
  store: Store,
  access: Access,
  input: { id: string; body: string; contentType: string; mapping?: MappingLine[] },
): Promise<Result<Sampled>> {
  require(access, "sources.manage");
  const source = await getSource(store, access, input);
  if (!source) return new Refusal("records.error.no-source").toResult();
  const body = new TextEncoder().encode(input.body);
  const payload = await readPayload(body, input.contentType);
  if (!payload.ok) return { ok: false, code: payload.code };
  const schema = await schemaOf(store, "lead");
  const leaves = leavesOf(payload.tree);
  const own = [...schema.values()].filter((field) => field.title)
    .map(({ key, title }) => ({ key, titles: [title!.ru, title!.en] }));
  const site = await siteSettings(store.db);
  const read = await interpret({ body, contentType: input.contentType }, {
    source: { ...source, mapping: input.mapping ?? source.mapping },
    schema,
    timeZone: site.timeZone,
    ip: "",
    at: new Date(),
  });
  const meaning = read.ok ? read.meaning : { values: {}, problems: [], suspicion: null };
  return {
    ok: true,
    value: {
      leaves,
      guessed: guessMapping(leaves, own),
      values: meaning.values,
      problems: meaning.problems,
      suspicion: meaning.suspicion,
    },
  };
}
