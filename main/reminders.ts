/**
 * Reminders and notices at work: what is due is told, pushed and mailed in the person's language; what was given to
 * somebody is told; open consoles hear by the topic `notices/<user>` that there is something to read (no word of it).
 */
import { getLogger } from "@logtape/logtape";
import type { Clock } from "@/actors/runtime/types.ts";
import type { LiveTopics } from "@/actors/runtime/views.ts";
import { noticeLetter } from "@/components/notices/letter.ts";
import { noticeWords } from "@/components/notices/words.ts";
import { Mailer, type MailerOptions } from "@/crm/mail_out/mod.ts";
import { NOTICES_CHANNEL, tellAssigned } from "@/crm/notices/mod.ts";
import { Push } from "@/crm/push/mod.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { type Outgoing, startReminders } from "@/crm/reminders/mod.ts";
import { t } from "@/locales/mod.ts";
import type { Store } from "@/store/store.ts";

const log = getLogger(["kommutator", "reminders"]);

const ASSIGNED_EVERY_MS = 1_000;

export function noticesTopic(user: string): string {
  return `notices/${user}`;
}

export interface NoticesOptions {
  topics: LiveTopics;
  clock: Clock;
  /** Address that people open the console by; null: letters have no links. */
  publicUrl: string | null;
  /** Push services of tests stand on this machine. */
  allowPrivate?: boolean;
  mailer?: MailerOptions;
}

/** @returns the way to stop */
export async function startNotices(store: Store, options: NoticesOptions): Promise<() => Promise<void>> {
  const { clock, publicUrl, allowPrivate } = options;
  const contact = publicUrl?.startsWith("https:") ? publicUrl : null;
  const push = new Push(store, { contact, allowPrivate, now: () => clock.now() });
  const mailer = new Mailer(store, options.mailer);
  const failed = (error: unknown) => log.warn("reminders: {error}", { error: String(error) });
  const words = async (outgoing: Outgoing) => {
    const { timeZone, companyName } = await siteSettings(store.db);
    const translate = t(outgoing.locale);
    return { ...noticeWords(translate, outgoing, { locale: outgoing.locale, timeZone }), translate, companyName };
  };
  const unlisten = await feed(store, options.topics);
  const stopReminders = await startReminders(store, {
    clock,
    failed,
    async push(outgoing) {
      const { title, text } = await words(outgoing);
      const { user, notice: id, link, toldAt: at } = outgoing;
      return await push.send(user, { id, title, text, link, at });
    },
    async email(outgoing) {
      if (!outgoing.email) return { failure: "no-address", retry: false };
      const { title, text, translate, companyName } = await words(outgoing);
      const url = publicUrl && outgoing.link ? new URL(outgoing.link, publicUrl).href : null;
      const settings = publicUrl && new URL("/notifications?tab=settings", publicUrl).href;
      const letter = noticeLetter(translate, { title, text }, { url, settings, company: companyName });
      return await mailer.send({ ...letter, to: outgoing.email, id: outgoing.id });
    },
  });
  const stopAssigned = every(clock, ASSIGNED_EVERY_MS, { work: async () => void await tellAssigned(store), failed });
  return async () => {
    await stopAssigned();
    await stopReminders();
    await unlisten();
    mailer.close();
  };
}

/** What was told, here or by another node, reaches the consoles of those it concerns. */
function feed(store: Store, topics: LiveTopics): Promise<() => Promise<void>> {
  let n = 0;
  const put = (user: string) => topics.put(noticesTopic(user), "*", { n: ++n });
  const everybody = async () => {
    const rows = await store.db.selectFrom("sessions").select("user_id").distinct().where("revoked_at", "is", null)
      .where("expires_at", ">", new Date()).execute();
    for (const { user_id } of rows) put(user_id);
  };
  return store.listen(NOTICES_CHANNEL, {
    message: (payload) => (JSON.parse(payload) as { users: string[] }).users.forEach(put),
    // Something may have been missed while the connection was away.
    gap: () => void everybody().catch((error) => log.warn("reminders: {error}", { error: String(error) })),
  });
}

/** One run after the other, each a pause after the last; a failure is told and the next run tries again. */
function every(clock: Clock, pauseMs: number, does: { work: () => Promise<void>; failed: (error: unknown) => void }) {
  const { work, failed } = does;
  let stopped = false;
  let timer: unknown;
  let running: Promise<void> = Promise.resolve();
  const run = async () => {
    await work().catch(failed);
    if (!stopped) timer = clock.after(pauseMs, () => running = run());
  };
  running = run();
  return async () => {
    stopped = true;
    clock.clear(timer);
    await running;
  };
}
