/** A receiver on this machine, and a company with a webhook to it. For tests only. */
import http from "node:http";
import type { AddressInfo } from "node:net";
import { type Access, SYSTEM } from "@/store/access.ts";
import { type Jobs, openJobs } from "@/store/jobs/mod.ts";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { createRecord } from "@/crm/record/mod.ts";
import type { Store } from "@/crm/records.ts";
import { unwrap } from "@/crm/result.ts";
import { createWebhook, createWebhookSchema, Deliveries, dispatchEvents } from "@/crm/webhooks/mod.ts";
import type { Ports } from "@/crm/webhooks/deliver.ts";

export interface Got {
  headers: http.IncomingHttpHeaders;
  body: string;
}

export interface Receiver {
  url: string;
  got: Got[];
  /** How the next requests are answered; default 200. */
  answer(request: http.IncomingMessage, response: http.ServerResponse): void;
}

export async function withReceiver<T>(use: (receiver: Receiver) => Promise<T>): Promise<T> {
  const receiver: Receiver = { url: "", got: [], answer: (_, response) => response.end("ok") };
  const server = http.createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => body += chunk);
    request.on("end", () => {
      receiver.got.push({ headers: request.headers, body });
      receiver.answer(request, response);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  try {
    return await use(receiver);
  } finally {
    server.closeAllConnections();
    await new Promise<void>((done) => server.close(() => done()));
  }
}

export interface World {
  store: Store;
  config: object;
  jobs: Jobs;
  admin: Access;
  receiver: Receiver;
  webhook: string;
  secret: string;
  /** A clock that stands until it is moved. */
  clock: { at: number };
  deliveries(ports?: Partial<Ports>): Deliveries;
  lead(name: string): Promise<string>;
  dispatch(): Promise<number>;
  rows(): Promise<{ id: string; event_type: string; state: string; attempts: number; error: string | null }[]>;
  hook(): Promise<{ enabled: boolean; failing_since: Date | null; disabled_reason: string | null }>;
}

export async function withWebhook(use: (world: World) => Promise<void>, events = ["lead.*"]): Promise<void> {
  await withReceiver((receiver) =>
    withDatabase(async (store, config) => {
      const { admin } = await company(store);
      const jobs = await openJobs(store);
      const input = createWebhookSchema.parse({ name: "Shop", url: receiver.url, events, allowPrivate: true });
      const { webhook, secret } = unwrap(await createWebhook(store, admin, input));
      await dispatchEvents(store, jobs);
      const clock = { at: Date.now() + 1_000 };
      try {
        await use({
          store,
          config,
          jobs,
          admin,
          receiver,
          webhook: webhook.id,
          secret,
          clock,
          deliveries: (ports) => new Deliveries(store, jobs, { now: () => clock.at, random: () => 0.5, ...ports }),
          lead: async (name) => unwrap(await createRecord(store, SYSTEM, { kind: "lead", values: { name } })).id,
          dispatch: () => dispatchEvents(store, jobs),
          rows: () =>
            store.db.selectFrom("webhook_deliveries").select(["id", "event_type", "state", "attempts", "error"])
              .orderBy("created_at").orderBy("id").execute(),
          hook: () =>
            store.db.selectFrom("webhooks").select(["enabled", "failing_since", "disabled_reason"])
              .where("id", "=", webhook.id).executeTakeFirstOrThrow(),
        });
      } finally {
        await jobs.close();
      }
    })
  );
}
