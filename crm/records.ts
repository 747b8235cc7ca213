/** What every room of the records needs of the store. */
export type { Database, Store } from "@/store/store.ts";
