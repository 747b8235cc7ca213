/** What a new type would do to stored values, told before anything is saved. */
import { useEffect, useState } from "preact/hooks";
import { post } from "@/components/api.ts";
import type { Conversion as Counts } from "@/crm/fields/mod.ts";
import type { Draft, OwnFieldType } from "@/components/admin/fields/draft.ts";
import { isChoice, optionsOf } from "@/components/admin/fields/draft.ts";
import { useT } from "@/components/i18n.ts";

export interface Verdict {
  /** Saving would be refused, or nobody knows yet. */
  blocked: boolean;
}

export function Conversion(
  props: { draft: Draft; from: OwnFieldType; judge(verdict: Verdict): void; takeOptions(words: string[]): void },
) {
  const t = useT();
  const { draft, from, judge } = props;
  const [counts, setCounts] = useState<Counts | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const options = JSON.stringify(optionsOf(draft));
  const changes = draft.id !== null && draft.type !== from;
  useEffect(() => {
    setError(null);
    if (!changes) {
      setCounts(null);
      return judge({ blocked: false });
    }
    judge({ blocked: true });
    let stale = false;
    const timer = setTimeout(async () => {
      const body = { type: draft.type, options: JSON.parse(options) as unknown };
      const answer = await post<Counts>(`/api/v1/fields/${draft.id}/conversion`, body);
      if (stale) return;
      if (!answer.ok) return setError(t(answer.code, answer.detail));
      setCounts(answer.value);
      judge({ blocked: answer.value.fits < answer.value.total });
    }, 250);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [draft.id, draft.type, options, round]);
  if (!changes) return null;
  if (error) {
    return (
      <div class="note-box" data-tone="bad" role="alert">
        <span class="grow">{error}</span>
        <button type="button" class="btn small" onClick={() => setRound(round + 1)}>{t("shell.retry")}</button>
      </div>
    );
  }
  if (!counts) return <p class="note-box" role="status">{t("records.fields.conversion.counting")}</p>;
  if (counts.total === 0) return <p class="note-box" role="status">{t("records.fields.conversion.none")}</p>;
  const bad = counts.total - counts.fits;
  return (
    <div class="note-box column" data-tone={bad > 0 ? "bad" : "good"} role="status">
      <span>
        {bad > 0
          ? t("records.fields.conversion.bad", { bad, total: counts.total })
          : t("records.fields.conversion.good", { total: counts.total })}
      </span>
      {bad > 0 && counts.misfits.length > 0 && (
        <span class="row wrap">
          {counts.misfits.map((value) => <code key={value}>{value.slice(0, 60) || "–"}</code>)}
        </span>
      )}
      {bad > 0 && isChoice(draft.type) && counts.words.length > 0 && (
        <span>
          <button type="button" class="btn small" onClick={() => props.takeOptions(counts.words)}>
            {t("records.fields.conversion.take", { count: counts.words.length })}
          </button>
        </span>
      )}
    </div>
  );
}
