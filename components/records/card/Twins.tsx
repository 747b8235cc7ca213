/** "Somebody like this is there already": on the card, and for forms that make a record. */
import { UsersRound } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { post } from "@/components/api.ts";
import type { Match, Matches } from "@/crm/duplicates/entry.ts";
import type { Point, RecordKind, Values } from "@/crm/record/types.ts";
import { PLURAL } from "@/components/records/card/useCard.ts";
import { prettyNumber } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

const PAUSE_MS = 350;
const NONE: Matches = { matches: [], hidden: false };

export interface TwinQuery {
  kind: RecordKind;
  name: string;
  company: string;
  phones: string[];
  emails: string[];
  except?: string;
}

/** Asks while a form is filled in, a moment after the last key; the answer of an older question is left out. */
export function useTwins(query: TwinQuery | null): Matches {
  const [found, setFound] = useState<Matches>(NONE);
  const asked = JSON.stringify(query);
  useEffect(() => {
    const empty = !query || (!query.name && query.phones.length === 0 && query.emails.length === 0);
    if (empty) return setFound(NONE);
    let stale = false;
    const timer = setTimeout(async () => {
      const answer = await post<Matches>("/api/v1/duplicates/check", query);
      if (!stale) setFound(answer.ok ? answer.value : NONE);
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [asked]);
  return found;
}

/** The question about a record that is there. Masked numbers find nobody, so they are left out. */
export function queryOf(record: { kind: RecordKind; id: string; values: Values }): TwinQuery {
  const points = (key: string) =>
    ((record.values[key] ?? []) as Point[]).map(({ value }) => value).filter((value) => !value.includes("•"));
  return {
    kind: record.kind,
    name: `${record.values.name ?? ""}`,
    company: `${record.values.company ?? ""}`,
    phones: points("phones"),
    emails: points("emails"),
    except: record.id,
  };
}

export function Twins(
  props: { found: Matches; kind: RecordKind; onMerge: ((ids: string[]) => void) | null },
) {
  const t = useT();
  const { matches, hidden } = props.found;
  if (matches.length === 0 && !hidden) return null;
  const same = matches.filter(({ kind }) => kind === props.kind);
  return (
    <aside class="twins note-box" data-tone="warn" aria-label={t("duplicates.title")}>
      <UsersRound size={17} aria-hidden="true" />
      <div class="grow">
        <b>{t("duplicates.found", { count: matches.length })}</b>
        <ul>
          {matches.slice(0, 5).map((match) => (
            <li key={match.id}>
              <a href={`/${PLURAL[match.kind]}/${match.id}`}>{match.name || t("card.unnamed")}</a>{" "}
              <small>{[t(`records.kind.${match.kind}`), whyOf(match, t)].join(" · ")}</small>
            </li>
          ))}
        </ul>
        {hidden && <p>{t("duplicates.hidden")}</p>}
      </div>
      {props.onMerge && same.length > 0 && (
        <button
          type="button"
          class="btn small"
          onClick={() => props.onMerge!(same.slice(0, 5).map(({ id }) => id))}
        >
          {t("duplicates.compare")}
        </button>
      )}
    </aside>
  );
}

function whyOf(match: Match, t: ReturnType<typeof useT>): string {
  const [phone] = (match.values.phones ?? []) as Point[];
  if (match.why === "phone" && phone) return t("duplicates.why.phone", { phone: prettyNumber(phone.value) });
  if (match.why === "phone") return t("duplicates.why.phone.short");
  return match.why === "email" ? t("duplicates.why.email") : t("duplicates.why.name");
}
