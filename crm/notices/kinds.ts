/** What people are told of, with what each kind says. Words: `notices.kind.<kind>` and `notices.kind.<kind>.title|text`. Pure. */
import type { ReminderChannel } from "@/store/tables/sales.ts";

export type NoticeChannel = ReminderChannel;
export const CHANNELS: readonly NoticeChannel[] = ["app", "push", "email"];

/** Plain data that fills the words; times as ISO text. */
export interface NoticeData {
  /** A task is due soon, or was when nobody could say so. */
  "reminder": { task: string; due: string; allDay: boolean; minutes: number; lateMinutes: number };
  /** To whom it was given, by somebody else; `count` of them at once, then `name` is the first one's. */
  "task-assigned": { name: string; by: string; count: number };
  "deal-assigned": { name: string; by: string; count: number };
  "lead-assigned": { name: string; by: string; count: number };
  /** Escalation: somebody's task is not done. */
  "task-overdue": { task: string; owner: string; due: string };
  "mention": { name: string; by: string; text: string };
  "import-finished": { name: string; done: number; failed: number };
  /** A rule says something in its own words. */
  "automation": { rule: string; text: string };
  /** To the owner of a rule: it could not do its work, went round in a circle, or rests for that. */
  "automation-failed": { rule: string; what: "failed" | "stopped" | "paused" };
  /** To those who look after forecasting models; `n` is the version's number, 0: none. */
  "model-drifted": { model: string; n: number };
  "model-promoted": { model: string; n: number };
  "model-not-better": { model: string; n: number };
  "model-failed": { model: string; n: number };
}
export type NoticeKind = keyof NoticeData;

/** How each kind comes to people who have chosen nothing. A reminder goes the ways that its task says. */
export const DEFAULT_CHANNELS: Record<NoticeKind, readonly NoticeChannel[]> = {
  "reminder": ["app", "push", "email"],
  "task-assigned": ["app", "push"],
  "deal-assigned": ["app", "push"],
  "lead-assigned": ["app", "push"],
  "task-overdue": ["app", "push"],
  "mention": ["app", "push", "email"],
  "import-finished": ["app"],
  "automation": ["app", "push"],
  "automation-failed": ["app"],
  "model-drifted": ["app", "push"],
  "model-promoted": ["app"],
  "model-not-better": ["app"],
  "model-failed": ["app"],
};
export const NOTICE_KINDS = Object.keys(DEFAULT_CHANNELS) as NoticeKind[];

export function isNoticeKind(text: string): text is NoticeKind {
  return Object.hasOwn(DEFAULT_CHANNELS, text);
}

/**
 * The ways that a notice goes to a person: what the person chose for the kind, else what the teller asked for, else the
 * program's defaults. A reminder's ways are chosen on the task, and only narrowed here.
 */
export function channelsFor(
  kind: NoticeKind,
  options: { chosen?: readonly NoticeChannel[]; asked?: readonly NoticeChannel[] },
): NoticeChannel[] {
  const { chosen, asked } = options;
  if (kind === "reminder" && chosen && asked) {
    return CHANNELS.filter((one) => chosen.includes(one) && asked.includes(one));
  }
  const ways = chosen ?? asked ?? DEFAULT_CHANNELS[kind];
  return CHANNELS.filter((one) => ways.includes(one));
}
