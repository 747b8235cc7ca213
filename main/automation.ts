/** Automation at work: the engine looks when records are told of, and each moment besides; letters are sent by jobs. */
import { sql } from "kysely";
import { getLogger } from "@logtape/logtape";
import type { Clock, LiveValue } from "@/actors/runtime/types.ts";
import { AUTOMATION_CHANNEL, Engine, type Letter } from "@/crm/automation/mod.ts";
import { Mailer } from "@/crm/mail_out/mod.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { RECORDS_CHANNEL } from "@/crm/record/mod.ts";
import { Refusal } from "@/crm/result.ts";
import { choiceWords } from "@/routes/(_door)/automation.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import type { Store } from "@/store/store.ts";

const log = getLogger(["kommutator", "automation"]);
const LETTERS_JOB = "automation-letters";
/** A server that is away for a few hours is waited for. */
const LETTER_TRIES = 10;
const LETTER_PAUSE_MS = 20_000;

/** @returns the way to stop */
export async function startAutomation(
  store: Store,
  options: { clock: Clock; jobs: Jobs },
): Promise<() => Promise<void>> {
  const { clock, jobs } = options;
  const { locale } = await siteSettings(store.db);
  const mailer = new Mailer(store);
  jobs.work(LETTERS_JOB, (payload) => sendLetter(mailer, payload), { concurrency: 2 });
  const engine = new Engine(store, {
    clock,
    words: choiceWords(locale),
    ports: {
      now: () => clock.now(),
      jobs,
      async mail(trx, letter) {
        const { rows: [server] } = await sql<{ enabled: boolean }>`select enabled from mail_server`.execute(trx);
        if (!server?.enabled) throw new Refusal("automation.error.no-mail");
        const { key } = letter;
        const job = { maxAttempts: LETTER_TRIES, backoffMs: LETTER_PAUSE_MS, key, tx: trx };
        await jobs.enqueue(LETTERS_JOB, { ...letter }, job);
      },
    },
  });
  const wake = () => engine.wake();
  const stops = await Promise.all(
    [RECORDS_CHANNEL, AUTOMATION_CHANNEL].map((channel) => store.listen(channel, { message: wake, gap: wake })),
  );
  engine.start();
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
    await engine.stop();
    mailer.close();
  };
}

/** The same letter twice has the same Message-ID. @throws to be tried again */
async function sendLetter(mailer: Mailer, payload: LiveValue): Promise<void> {
  const { to, subject, text, key } = payload as unknown as Letter;
  const html = `<div style="white-space:pre-wrap">${escaped(text)}</div>`;
  const { failure, ...attempt } = await mailer.send({ to, subject, text, html, id: key.replaceAll("/", ".") });
  if (failure === null) return;
  if ("retry" in attempt && attempt.retry) throw new Error(failure);
  log.warn("a letter of a rule was not taken: {failure}", { failure });
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
