/** What the report's page gives its island. */
import type { Dimension, SalesFilter } from "@/crm/reports/types.ts";
import type { Zone } from "@/components/time/format.ts";

export interface Choice {
  value: string;
  label: string;
}

export interface ReportSetUp {
  filter: SalesFilter;
  /** The filter of a page without any in its address. */
  usual: SalesFilter;
  /** Today in the site's zone, `YYYY-MM-DD`. */
  today: string;
  pipelines: Choice[];
  people: Choice[];
  teams: Choice[];
  currencies: string[];
  dimensions: (Pick<Dimension, "key" | "kind"> & { title: string })[];
  /** There is a deal at all. */
  any: boolean;
  mayExport: boolean;
  zone: Zone;
}
