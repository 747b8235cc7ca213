/** What administrators may send about sources. */
import { z } from "zod";

const id = z.uuid();
const line = z.string().trim().max(300);
const text = z.string().trim();

/** A field's key, an own field, or one parameter of how the person came. */
const target = z.string().regex(/^([a-zA-Z][a-zA-Z0-9_]{0,42}|utm\.[a-zA-Z0-9_-]{1,60})$/);

export const mappingSchema = z.array(
  z.object({
    from: z.string().trim().min(1).max(300).optional(),
    value: z.string().max(1_000).optional(),
    to: target,
  }).refine(({ from, value }) => (from === undefined) !== (value === undefined)),
).max(100);

/** `https://shop.example`; `*`: every site. */
const origin = z.string().trim().max(200).refine((value) => {
  if (value === "*") return true;
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && new URL(value).origin === value;
});

const webAddress = z.union([
  z.literal(""),
  z.string().trim().max(500).refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)),
]);

export const formSchema = z.object({
  title: line.default(""),
  lead: text.max(1_000).default(""),
  button: z.string().trim().max(60).default(""),
  thanks: text.max(1_000).default(""),
  /** What people fill in, in order. */
  fields: z.array(z.object({
    key: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,42}$/),
    label: z.string().trim().max(120).default(""),
    required: z.boolean().default(false),
  })).max(30).default([]),
  /** Each is asked by a check box; its words are kept as the proof. */
  consents: z.array(z.object({
    channel: z.enum(["call", "sms", "email", "messenger", "personal-data"]),
    text: text.min(1).max(2_000),
    link: webAddress.default(""),
    required: z.boolean().default(true),
  })).max(5).default([]),
  language: z.enum(["auto", "ru", "en"]).default("auto"),
  theme: z.enum(["auto", "light", "dark"]).default("light"),
});
export type FormSettings = z.output<typeof formSchema>;

/** A form that nobody has set up yet still asks who and how. */
export const USUAL_FORM: FormSettings["fields"] = [
  { key: "name", label: "", required: false },
  { key: "phones", label: "", required: true },
  { key: "note", label: "", required: false },
];

export const imapSchema = z.object({
  host: z.string().trim().min(1).max(253).regex(/^[a-zA-Z0-9.:-]+$/),
  port: z.number().int().min(1).max(65535).default(993),
  /** `tls` from the first byte, `starttls`, or bare inside one's own network. */
  security: z.enum(["tls", "starttls", "none"]).default("tls"),
  user: z.string().trim().min(1).max(254),
  folder: z.string().trim().min(1).max(200).default("INBOX"),
  /** Also what lay there before: else only mail that comes from now on. */
  old: z.boolean().default(false),
});
export type ImapSettings = z.output<typeof imapSchema>;

export const settingsSchema = z.object({
  /** Sites that may show the form or send from a browser. */
  origins: z.array(origin).max(50).default([]),
  /** Where a browser goes after a plain form; "": a page of ours. */
  thanksUrl: webAddress.default(""),
  /** Where the sender's own id stands in the payload; "": only the header `Idempotency-Key` names a request. */
  idPath: z.string().trim().max(300).default(""),
  /** Faster than this no person fills the form in. */
  minFillMs: z.number().int().min(0).max(60_000).default(2_000),
  form: formSchema.default(formSchema.parse({})),
  imap: imapSchema.nullable().default(null),
  missed: z.object({
    outcomes: z.array(z.enum(["abandoned", "timeout", "refused", "unrouted", "lost"])).max(5)
      .default(["abandoned", "timeout", "refused", "lost"]),
    /** One number makes one request in this time. */
    windowMs: z.number().int().min(60_000).max(30 * 86_400_000).default(86_400_000),
    /** When the call is to be returned. */
    dueMs: z.number().int().min(60_000).max(7 * 86_400_000).default(900_000),
  }).default({
    outcomes: ["abandoned", "timeout", "refused", "lost"],
    windowMs: 86_400_000,
    dueMs: 900_000,
  }),
});
export type SourceSettings = z.output<typeof settingsSchema>;

const fields = {
  name: z.string().trim().min(1).max(120),
  proof: z.enum(["none", "bearer", "hmac"]),
  enabled: z.boolean(),
  autoAccept: z.boolean(),
  duplicates: z.enum(["new", "append", "inbox"]),
  acceptAnswers: z.boolean(),
  targetMs: z.number().int().min(60_000).max(604_800_000),
  mapping: mappingSchema,
  settings: settingsSchema,
  tags: z.array(z.string().trim().min(1).max(60)).max(20),
  rule: id.nullable(),
};

export const createSourceSchema = z.object({
  kind: z.enum(["form", "webhook", "email", "sms"]),
  name: fields.name,
  settings: z.unknown().optional(),
});

export const updateSourceSchema = z.object({
  id,
  version: z.number().int().optional(),
  /** Of the mailbox; absent: as it was. */
  password: z.string().min(1).max(500).optional(),
  ...z.object(fields).partial().shape,
});
export type UpdateSource = z.output<typeof updateSourceSchema>;

export const rotateSchema = z.object({ id, what: z.enum(["key", "secret"]) });

export const sampleSchema = z.object({
  id,
  body: z.string().max(262_144),
  contentType: z.string().max(200).default("application/json"),
  mapping: mappingSchema.optional(),
});
