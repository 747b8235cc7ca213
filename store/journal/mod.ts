/** The journal on PostgreSQL: where the actors' events become durable. */
export { PgJournal } from "./pg_journal.ts";
export { pruneJournal, type RetentionOptions } from "./retention.ts";
export {
  type CommitMetrics,
  DoubledAppendError,
  type Fence,
  JournalFullError,
  type JournalOptions,
  type JournalStats,
} from "./types.ts";
export { unended, type UnendedOptions } from "./unended.ts";
