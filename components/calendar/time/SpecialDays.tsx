/** Days that differ: a table and a dialog for a new one. */
import { CalendarX2, Plus, Trash2, X } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { useSaving } from "@/components/admin/save.ts";
import { dayText } from "@/components/calendar/dates.ts";
import type { TimeSetup } from "@/components/calendar/time/types.ts";
import type { KeptDay } from "@/crm/calendar/special_days.ts";
import type { SpecialDayType } from "@/crm/calendar/types.ts";
import { explain } from "@/components/desk/act.ts";
import { Empty } from "@/components/Empty.tsx";
import { SelectField, TextField, UnitField } from "@/components/form/Field.tsx";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

type NewDay = Omit<KeptDay, "id">;
const TYPES: readonly SpecialDayType[] = ["closed", "short", "working"];

export function SpecialDays(props: { setup: TimeSetup; today: string }) {
  const t = useT();
  const { people, zone } = props.setup;
  const dialog = useRef<HTMLDialogElement>(null);
  const saving = useSaving();
  const [days, setDays] = useState(props.setup.days);
  const blank: NewDay = { user: null, first: props.today, last: props.today, type: "closed", minutes: 60, name: "" };
  const [day, setDay] = useState(blank);
  const set = (part: Partial<NewDay>) => setDay({ ...day, ...part });
  const nameOf = (user: string | null) =>
    user === null ? t("calendar.time.day.company") : people.find(({ id }) => id === user)?.name ?? "–";
  const submit = async (event: Event) => {
    event.preventDefault();
    const sent = { ...day, last: day.last < day.first ? day.first : day.last };
    const saved = await saving.run<string>("POST", "/api/v1/working-time/days", sent);
    if (!saved) return;
    const answer = await call<{ days: KeptDay[] }>("GET", "/api/v1/working-time");
    if (answer.ok) setDays(answer.value.days);
    dialog.current?.close();
  };
  const remove = async (one: KeptDay) => {
    const answer = await call("DELETE", `/api/v1/working-time/days/${one.id}`);
    if (!explain(answer, t)) return;
    setDays((days) => days.filter(({ id }) => id !== one.id));
    const { id: _, ...again } = one;
    toast("good", t("calendar.time.day.removed"), {
      label: t("calendar.undo"),
      run: () =>
        void call<string>("POST", "/api/v1/working-time/days", again).then((back) => {
          if (explain(back, t) && back.ok) setDays((days) => [...days, { ...again, id: back.value }]);
        }),
    });
  };
  const dates = ({ first, last }: NewDay) => {
    const text = (day: string) => dayText(day, zone.locale, { day: "numeric", month: "short", year: "numeric" });
    return first === last ? text(first) : `${text(first)} – ${text(last)}`;
  };
  const add = (
    <button
      type="button"
      class="btn primary"
      onClick={() => {
        setDay(blank);
        dialog.current?.showModal();
      }}
    >
      <Plus size={16} aria-hidden="true" />
      {t("calendar.time.days.add")}
    </button>
  );
  return (
    <>
      {days.length === 0 ? <Empty icon={CalendarX2} title={t("calendar.time.days.empty")} action={add} /> : (
        <>
          <div class="table-wrap">
            <table class="table cards">
              <thead>
                <tr>
                  {(["dates", "type", "who", "name"] as const).map((key) => (
                    <th scope="col" key={key}>{t(`calendar.time.day.${key}`)}</th>
                  ))}
                  <th scope="col">
                    <span class="unseen">{t("calendar.time.day.remove")}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {[...days].sort((a, b) => a.first < b.first ? 1 : -1).map((one) => (
                  <tr key={one.id}>
                    <th scope="row">{dates(one)}</th>
                    <td data-label={t("calendar.time.day.type")}>
                      {t(`calendar.day.${one.type}`)}
                      {one.type === "short" && <span class="quiet">, −{one.minutes} {t("calendar.time.day.unit")}
                      </span>}
                    </td>
                    <td data-label={t("calendar.time.day.who")}>{nameOf(one.user)}</td>
                    <td data-label={t("calendar.time.day.name")}>{one.name || "–"}</td>
                    <td class="actions">
                      <button
                        type="button"
                        class="btn icon small plain"
                        aria-label={t("calendar.time.day.remove.of", { name: one.name || dates(one) })}
                        onClick={() => void remove(one)}
                      >
                        <Trash2 size={15} aria-hidden="true" />
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <div class="btn-row add-line">{add}</div>
        </>
      )}
      <dialog ref={dialog} aria-labelledby="wt-day-title">
        <form onSubmit={submit}>
          <header>
            <h2 id="wt-day-title">{t("calendar.time.days.new")}</h2>
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
              id="wt-who"
              label={t("calendar.time.day.who")}
              value={day.user ?? ""}
              options={[
                { value: "", label: t("calendar.time.day.company") },
                ...people.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              onChange={(user) => set({ user: user || null })}
            />
            <div class="form-grid">
              {(["first", "last"] as const).map((end) => (
                <TextField
                  key={end}
                  id={`wt-${end}`}
                  label={t(`calendar.time.day.${end}`)}
                  type="date"
                  required
                  min={end === "last" ? day.first : undefined}
                  value={day[end]}
                  onInput={(event) => set({ [end]: event.currentTarget.value })}
                />
              ))}
              <SelectField
                id="wt-type"
                label={t("calendar.time.day.type")}
                value={day.type}
                options={TYPES.map((type) => ({ value: type, label: t(`calendar.day.${type}`) }))}
                onChange={(type) => set({ type: type as SpecialDayType })}
              />
              {day.type === "short" && (
                <UnitField
                  id="wt-minutes"
                  label={t("calendar.time.day.minutes")}
                  unit={t("calendar.time.day.unit")}
                  min={15}
                  max={720}
                  step={15}
                  value={day.minutes}
                  onChange={(minutes) => set({ minutes })}
                />
              )}
            </div>
            <TextField
              id="wt-name"
              label={t("calendar.time.day.name")}
              hint={t("calendar.time.day.name.hint")}
              maxLength={120}
              value={day.name}
              onInput={(event) => set({ name: event.currentTarget.value })}
            />
            {saving.error && <p class="note-box" data-tone="bad" role="alert">{saving.error}</p>}
          </div>
          <div class="dialog-foot">
            <button type="submit" class="btn primary" disabled={saving.busy}>{t("shell.save")}</button>
          </div>
        </form>
      </dialog>
    </>
  );
}
