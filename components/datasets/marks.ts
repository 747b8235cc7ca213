/** Kinds of marked days in words: those that everybody has, and own ones as they were written. Pure. */
import { MARK_KINDS } from "@/ml/datasets/types.ts";
import type { Translate } from "@/components/i18n.ts";

export const isKnownKind = (kind: string): boolean => (MARK_KINDS as readonly string[]).includes(kind);

export function markText(t: Translate, kind: string): string {
  return isKnownKind(kind) ? t(`datasets.mark.${kind}`) : kind;
}
