/**
 * Moves that are painted at once: each task's place as the person wants it, until the server has said yes (then the
 * task itself stands there) or no (then it goes back, and the reason is told). Changes of one task go one after another.
 */
import { useRef, useState } from "preact/hooks";
import type { CrmRecord } from "@/crm/record/types.ts";
import { call } from "@/components/api.ts";
import { placeOf, samePlace, valuesOf } from "@/components/calendar/place.ts";
import type { Item, Place } from "@/components/calendar/types.ts";
import { lengthText, nameOf, placeText } from "@/components/calendar/words.ts";
import type { Zone } from "@/components/time/format.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

export interface MovesOptions {
  record(id: string): CrmRecord | undefined;
  /** Of the record as the server has it. */
  item(record: CrmRecord): Item;
  put(record: CrmRecord, names: Record<string, string>): void;
  reread(): void;
  zone: Zone;
}

interface Saved {
  record: CrmRecord;
  names: Record<string, string>;
}

export function useMoves(options: MovesOptions) {
  const t = useT();
  const [places, setPlaces] = useState<ReadonlyMap<string, Place>>(new Map());
  const wanted = useRef(places);
  const queues = useRef(new Map<string, Promise<void>>());
  const latest = useRef(options);
  latest.current = options;

  const want = (id: string, place: Place | null) => {
    const next = new Map(wanted.current);
    if (place) next.set(id, place);
    else next.delete(id);
    wanted.current = next;
    setPlaces(next);
  };

  /** Paints, sends, and offers the way back. `back`: this is the way back. */
  const move = (id: string, place: Place, given: { back?: boolean } = {}) => {
    const record = latest.current.record(id);
    if (!record) return;
    const from = wanted.current.get(id) ?? placeOf(latest.current.item(record));
    if (samePlace(from, place)) return;
    want(id, place);
    const before = queues.current.get(id) ?? Promise.resolve();
    const job = before.then(() => send(id, { place, from, back: given.back === true }));
    queues.current.set(id, job);
    void job.finally(() => {
      if (queues.current.get(id) === job) queues.current.delete(id);
    });
  };

  const send = async (id: string, one: { place: Place; from: Place; back: boolean }) => {
    const { place, from, back } = one;
    const { record: find, item, put, reread, zone } = latest.current;
    const record = find(id);
    if (!record) return want(id, null);
    const values = valuesOf(place, placeOf(item(record)));
    const was = Object.fromEntries(Object.keys(values).map((key) => [key, record.values[key] ?? null]));
    const name = nameOf({ name: `${record.values.name ?? ""}` }, t);
    if (Object.keys(values).length === 0) return done();
    const answer = await call<Saved>("PATCH", `/api/v1/tasks/${id}`, { values, was });
    if (!answer.ok) {
      done();
      reread();
      toast("bad", t("calendar.refused", { name, reason: t(answer.code, answer.detail) }), {
        label: t("shell.retry"),
        run: () => move(id, place, { back }),
      });
      return;
    }
    put(answer.value.record, answer.value.names);
    done();
    if (back) return toast("info", t("calendar.moved-back"));
    const resized = values.minutes !== undefined && values.due === undefined && place.minutes !== null;
    const text = resized
      ? t("calendar.resized", { length: lengthText(place.minutes!, t) })
      : t("calendar.moved", { when: placeText(place, { t, zone }) });
    toast("good", text, { label: t("calendar.undo"), run: () => move(id, from, { back: true }) });

    function done(): void {
      // A later wish stays in its place.
      if (wanted.current.get(id) === place) want(id, null);
    }
  };

  return { places, move };
}
