/** People whose hours differ from the company's. */
import { Pencil, Plus, UserRoundCog, X } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { hoursOf, WeekEditor } from "@/components/calendar/time/WeekEditor.tsx";
import type { OwnTime, TimeSetup } from "@/components/calendar/time/types.ts";
import { ZoneField } from "@/components/calendar/time/ZoneField.tsx";
import { Empty } from "@/components/Empty.tsx";
import { SelectField } from "@/components/form/Field.tsx";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

interface Draft {
  user: string;
  time: Omit<OwnTime, "user" | "version">;
  version: number | undefined;
}

export function PeopleTimes(props: { setup: TimeSetup }) {
  const t = useT();
  const { people, company, weekStart } = props.setup;
  const dialog = useRef<HTMLDialogElement>(null);
  const [own, setOwn] = useState(props.setup.own);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [error, setError] = useState<string | null>(null);
  const free = people.filter(({ id }) => !own.some(({ user }) => user === id));
  const open = (one: OwnTime | null) => {
    setError(null);
    setDraft(
      one
        ? { user: one.user, time: one, version: one.version }
        : { user: free[0]?.id ?? "", time: { week: company.week, timeZone: "" }, version: undefined },
    );
    dialog.current?.showModal();
  };
  const save = async (week: OwnTime["week"] | null) => {
    if (!draft) return;
    const { user, time, version } = draft;
    const body = { week, timeZone: time.timeZone, version };
    const answer = await call<Omit<OwnTime, "user"> | null>("PUT", `/api/v1/working-time/people/${user}`, body);
    if (!answer.ok) return setError(t(answer.code, answer.detail));
    const { value } = answer;
    setOwn((own) => [...own.filter((one) => one.user !== user), ...(value ? [{ user, ...value }] : [])]);
    dialog.current?.close();
    toast("good", t("shell.saved"));
  };
  const nameOf = (user: string) => people.find(({ id }) => id === user)?.name ?? "–";
  const add = (
    <button type="button" class="btn" disabled={free.length === 0} onClick={() => open(null)}>
      <Plus size={16} aria-hidden="true" />
      {t("calendar.time.people.add")}
    </button>
  );
  return (
    <>
      {own.length === 0 ? <Empty icon={UserRoundCog} title={t("calendar.time.people.empty")} action={add} /> : (
        <>
          <ul class="wt-people">
            {[...own].sort((a, b) => nameOf(a.user).localeCompare(nameOf(b.user))).map((one) => (
              <li key={one.user} class="row">
                <b class="grow clip">{nameOf(one.user)}</b>
                <span class="quiet small-text">
                  {t("calendar.time.hours-week", { hours: hoursOf(one.week) })}
                  {one.timeZone && ` · ${one.timeZone}`}
                </span>
                <button
                  type="button"
                  class="btn icon small plain"
                  aria-label={t("calendar.time.people.change", { name: nameOf(one.user) })}
                  onClick={() =>
                    open(one)}
                >
                  <Pencil size={15} aria-hidden="true" />
                </button>
              </li>
            ))}
          </ul>
          <div class="btn-row add-line">{add}</div>
        </>
      )}
      <dialog ref={dialog} class="wt-dialog" aria-labelledby="wt-person-title">
        {draft && (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void save(draft.time.week);
            }}
          >
            <header>
              <h2 id="wt-person-title">{t("calendar.time.people.edit")}</h2>
              <button
                type="button"
                class="btn icon small plain"
                aria-label={t("calendar.close")}
                onClick={() => dialog.current?.close()}
              >
                <X size={16} aria-hidden="true" />
              </button>
            </header>
            <div class="dialog-body">
              <SelectField
                id="wt-person"
                label={t("calendar.time.people.who")}
                value={draft.user}
                disabled={draft.version !== undefined}
                options={(draft.version === undefined ? free : people).map(({ id, name }) => ({
                  value: id,
                  label: name,
                }))}
                onChange={(user) => setDraft({ ...draft, user })}
              />
              <WeekEditor
                id="wt-own"
                week={draft.time.week}
                weekStart={weekStart}
                change={(week) => setDraft({ ...draft, time: { ...draft.time, week } })}
              />
              <ZoneField
                id="wt-own-zone"
                label={t("calendar.time.zone")}
                value={draft.time.timeZone}
                otherwise={t("calendar.time.zone.company")}
                onChange={(timeZone) => setDraft({ ...draft, time: { ...draft.time, timeZone } })}
              />
              {error && <p class="note-box" data-tone="bad" role="alert">{error}</p>}
            </div>
            <div class="dialog-foot">
              {draft.version !== undefined && (
                <>
                  <button type="button" class="btn" onClick={() => void save(null)}>
                    {t("calendar.time.people.reset")}
                  </button>
                  <span class="grow" />
                </>
              )}
              <button type="submit" class="btn primary">{t("shell.save")}</button>
            </div>
          </form>
        )}
      </dialog>
    </>
  );
}
