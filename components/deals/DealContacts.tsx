/** People of a deal: the first is the main one; called, opened, reordered, added and taken away in place. */
import { ArrowDown, ArrowUp, Mail, Phone, PhoneOff, UserPlus, X } from "lucide-preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { post } from "@/components/api.ts";
import type { CrmRecord, Point } from "@/crm/record/types.ts";
import { RecordPicker } from "@/components/records/card/RecordPicker.tsx";
import type { CardField } from "@/components/records/card/types.ts";
import type { Card } from "@/components/records/card/useCard.ts";
import { prettyNumber } from "@/components/time/format.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

export function DealContacts(props: { card: Card; field: CardField }) {
  const t = useT();
  const title = useId();
  const { card, field } = props;
  const known = (card.record.values.contacts ?? []) as string[];
  /** On their way to the server: shown at once. */
  const [target, setTarget] = useState<string[] | null>(null);
  const [picking, setPicking] = useState(false);
  const [found, setFound] = useState<ReadonlyMap<string, CrmRecord>>(new Map());
  const latest = useRef(card);
  latest.current = card;
  const queue = useRef(Promise.resolve());
  const turn = useRef(0);
  const ids = target ?? known;
  const asked = ids.join();
  useEffect(() => {
    if (ids.length === 0) return;
    let stale = false;
    void post<{ rows: CrmRecord[] }>("/api/v1/contacts/by-ids", { ids }).then((answer) => {
      if (answer.ok && !stale) setFound(new Map(answer.value.rows.map((row) => [row.id, row])));
    });
    return () => void (stale = true);
  }, [asked, card.news]);
  /** One after another: a quick second change stands on the first one, not beside it. */
  const save = (next: string[], undo = false): void => {
    const mine = ++turn.current;
    setTarget(next);
    queue.current = queue.current.then(async () => {
      const before = (latest.current.record.values.contacts ?? []) as string[];
      const answer = await card.save({ values: { contacts: next }, was: { contacts: before } });
      // Its record is drawn by now, so that the next one sees it.
      await new Promise((resolve) => setTimeout(resolve));
      if (turn.current === mine) setTarget(null);
      if (!answer.ok) {
        return toast("bad", t(answer.code, answer.detail), { label: t("shell.retry"), run: () => save(next) });
      }
      if (undo) toast("info", t("deals.contacts.removed"), { label: t("card.undo"), run: () => save(before) });
    });
  };
  const swap = (n: number, m: number) => {
    const next = [...ids];
    [next[n], next[m]] = [next[m], next[n]];
    save(next);
  };
  const nameOf = (id: string) => card.names[id] === undefined ? t("card.unseen") : card.names[id] || t("card.unnamed");
  return (
    <section class="card" aria-labelledby={title} data-panel="contacts">
      <header>
        <h2 id={title}>{field.label}</h2>
        {ids.length > 0 && <span class="badge">{ids.length}</span>}
        {field.edit && !picking && (
          <button type="button" class="btn small plain" onClick={() => setPicking(true)}>
            <UserPlus size={14} aria-hidden="true" />
            {t("deals.contacts.add")}
          </button>
        )}
      </header>
      {picking && (
        <div class="body">
          <RecordPicker
            kind="contact"
            id={`${title}-pick`}
            label={t("deals.contacts.add")}
            except={ids}
            autoFocus
            onPick={(picked) => {
              card.name(picked.id, picked.name);
              setPicking(false);
              save([...ids, picked.id]);
            }}
            onCancel={() => setPicking(false)}
          />
        </div>
      )}
      {ids.length === 0 && !picking && <p class="body quiet">{t("deals.contacts.none")}</p>}
      {ids.length > 0 && (
        <ol class="deal-people">
          {ids.map((id, n) => {
            const record = found.get(id);
            const name = nameOf(id);
            return (
              <li key={id} data-main={n === 0 || undefined}>
                <div class="name">
                  {card.names[id] === undefined
                    ? <span class="quiet">{name}</span>
                    : <a class="clip" href={`/contacts/${id}`}>{name}</a>}
                  {n === 0 && ids.length > 1 && (
                    <span class="badge" data-tone="accent">{t("deals.contacts.main")}</span>
                  )}
                  {record && typeof record.values.position === "string" && (
                    <small class="quiet clip">{record.values.position}</small>
                  )}
                </div>
                {field.edit && (
                  <span class="row tools">
                    {ids.length > 1 && (
                      <>
                        <button
                          type="button"
                          class="btn icon small plain"
                          disabled={n === 0}
                          aria-label={t("deals.contacts.up", { name })}
                          onClick={() => swap(n, n - 1)}
                        >
                          <ArrowUp size={14} aria-hidden="true" />
                        </button>
                        <button
                          type="button"
                          class="btn icon small plain"
                          disabled={n === ids.length - 1}
                          aria-label={t("deals.contacts.down", { name })}
                          onClick={() => swap(n, n + 1)}
                        >
                          <ArrowDown size={14} aria-hidden="true" />
                        </button>
                      </>
                    )}
                    <button
                      type="button"
                      class="btn icon small plain"
                      aria-label={t("card.unlink", { name })}
                      onClick={() => save(ids.filter((one) => one !== id), true)}
                    >
                      <X size={14} aria-hidden="true" />
                    </button>
                  </span>
                )}
                {record && <Reach record={record} />}
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}

/** Numbers are called by whatever telephone the computer has; masked ones are only shown. */
function Reach({ record }: { record: CrmRecord }) {
  const t = useT();
  const { values } = record;
  const phones = (values.phones ?? []) as Point[];
  const emails = (values.emails ?? []) as Point[];
  const off = values.doNotCall === true;
  if (phones.length + emails.length === 0) return null;
  const masked = (value: string) => value.includes("•");
  return (
    <div class="reach">
      {phones.slice(0, 2).map(({ value }) => (
        <span class="reach-item small-text" key={value} data-off={off || undefined}>
          {off ? <PhoneOff size={13} aria-hidden="true" /> : <Phone size={13} aria-hidden="true" />}
          {off || masked(value)
            ? <span>{prettyNumber(value)}</span>
            : (
              <a href={`tel:${value}`} aria-label={t("deals.contacts.call", { number: prettyNumber(value) })}>
                {prettyNumber(value)}
              </a>
            )}
        </span>
      ))}
      {emails.slice(0, 1).map(({ value }) => (
        <span class="reach-item small-text" key={value}>
          <Mail size={13} aria-hidden="true" />
          {masked(value) ? <span>{value}</span> : <a class="clip" href={`mailto:${value}`}>{value}</a>}
        </span>
      ))}
      {off && <span class="badge" data-tone="bad">{t("records.field.doNotCall")}</span>}
    </div>
  );
}
