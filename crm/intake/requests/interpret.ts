/**
 * What a request says, by its source's kind: values of a lead, consents with their proof, the words of a message, and
 * what is known of it besides (an automatic answer, a reply). Touches no database.
 */
import { applyMapping, type Mapped, type Problem } from "@/crm/intake/mapping/apply.ts";
import names from "@/crm/intake/mapping/names.json" with { type: "json" };
import { guessMapping } from "@/crm/intake/mapping/guess.ts";
import { leavesOf, type Tree } from "@/crm/intake/mapping/paths.ts";
import { parsePhone } from "@/crm/contacts/phone.ts";
import { readPayload } from "@/crm/intake/requests/payload.ts";
import { PAGE, SEALED, suspicionOfText, TRAP } from "@/crm/intake/spam/verdict.ts";
import { USUAL_FORM } from "@/crm/intake/sources/schemas.ts";
import type { Source } from "@/crm/intake/sources/sources.ts";
import { isEmpty, type Schema, type Values } from "@/crm/record/mod.ts";
import type { ConsentChannel } from "@/store/tables/records.ts";
import type { MappingLine } from "@/store/tables/intake.ts";

export interface GivenConsent {
  channel: ConsentChannel;
  granted: boolean;
  proof: string;
}

export interface Meaning {
  values: Values;
  problems: Problem[];
  consents: GivenConsent[];
  /** What the person wrote, shortened; for the list and the event. */
  text: string;
  /** Shown in the list. */
  title: string;
  /** Of a message: its id, what it answers, and who sent it (a program?). */
  mail: { answers: string[]; sort: string } | null;
  suspicion: string | null;
}

export type Interpreted = { ok: true; meaning: Meaning } | { ok: false; code: string };

export interface InterpretOptions {
  source: Pick<Source, "kind" | "mapping" | "settings" | "tags" | "key" | "formVersion">;
  schema: Schema;
  timeZone: string;
  ip: string;
  at: Date;
}

const MAIL_MAPPING: MappingLine[] = [
  { from: "fromName", to: "name" },
  { from: "fromAddress", to: "emails" },
  { from: "subject", to: "note" },
  { from: "text", to: "note" },
];

export async function interpret(
  raw: { body: Uint8Array; contentType: string },
  options: InterpretOptions,
): Promise<Interpreted> {
  const payload = await readPayload(raw.body, raw.contentType);
  if (!payload.ok) return payload;
  const { source } = options;
  const tree = source.kind === "form" ? withoutOwn(payload.tree) : payload.tree;
  const mapping = source.mapping.length > 0
    ? source.mapping
    : payload.mail
    ? MAIL_MAPPING
    : source.kind === "form"
    ? formMapping(formKeys(source), tree)
    : source.kind === "sms"
    ? smsMapping(tree)
    : [];
  const mapped = applyMapping(tree, { ...options, mapping });
  if (payload.mail && !mapped.values.name && mapped.values.emails) mapped.values.name = nameless(mapped);
  const tags = [...new Set([...(mapped.values.tags as string[] | undefined) ?? [], ...source.tags])];
  if (tags.length > 0) mapped.values.tags = tags.slice(0, 50);
  const consents = consentsOf(payload.tree, options);
  const text = textOf(payload.tree, mapped.values);
  if (nothing(mapped.values)) return { ok: false, code: "intake.error.empty" };
  return {
    ok: true,
    meaning: {
      ...mapped,
      consents,
      text,
      title: titleOf(mapped.values, payload.tree),
      mail: payload.mail && { answers: payload.mail.answers, sort: payload.mail.sort },
      suspicion: source.kind === "form" ? null : suspicionOfText(text),
    },
  };
}

/** Providers call the sender by many names; the first that holds a number is it. */
function smsMapping(tree: Tree): MappingLine[] {
  const leaves = leavesOf(tree);
  const nameOf = (path: string) => path.split(".").at(-1)!.toLowerCase().replace(/[^a-z]/g, "");
  const from = names.smsFrom.map((name) =>
    leaves.find((leaf) => nameOf(leaf.path) === name && parsePhone(`${leaf.value}`))
  )
    .find(Boolean);
  const guessed = guessMapping(leaves, []).filter(({ to }) => !from || to !== "phones");
  return from ? [{ from: from.path, to: "phones" }, ...guessed] : guessed;
}

function formKeys({ settings: { form } }: InterpretOptions["source"]): string[] {
  return (form.fields.length > 0 ? form.fields : USUAL_FORM).map(({ key }) => key);
}

/** Our own form's inputs are called by the lead's fields; what a site's own form has besides is guessed by names. */
function formMapping(keys: readonly string[], tree: Tree): MappingLine[] {
  const own = new Set(keys);
  const here = (key: string) => tree !== null && typeof tree === "object" && Object.hasOwn(tree, key);
  const rest = leavesOf(tree).filter(({ path }) => !own.has(path.split(".")[0]));
  return [...keys.filter(here).map((key) => ({ from: key, to: key })), ...guessMapping(rest, [])];
}

function withoutOwn(tree: Tree): Tree {
  if (tree === null || typeof tree !== "object" || Array.isArray(tree)) return tree;
  const own = new Set([TRAP, SEALED, PAGE]);
  return Object.fromEntries(Object.entries(tree).filter(([name]) => !own.has(name) && !/^consent_\d+$/.test(name)));
}

/** Check boxes of our form: what stood beside each is the proof, with where, when and from which version of the form. */
function consentsOf(tree: Tree, options: InterpretOptions): GivenConsent[] {
  const { source, at, ip } = options;
  if (source.kind !== "form" || tree === null || typeof tree !== "object" || Array.isArray(tree)) return [];
  return source.settings.form.consents.flatMap((consent, n) => {
    if (!Object.hasOwn(tree, `consent_${n}`)) return [];
    const link = consent.link ? `\n${consent.link}` : "";
    const where = `form ${source.key} v${source.formVersion} · ${at.toISOString()} · IP ${ip || "?"}`;
    return [{ channel: consent.channel, granted: true, proof: `${consent.text}${link}\n${where}` }];
  });
}

const nothing = (values: Values) =>
  Object.entries(values).every(([key, value]) => ["tags", "utm", "doNotCall"].includes(key) || isEmpty(value));

function nameless(mapped: Mapped): string {
  const [first] = mapped.values.emails as { value: string }[];
  return first.value.split("@")[0];
}

function textOf(tree: Tree, values: Values): string {
  const own = tree !== null && typeof tree === "object" && !Array.isArray(tree) ? tree : {};
  const text = ["text", "message", "body", "comment"].map((name) => Object.hasOwn(own, name) ? own[name] : undefined)
    .find((value) => typeof value === "string" && value !== "");
  return String(text ?? values.note ?? "").slice(0, 4_000);
}

/** A name, else a way to answer, else the first words. */
function titleOf(values: Values, tree: Tree): string {
  const first = (key: string) => ((values[key] as { value: string }[] | undefined) ?? [])[0]?.value;
  const subject = tree !== null && typeof tree === "object" && !Array.isArray(tree) && Object.hasOwn(tree, "subject")
    ? tree.subject
    : "";
  const title = [values.name, first("phones"), first("emails"), values.company, subject, values.note].find(Boolean);
  return String(title ?? "").replace(/\s+/g, " ").slice(0, 200);
}
