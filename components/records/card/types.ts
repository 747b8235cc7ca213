/** What the page of a record gives its island, and what the parts of the card share. Holds no code. */
import type { CrmRecord, Field, RecordKind, Value } from "@/crm/record/types.ts";
import type { ConsentState } from "@/crm/consents/consents.ts";
import type { TimelinePage } from "@/crm/timeline/types.ts";
import type { PastCall } from "@/components/desk/types.ts";
import type { SalesSetup } from "@/components/deals/types.ts";
import type { Zone } from "@/components/time/format.ts";

export interface Option {
  value: string;
  title: string;
  /** Heading that it stands under: a stage under its pipeline. */
  group?: string;
  /** Of stages. */
  colour?: string;
  /** Stands in records, is offered no more. */
  retired?: true;
}

/** A field as the card shows it, in the words of the page's language. */
export interface CardField {
  key: string;
  type: Field["type"];
  label: string;
  /** The person may change it (and the record). */
  edit: boolean;
  own: boolean;
  required: boolean;
  max: number;
  target: RecordKind | null;
  /** Of selects, users, teams, sources, pipelines, stages and reasons of loss. */
  options: Option[];
}

export interface CardRights {
  edit: boolean;
  delete: boolean;
  merge: boolean;
  /** Kinds that the person may see at all. */
  kinds: RecordKind[];
  /** Kinds of which the person may change some. */
  kindsToEdit: RecordKind[];
  audit: boolean;
}

export interface CardSetup {
  kind: RecordKind;
  record: CrmRecord;
  names: Record<string, string>;
  fields: CardField[];
  may: CardRights;
  timeline: TimelinePage;
  consents: ConsentState;
  /** null: the person may see no calls. */
  calls: PastCall[] | null;
  dispositions: Option[];
  /** Into which the record was merged, when that was not undone. */
  mergedInto: { merge: string; id: string; name: string } | null;
  /** Of deals. */
  sales: SalesSetup | null;
  /** Fields of leads on the card of a deal: the lead's past is told there. */
  past: CardField[];
  zone: Zone;
}

/** Names of what values point to, beside the fields: users, teams and sources are options of their fields. */
export interface Words {
  fields: ReadonlyMap<string, CardField>;
  names: Record<string, string>;
  zone: Zone;
}

export interface Change {
  values: Record<string, unknown>;
  was: Record<string, Value>;
}
