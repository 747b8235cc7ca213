/** Groups of records that are probably the same: compared and merged, or told apart. */
import { UsersRound } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { call, post } from "@/components/api.ts";
import { toast } from "@/components/toast.ts";
import { Empty } from "@/components/Empty.tsx";
import type { CrmRecord, Point, RecordKind } from "@/crm/record/types.ts";
import { type Group, groupPairs, type PairLike } from "@/components/records/card/groups.ts";
import { MergeDialog } from "@/components/records/card/MergeDialog.tsx";
import type { CardField, Words } from "@/components/records/card/types.ts";
import { undoMerge } from "@/components/records/card/UndoMerge.tsx";
import { PLURAL } from "@/components/records/card/useCard.ts";
import { textOf } from "@/components/records/card/values.ts";
import { dateTimeOf, prettyNumber, type Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export interface Pairs {
  rows: PairLike[];
  records: CrmRecord[];
  next: string | null;
  names: Record<string, string>;
}

export interface ReviewProps {
  kind: RecordKind;
  first: Pairs;
  fields: CardField[];
  zone: Zone;
}

/** More records than these are merged in steps. */
const AT_ONCE = 6;

export default function DuplicateReview(props: ReviewProps) {
  const t = useT();
  const { kind } = props;
  const [pairs, setPairs] = useState(props.first);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  const [merging, setMerging] = useState<string[]>([]);
  const words: Words = {
    fields: new Map(props.fields.map((field) => [field.key, field])),
    names: pairs.names,
    zone: props.zone,
  };
  const load = async (after?: string) => {
    setBusy(true);
    const query = new URLSearchParams({ kind, ...(after ? { after } : {}) });
    const answer = await call<Pairs>("GET", `/api/v1/duplicates?${query}`);
    setBusy(false);
    setFailed(answer.ok ? null : answer.code);
    if (!answer.ok) return;
    const { rows, records, next, names } = answer.value;
    setPairs((now) =>
      after
        ? {
          rows: [...now.rows, ...rows],
          records: [...now.records.filter(({ id }) => !records.some((one) => one.id === id)), ...records],
          next,
          names: { ...now.names, ...names },
        }
        : answer.value
    );
  };
  const dismiss = async (group: Group) => {
    const answer = await post("/api/v1/duplicates/dismiss", { ids: group.ids });
    if (!answer.ok) {
      toast("bad", t(answer.code, answer.detail));
      return await load();
    }
    setPairs((now) => ({ ...now, rows: now.rows.filter((pair) => !group.pairs.some(({ id }) => id === pair.id)) }));
    toast("info", t("duplicates.dismissed"), {
      label: t("card.undo"),
      run: async () => {
        const back = await post("/api/v1/duplicates/reopen", { ids: group.ids });
        if (!back.ok) toast("bad", t(back.code, back.detail));
        await load();
      },
    });
  };
  const done = async (merge: string) => {
    setMerging([]);
    toast("good", t("duplicates.merged"), {
      label: t("card.undo"),
      run: async () => {
        if (await undoMerge(merge, t, words.fields)) await load();
      },
    });
    await load();
  };
  const groups = groupPairs(pairs.rows);
  return (
    <div class="review" data-ready={ready ? "true" : undefined}>
      {failed && (
        <p class="note-box" data-tone="bad" role="alert">
          <span class="grow">{t(failed)}</span>
          <button type="button" class="btn small" onClick={() => void load()}>{t("shell.retry")}</button>
        </p>
      )}
      {groups.length === 0 && !failed && (
        <div class="card">
          <Empty
            icon={UsersRound}
            title={t("duplicates.empty")}
            action={<a class="btn" href={`/${PLURAL[kind]}`}>{t("card.to-list")}</a>}
          >
            {t("duplicates.empty.hint")}
          </Empty>
        </div>
      )}
      {groups.map((group) => (
        <section
          class="card twin-group"
          key={group.pairs[0].id}
          aria-label={nameOfGroup(group, pairs.records) || t("duplicates.title")}
        >
          <header>
            <h2>{t("duplicates.group", { count: group.ids.length })}</h2>
            {[
              ...new Set(group.pairs.map(({ why }) => why)),
            ].map((why) => (
              <span class="badge" key={why} data-tone={why === "name" ? undefined : "warn"}>
                {t(`duplicates.why.${why === "phone" ? "phone.short" : why}`)}
              </span>
            ))}
          </header>
          <ul>
            {group.ids.map((id) => (
              <Twin
                key={id}
                record={pairs.records.find((one) => one.id === id)}
                words={words}
              />
            ))}
          </ul>
          <footer>
            <button
              type="button"
              class="btn primary"
              disabled={busy}
              onClick={() => setMerging(oldestFirst(group.ids, pairs.records).slice(0, AT_ONCE))}
            >
              {t("duplicates.compare-merge")}
            </button>
            <button type="button" class="btn" disabled={busy} onClick={() => void dismiss(group)}>
              {t("duplicates.dismiss")}
            </button>
          </footer>
        </section>
      ))}
      {pairs.next && (
        <p class="btn-row pager">
          <button type="button" class="btn" disabled={busy} onClick={() => void load(pairs.next!)}>
            {t("duplicates.more")}
          </button>
        </p>
      )}
      <MergeDialog
        kind={kind}
        ids={merging}
        words={words}
        onDone={({ merge }) => void done(merge)}
        onClose={() => setMerging([])}
      />
    </div>
  );
}

function nameOfGroup(group: Group, records: readonly CrmRecord[]): string {
  return group.ids.map((id) => records.find((one) => one.id === id)?.values.name ?? "").join(", ");
}

/** The one that was there first is the likelier to stay: others know its address. */
function oldestFirst(ids: readonly string[], records: readonly CrmRecord[]): string[] {
  const created = (id: string) => `${records.find((one) => one.id === id)?.values.created ?? ""}`;
  return [...ids].sort((a, b) => created(a) < created(b) ? -1 : 1);
}

function Twin(props: { record: CrmRecord | undefined; words: Words }) {
  const t = useT();
  const { record, words } = props;
  if (!record) return <li class="quiet">{t("card.unseen")}</li>;
  const { values } = record;
  const text = (key: string) => {
    const field = words.fields.get(key);
    return field ? textOf(values[key], field, { ...words, t }) : "";
  };
  const points = [...(values.phones ?? []) as Point[], ...(values.emails ?? []) as Point[]];
  return (
    <li>
      <a href={`/${PLURAL[record.kind]}/${record.id}`}>
        <b>{text("name") || t("card.unnamed")}</b>
      </a>
      <span>{points.map(({ value }) => prettyNumber(value)).join(", ")}</span>
      <small>{[text("company"), text("city"), text("owner")].filter(Boolean).join(" · ")}</small>
      {typeof values.created === "string" && (
        <small>{t("duplicates.created", { at: dateTimeOf(Date.parse(values.created), words.zone) })}</small>
      )}
    </li>
  );
}
