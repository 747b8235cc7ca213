/** Built-in fields of each kind. Their order is the order of forms, cards and column choosers. */
import type { Field, RecordKind } from "@/crm/record/types.ts";

type Spec = Partial<Omit<Field, "key" | "title" | "options">> & { type: Field["type"] };

const text = (max = 200): Spec => ({ type: "text", max });
const own = (type: Field["type"], column: string, more: Partial<Spec> = {}): Spec => ({ type, column, ...more });

const SHARED_END: Record<string, Spec> = {
  tags: { type: "tags" },
  owner: own("user", "owner_id"),
  team: own("team", "team_id"),
  timeZone: own("text", "time_zone", { max: 60 }),
  doNotCall: own("checkbox", "do_not_call"),
  note: { type: "long-text", max: 4_000 },
  created: own("datetime", "created_at", { readOnly: true }),
  updated: own("datetime", "updated_at", { readOnly: true }),
};

const SPECS: Record<RecordKind, Record<string, Spec>> = {
  lead: {
    name: text(),
    status: { type: "select", choices: ["new", "working", "qualified", "disqualified", "converted"] },
    reason: text(300),
    phones: { type: "phones" },
    emails: { type: "emails" },
    company: text(),
    position: text(),
    budget: { type: "money" },
    source: own("source", "source_id"),
    website: { type: "url", max: 500 },
    city: text(120),
    region: text(120),
    language: text(20),
    contact: own("record", "contact_id", { target: "contact" }),
    companyLink: own("record", "company_id", { target: "company" }),
    utm: { type: "params", readOnly: true },
    assigned: own("datetime", "assigned_at", { readOnly: true }),
    firstResponse: own("datetime", "first_response_at", { readOnly: true }),
    ...SHARED_END,
  },
  contact: {
    name: text(),
    phones: { type: "phones" },
    emails: { type: "emails" },
    company: text(),
    companyLink: own("record", "company_id", { target: "company" }),
    position: text(),
    birthday: { type: "date" },
    source: own("source", "source_id"),
    city: text(120),
    language: text(20),
    ...SHARED_END,
  },
  company: {
    name: text(),
    phones: { type: "phones" },
    emails: { type: "emails" },
    website: { type: "url", max: 500 },
    taxId: own("text", "tax_id", { max: 30 }),
    industry: text(120),
    city: text(120),
    address: text(400),
    ...SHARED_END,
  },
};

/** Built-in fields of a kind, by key. */
export const BUILT_IN: Record<RecordKind, ReadonlyMap<string, Field>> = {
  lead: build("lead"),
  contact: build("contact"),
  company: build("company"),
};

function build(kind: RecordKind): ReadonlyMap<string, Field> {
  const fields = Object.entries(SPECS[kind]).map(([key, spec]): [string, Field] => [key, {
    key,
    column: key,
    title: null,
    options: [],
    choices: [],
    required: false,
    readOnly: false,
    max: 200,
    target: null,
    ...spec,
  }]);
  return new Map(fields);
}
