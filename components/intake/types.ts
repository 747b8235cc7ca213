/** What pages of intake hand to their islands. Holds no code. */
import type { Zone } from "@/components/time/format.ts";

export interface SourceName {
  id: string;
  /** In the page's language, also of a built-in one. */
  name: string;
  kind: string;
}

export interface InboxSetup {
  zone: Zone;
  sources: SourceName[];
  /** Names of colleagues by id. */
  people: Record<string, string>;
  /** Titles of the lead's fields by key. */
  fields: Record<string, string>;
  /** Kinds of records that the person may see, to be linked to. */
  kinds: ("lead" | "contact" | "company")[];
  mayManage: boolean;
}
