/** Reads a stream back: its snapshot and the entries after it, complete or not at all. */
import type pg from "pg";
import type { ActorId, JournalEntry, Snapshot } from "@/actors/runtime/types.ts";
import { isConnectionTrouble } from "../pool.ts";

const PAGE = 5_000;
/** How long a load waits for a server that is restarting. */
const PATIENCE_MS = 5_000;

interface Row {
  seq: string;
  at: string;
  event: unknown;
  command: string | null;
  origin: string | null;
  cause: string | null;
}

/** @throws when entries are missing (then the state cannot be known), or when the server stays away. */
export async function loadStream(
  pool: pg.Pool,
  stream: ActorId,
  version?: number,
): Promise<{ snapshot?: Snapshot; entries: JournalEntry[] }> {
  const snapshot = await loadSnapshot(pool, stream, version);
  const entries: JournalEntry[] = [];
  let after = snapshot?.seq ?? 0;
  for (;;) {
    const { rows } = await patiently(() =>
      pool.query<Row>({
        name: "journal-load",
        text: `select seq, (extract(epoch from at) * 1000)::bigint as at, event, command, origin, cause
               from journal where stream = $1 and seq > $2 order by seq limit ${PAGE}`,
        values: [stream, after],
      })
    );
    for (const row of rows) {
      const seq = Number(row.seq);
      if (seq !== after + 1) throw new Error(`the journal of ${stream} lacks entries ${after + 1} to ${seq - 1}`);
      after = seq;
      entries.push({
        stream,
        seq,
        at: Number(row.at),
        event: row.event,
        ...row.command === null ? {} : { command: row.command },
        ...row.origin === null ? {} : { origin: row.origin },
        ...row.cause === null ? {} : { cause: row.cause },
      });
    }
    if (rows.length < PAGE) return { snapshot, entries };
  }
}

async function loadSnapshot(pool: pg.Pool, stream: ActorId, version?: number): Promise<Snapshot | undefined> {
  const { rows } = await patiently(() =>
    pool.query<{ seq: string; version: number; state: unknown }>({
      name: "journal-snapshot",
      text: "select seq, version, state from journal_snapshots where stream = $1",
      values: [stream],
    })
  );
  const row = rows[0];
  if (!row || (version !== undefined && row.version !== version)) return undefined;
  return { seq: Number(row.seq), version: row.version, state: row.state };
}

async function patiently<T>(read: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + PATIENCE_MS;;) {
    try {
      return await read();
    } catch (error) {
      if (!isConnectionTrouble(error) || Date.now() > end) throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}
