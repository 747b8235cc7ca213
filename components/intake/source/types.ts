/** What the page of a source hands to its form. Holds no code. */
import type { Source } from "@/crm/intake/mod.ts";
import type { Zone } from "@/components/time/format.ts";

export type SourceFields = Omit<Source, "id" | "kind" | "builtin" | "key" | "formVersion" | "version" | "archived">;

export interface FieldChoice {
  key: string;
  title: string;
  /** May stand in a form for strangers. */
  open: boolean;
}

export interface SourceSetup {
  source: Source;
  /** As people read it, also of a built-in one. */
  name: string;
  /** `https://crm.example` */
  origin: string;
  fields: FieldChoice[];
  rules: { id: string; name: string }[];
  locale: "ru" | "en";
  zone: Zone;
  /** Of a mailbox. */
  mailbox: { state: string; error: string | null; checkedAt: number | null } | null;
  hasPassword: boolean;
}

/** What each part of the form gets. */
export interface PartProps {
  setup: SourceSetup;
  fields: SourceFields;
  set(part: Partial<SourceFields>): void;
}
