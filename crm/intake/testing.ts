/** Sources and requests for tests. */
import { SYSTEM } from "@/store/access.ts";
import { systemClock } from "@/actors/runtime/mod.ts";
import type { Store } from "@/crm/records.ts";
import { unwrap } from "@/crm/result.ts";
import { receive, type Received } from "@/crm/intake/requests/receive.ts";
import { createSource, getSource, type Source, updateSource } from "@/crm/intake/sources/sources.ts";
import type { UpdateSource } from "@/crm/intake/sources/schemas.ts";
import { IntakeWorker } from "@/crm/intake/worker.ts";

export async function makeSource(
  store: Store,
  kind: "form" | "webhook" | "email" | "sms" = "webhook",
  fields: Partial<UpdateSource> = {},
): Promise<Source> {
  const id = unwrap(await createSource(store, SYSTEM, { kind, name: `Source ${kind}` }));
  unwrap(await updateSource(store, SYSTEM, { id, ...fields }));
  return (await getSource(store, SYSTEM, { id }))!;
}

export function send(
  store: Store,
  source: Source,
  payload: unknown,
  more: { key?: string; contentType?: string; suspicion?: string } = {},
): Promise<Received> {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  return receive(store, {
    source: source.id,
    body: new TextEncoder().encode(body),
    contentType: more.contentType ?? "application/json",
    ...more,
  });
}

/** Looks at everything that is due. */
export async function processAll(store: Store): Promise<void> {
  const worker = new IntakeWorker(store, systemClock);
  try {
    await worker.idle();
  } finally {
    await worker.close();
  }
}
