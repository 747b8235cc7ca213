/** What stands in place of figures: they are on their way, they did not come, or there are none. */
import { CalendarOff, RefreshCw } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { Empty } from "@/components/Empty.tsx";
import { useT } from "@/components/i18n.ts";
import type { Asked } from "@/components/staffing/use_data.ts";

export function Loading() {
  const t = useT();
  return (
    <div class="report-skeleton" role="status">
      <span class="unseen">{t("staffing.loading")}</span>
      {Array.from({ length: 5 }, (_, n) => <i key={n} />)}
    </div>
  );
}

/** `children` when there is a value; a stale one stays with a line that says so. */
export function Arrived<T>(props: { asked: Asked<T>; children(value: T): ComponentChildren }) {
  const t = useT();
  const { asked } = props;
  if (asked.value === null) {
    if (!asked.error) return <Loading />;
    return (
      <div class="card" role="alert">
        <Empty
          icon={RefreshCw}
          title={t("staffing.failed")}
          action={<button type="button" class="btn primary" onClick={asked.again}>{t("staffing.again")}</button>}
        >
          {t(asked.error.code, asked.error.detail)}
        </Empty>
      </div>
    );
  }
  return (
    <>
      {asked.error && (
        <p class="note-box staff-stale" role="status">
          {t("staffing.stale", { why: t(asked.error.code, asked.error.detail) })}
          <button type="button" class="btn small plain" onClick={asked.again}>{t("staffing.again")}</button>
        </p>
      )}
      {props.children(asked.value)}
    </>
  );
}

/** A day that nothing was told of: closed, or before the model. */
export function NotTold(props: { next: string | null; onDay(day: string): void }) {
  const t = useT();
  const { next } = props;
  return (
    <div class="card">
      <Empty
        icon={CalendarOff}
        title={t("staffing.not-told")}
        action={next !== null && (
          <button type="button" class="btn primary" onClick={() => props.onDay(next)}>
            {t("staffing.not-told.action")}
          </button>
        )}
      >
        {t("staffing.not-told.hint")}
      </Empty>
    </div>
  );
}
