/** Reminders of a task in edit: how long before, and by which ways. */
import { Plus, X } from "lucide-preact";
import type { Reminder, ReminderChannel } from "@/store/tables/sales.ts";
import { beforeText } from "@/components/records/card/values.ts";
import { useT } from "@/components/i18n.ts";

/** Minutes before the task is due. */
const OFFERED = [0, 5, 10, 15, 30, 60, 120, 180, 1_440, 2_880, 10_080];
const WAYS: readonly ReminderChannel[] = ["app", "push", "email"];
const MOST = 10;

export function Reminders(
  props: { id: string; label: string; reminders: readonly Reminder[]; onChoose(reminders: Reminder[]): void },
) {
  const t = useT();
  const { reminders } = props;
  const put = (n: number, part: Partial<Reminder>) =>
    props.onChoose(reminders.map((one, i) => i === n ? { ...one, ...part } : one));
  const next = OFFERED.filter((minutes) => minutes >= 15).find((minutes) =>
    !reminders.some((one) => one.minutes === minutes)
  );
  return (
    <div class="reminders" role="group" aria-label={props.label}>
      {reminders.map((reminder, n) => (
        <div class="reminder" key={n}>
          <select
            class="select"
            aria-label={t("card.reminder.when", { n: n + 1 })}
            value={`${reminder.minutes}`}
            onChange={(event) => put(n, { minutes: Number(event.currentTarget.value) })}
          >
            {[...new Set([...OFFERED, reminder.minutes])].sort((a, b) => a - b).map((minutes) => (
              <option key={minutes} value={`${minutes}`} selected={minutes === reminder.minutes}>
                {beforeText(minutes, t)}
              </option>
            ))}
          </select>
          <button
            type="button"
            class="btn icon small plain"
            aria-label={t("card.reminder.remove", { when: beforeText(reminder.minutes, t) })}
            onClick={() => props.onChoose(reminders.filter((_, i) => i !== n))}
          >
            <X size={14} aria-hidden="true" />
          </button>
          <span class="row wrap">
            {WAYS.map((way) => {
              const chosen = reminder.channels.includes(way);
              return (
                <label class="check small-text" key={way}>
                  <input
                    type="checkbox"
                    checked={chosen}
                    // One way at least: a reminder by none would be lost in silence.
                    disabled={chosen && reminder.channels.length === 1}
                    onChange={() =>
                      put(n, {
                        channels: WAYS.filter((one) => one === way ? !chosen : reminder.channels.includes(one)),
                      })}
                  />
                  <span>{t(`card.reminder.${way}`)}</span>
                </label>
              );
            })}
          </span>
        </div>
      ))}
      {reminders.length < MOST && next !== undefined && (
        <button
          type="button"
          id={props.id}
          class="btn small plain"
          onClick={() => props.onChoose([...reminders, { minutes: next, channels: ["app"] }])}
        >
          <Plus size={14} aria-hidden="true" />
          {t("card.reminder.add")}
        </button>
      )}
    </div>
  );
}
