/**
 * Connections to PostgreSQL whose every wait is bounded, so that a restarted, stopped or unreachable server costs an
 * error within five seconds and never a hanging request or the process.
 */
import pg from "pg";

export interface PoolLimits {
  max: number;
  /** A statement's time on the server; the client gives up a little later. */
  statementMs?: number;
  /** Time to get a connection, be it from the pool or from the server. */
  connectMs?: number;
  name: string;
}

/** Together with the time for a connection these stay below five seconds, also when the server has frozen. */
export const DEFAULT_STATEMENT_MS = 3_000;
export const DEFAULT_CONNECT_MS = 1_700;
export const CLIENT_MARGIN_MS = 200;

/**
 * pg leaves a connection whose query ran into the client's time limit in use, and the next query on it (often the
 * ROLLBACK) would wait as long again. Such a connection is cut at once.
 */
class CuttingClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    const plain = this.query;
    const cut = (error: unknown) => {
      if (!(error instanceof Error) || error.message !== "Query read timeout") return;
      (this as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    };
    // One function for pg's many signatures: the last argument may be a callback, else a promise comes back.
    const wrapped = (...args: unknown[]): unknown => {
      const last = args.at(-1);
      if (typeof last === "function") {
        args[args.length - 1] = (error: unknown, result: unknown) => {
          cut(error);
          last(error, result);
        };
      }
      const answer: unknown = Reflect.apply(plain, this, args);
      if (answer instanceof Promise) answer.catch(cut);
      return answer;
    };
    this.query = wrapped as typeof this.query;
  }
}

export function makePool(config: pg.ClientConfig, limits: PoolLimits): pg.Pool {
  const pool = new pg.Pool({
    ...clientConfig(config, limits),
    max: limits.max,
    idleTimeoutMillis: 60_000,
    Client: CuttingClient,
  });
  // Both are needed: the first is for connections at rest, the second for those in somebody's hands. Their errors
  // also reach whoever waits for a query, so there is nothing to do here but not to die of them.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

export function clientConfig(config: pg.ClientConfig, limits: Omit<PoolLimits, "max">): pg.ClientConfig {
  const statementMs = limits.statementMs ?? DEFAULT_STATEMENT_MS;
  return {
    ...config,
    application_name: `kommutator ${limits.name}`,
    connectionTimeoutMillis: limits.connectMs ?? DEFAULT_CONNECT_MS,
    statement_timeout: statementMs,
    query_timeout: statementMs + CLIENT_MARGIN_MS,
    idle_in_transaction_session_timeout: Math.max(10_000, statementMs + 5_000),
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
}

/** SQLSTATE of a server's refusal, or the system's code of a broken connection. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : undefined;
}

/**
 * Whether an error means "the server is away, restarting or too slow", so that the same may succeed later. Whether the
 * statement was carried out is then unknown.
 */
export function isConnectionTrouble(error: unknown): boolean {
  const code = errorCode(error);
  // 08: connection exceptions; 57P01..57P05: shut down, crash, starting up, idle; 57014: cancelled by a time limit;
  // 53: out of connections, memory or disk; 58: the system under the server; 25006: a stand-by not yet promoted.
  if (code && /^(08...|57P0[1-5]|57014|53...|58...|25006)$/.test(code)) return true;
  if (code && /^E(CONN|PIPE|TIMEDOUT|NOENT|HOST|NET|AI_AGAIN)/.test(code)) return true;
  const message = error instanceof Error ? error.message : "";
  return /Connection terminated|timeout exceeded when trying to connect|Query read timeout|not queryable|connection is closed|Connection ended|read timeout|timeout expired/i
    .test(message);
}

/** Serialization failure or deadlock: the transaction was rolled back and may be run again as a whole. */
export function isConflict(error: unknown): boolean {
  const code = errorCode(error);
  return code === "40001" || code === "40P01";
}

/** Waits for an end that a frozen server may never confirm; the sockets are then left to the process's own end. */
export async function bounded(promise: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<void>((done) => timer = setTimeout(done, limitMs));
  await Promise.race([promise.catch(() => {}), limit]);
  clearTimeout(timer);
}
