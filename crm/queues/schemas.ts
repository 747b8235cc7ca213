/** What administrators may send when they set the contact centre up. */
import { z } from "zod";

const id = z.uuid();
const key = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const name = z.string().trim().min(1).max(120);
const title = z.string().trim().min(1).max(120);
const version = z.number().int().optional();
/** Durations are milliseconds, as everywhere behind the forms. */
const ms = (max: number, min = 0) => z.number().int().min(min).max(max);
const HOUR = 3_600_000;

/** What Asterisk may be told to play: `sound:name`, `recording:name`; never a remote address. */
export const mediaSchema = z.string().max(200).regex(/^(sound|recording|tone):[\p{L}\p{N}_./;=-]+$/u)
  .refine((uri) => !uri.includes(".."));

export const strategySchema = z.enum([
  "longest-idle",
  "round-robin",
  "fewest-calls",
  "least-talk-time",
  "random",
  "ring-all",
  "linear",
]);
const emptyRule = z.enum(["always", "logged-in", "ready"]);
const level = z.number().int().min(1).max(100);

/** Ordered by `afterMs`; levels only fall. */
export const skillNeedSchema = z.object({
  skill: key,
  minLevel: level,
  relax: z.array(z.object({ afterMs: ms(24 * HOUR), minLevel: z.number().int().min(0).max(100) })).max(20)
    .refine((steps) => steps.every((step, i) => i === 0 || step.afterMs > steps[i - 1].afterMs)),
}).refine((need) =>
  need.relax.every((step, i) => step.minLevel < (i === 0 ? need.minLevel : need.relax[i - 1].minLevel))
);

const queueFields = {
  name,
  strategy: strategySchema,
  weight: z.number().int().min(-1_000).max(1_000),
  ringTimeoutMs: ms(300_000, 1_000),
  wrapUpMs: ms(HOUR),
  dispositionRequired: z.boolean(),
  maxWaitMs: ms(24 * HOUR),
  maxWaiting: z.number().int().min(0).max(10_000),
  joinEmpty: emptyRule,
  leaveEmpty: emptyRule,
  overflow: id.nullable(),
  serviceLevelMs: ms(HOUR, 1_000),
  announce: z.object({
    positionEveryMs: ms(HOUR),
    expectedWait: z.boolean(),
    periodic: z.array(mediaSchema).max(20),
    periodicEveryMs: ms(HOUR),
    minGapMs: ms(HOUR),
    language: z.enum(["ru", "en"]),
  }),
  /** Class of musiconhold.conf. */
  music: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  skills: z.array(skillNeedSchema).max(20)
    .refine((needs) => new Set(needs.map((need) => need.skill)).size === needs.length),
  missed: z.object({ autoPause: z.boolean(), delayMs: ms(HOUR) }),
  record: z.boolean(),
};

export const createQueueSchema = z.object({
  name,
  strategy: queueFields.strategy.default("longest-idle"),
  weight: queueFields.weight.default(0),
  ringTimeoutMs: queueFields.ringTimeoutMs.default(20_000),
  wrapUpMs: queueFields.wrapUpMs.default(15_000),
  dispositionRequired: queueFields.dispositionRequired.default(false),
  maxWaitMs: queueFields.maxWaitMs.default(0),
  maxWaiting: queueFields.maxWaiting.default(0),
  joinEmpty: queueFields.joinEmpty.default("always"),
  leaveEmpty: queueFields.leaveEmpty.default("always"),
  overflow: queueFields.overflow.default(null),
  serviceLevelMs: queueFields.serviceLevelMs.default(20_000),
  announce: queueFields.announce.default({
    positionEveryMs: 60_000,
    expectedWait: true,
    periodic: [],
    periodicEveryMs: 0,
    minGapMs: 15_000,
    language: "ru",
  }),
  music: queueFields.music.default("default"),
  skills: queueFields.skills.default([]),
  missed: queueFields.missed.default({ autoPause: false, delayMs: 5_000 }),
  record: queueFields.record.default(true),
});
export type CreateQueue = z.input<typeof createQueueSchema>;
export const updateQueueSchema = z.object({ id, version, ...z.object(queueFields).partial().shape });
export type UpdateQueue = z.input<typeof updateQueueSchema>;
export const archiveSchema = z.object({ id });

const numberFields = {
  /** E.164 with or without plus, or what the trunk sends: digits. */
  did: z.string().trim().regex(/^\+?[0-9*#]{1,20}$/),
  label: z.string().trim().max(120),
  queue: id,
  greeting: z.array(mediaSchema).max(20),
  language: z.enum(["ru", "en"]),
  priority: z.number().int().min(-1_000).max(1_000),
  record: z.boolean(),
};
export const createNumberSchema = z.object({
  ...numberFields,
  label: numberFields.label.default(""),
  greeting: numberFields.greeting.default([]),
  language: numberFields.language.default("ru"),
  priority: numberFields.priority.default(0),
  record: numberFields.record.default(true),
});
export type CreateNumber = z.input<typeof createNumberSchema>;
export const updateNumberSchema = z.object({ id, version, ...z.object(numberFields).partial().shape });
export type UpdateNumber = z.input<typeof updateNumberSchema>;

/** All members of one queue at once: what stands in the form is what is stored. */
export const setMembersSchema = z.object({
  queue: id,
  members: z.array(z.object({
    user: id,
    order: z.number().int().min(0).max(10_000).default(0),
    penalty: z.number().int().min(0).max(1_000).default(0),
  })).max(1_000).refine((members) => new Set(members.map((member) => member.user)).size === members.length),
});
export type SetMembers = z.input<typeof setMembersSchema>;

export const skillSchema = z.object({ key, titleRu: title, titleEn: title });
export const setUserSkillsSchema = z.object({ user: id, skills: z.record(key, level) });

export const pauseReasonSchema = z.object({
  key,
  titleRu: title,
  titleEn: title,
  countsAsWork: z.boolean().default(false),
  position: z.number().int().min(0).max(1_000).default(0),
});
export type PauseReasonInput = z.input<typeof pauseReasonSchema>;

export const dispositionSchema = z.object({
  code: key,
  queue: id.nullable().default(null),
  titleRu: title,
  titleEn: title,
  outcome: z.enum(["success", "neutral", "failure", "call-back"]).default("neutral"),
  position: z.number().int().min(0).max(1_000).default(0),
});
export type DispositionInput = z.input<typeof dispositionSchema>;

export const keySchema = z.object({ key });

const timeZone = z.string().max(64).refine((zone) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
});
export const siteSettingsSchema = z.object({
  companyName: z.string().trim().max(120).optional(),
  timeZone: timeZone.optional(),
  locale: z.enum(["ru", "en"]).optional(),
  /** Minutes after which an overdue task is told to supervisors; null: never. */
  escalateAfter: z.number().int().min(1).max(525_600).nullable().optional(),
});
export type SiteSettingsInput = z.input<typeof siteSettingsSchema>;
