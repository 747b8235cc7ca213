/** What people and companies of the demo are called and where they sit. Nobody of them exists. */
import { slug } from "@/crm/fields/key.ts";
import type { FieldOption } from "@/store/tables/records.ts";
import records from "@/crm/demo/records.json" with { type: "json" };

export type RecordTexts = Omit<typeof records.ru, "cities" | "companies"> & {
  cities: Record<string, string>;
  /** Name and industry. */
  companies: string[][];
};

export interface DemoPerson {
  first: string;
  last: string;
}

export const RECORD_TEXTS: Record<"ru" | "en", RecordTexts> = records;

/** Domains under `.example` belong to nobody and never will (RFC 2606). */
export function domainOf(company: string): string {
  return `${slug(company).replace(/^(ooo|ao|ip)_/, "").replaceAll("_", "-") || "mail"}.example`;
}

export function emailOf(person: DemoPerson, company: string): string {
  return `${slug(person.first).slice(0, 1)}.${slug(person.last) || "post"}@${domainOf(company)}`;
}

export function zoneOf(area: string): string {
  return area === "343" ? "Asia/Yekaterinburg" : "Europe/Moscow";
}

/** Options of a demo field; both languages of the product, from the two lists of words. */
export function optionsOf(list: "interests" | "segments" | "contactBy"): FieldOption[] {
  return records.ru[list].map((titleRu, n) => ({ value: `o${n + 1}`, titleRu, titleEn: records.en[list][n] }));
}
