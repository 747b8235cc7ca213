/** Step 3: a run that writes nothing. */
import { CircleCheck, ListChecks, Sparkles, TriangleAlert } from "lucide-preact";
import { Counts } from "@/components/records/import/Counts.tsx";
import { ErrorTable } from "@/components/records/import/ErrorTable.tsx";
import { PreviewTable } from "@/components/records/import/PreviewTable.tsx";
import { Progress } from "@/components/records/import/Progress.tsx";
import { mended, nearMisses } from "@/components/records/import/sales.ts";
import { StepHead } from "@/components/records/import/StepHead.tsx";
import type { WizardSetup } from "@/components/records/import/types.ts";
import type { Importing } from "@/components/records/import/useImport.ts";
import { useT } from "@/components/i18n.ts";

const SHOWN = 5;

export function CheckStep(
  props: {
    im: Importing;
    setup: WizardSetup;
    onBack(): void; /** To the values of a column that no list of ours knows. */
    onMatch(column: number): void;
    onRun(): void;
  },
) {
  const t = useT();
  const { im, setup } = props;
  const { it } = im;
  const { check, state } = it;
  const unknown = Object.entries(check?.unknown ?? {}).filter(([, values]) => values.length > 0)
    .map(([column]) => Number(column));
  const misses = nearMisses(check?.unknown, it.mapping);
  const coming = check ? check.counters.created + check.counters.updated : 0;
  return (
    <section class="card im-step">
      <StepHead title={t("import_pages.step.check")}>{t("import_pages.check.lead")}</StepHead>
      <div class="im-body">
        {state === "checking" && (
          <>
            <Progress it={it} label={t("import_pages.check.running")} locale={setup.zone.locale} />
            <Counts counters={it.counters} future />
          </>
        )}
        {state === "uploaded" && (
          <div class="im-ask">
            <ListChecks size={28} strokeWidth={1.5} aria-hidden="true" />
            <p>{t("import_pages.check.ask")}</p>
            {setup.mine && (
              <button
                type="button"
                class="btn primary"
                disabled={im.busy !== null}
                onClick={() => void im.act("check")}
              >
                {t("import_pages.check.start")}
              </button>
            )}
          </div>
        )}
        {check && state === "checked" && (
          <>
            <p
              class="note-box"
              data-tone={coming === 0 ? "bad" : check.counters.failed > 0 ? "warn" : "good"}
              role="status"
            >
              {check.counters.failed > 0 || coming === 0
                ? <TriangleAlert size={16} aria-hidden="true" />
                : <CircleCheck size={16} aria-hidden="true" />}
              <span>
                {coming === 0
                  ? t("import_pages.check.nothing")
                  : check.counters.failed > 0
                  ? t("import_pages.check.some", { count: check.counters.failed })
                  : t("import_pages.check.good")}
              </span>
            </p>
            <Counts counters={check.counters} future />
            {unknown.length > 0 && setup.mine && (
              <p class="note-box" data-tone="warn">
                <span class="grow">{t("import_pages.check.unknown", { count: unknown.length })}</span>
                <button type="button" class="btn small" onClick={() => props.onMatch(unknown[0])}>
                  {t("import_pages.check.match")}
                </button>
              </p>
            )}
            {misses.length > 0 && setup.mine && (
              <div class="note-box im-near" data-tone="accent" data-notice="near">
                <Sparkles size={16} aria-hidden="true" />
                <div class="grow">
                  <b>{t("import_pages.near", { count: misses.length })}</b>
                  <ul>
                    {misses.slice(0, SHOWN).map(({ column, value, like, count }) => (
                      <li key={`${column}-${value}`}>
                        «{value}» → <b>«{like}»</b>{" "}
                        <span class="quiet">{t("import_pages.values.count", { count })}</span>
                      </li>
                    ))}
                  </ul>
                </div>
                <button
                  type="button"
                  class="btn small primary"
                  disabled={im.busy !== null}
                  onClick={() => {
                    im.edit({ mapping: mended(it.mapping, misses) });
                    void im.act("check");
                  }}
                >
                  {t("import_pages.near.mend")}
                </button>
              </div>
            )}
            <PreviewTable it={it} setup={setup} />
            {check.counters.failed + check.counters.warned > 0 && <ErrorTable it={it} />}
          </>
        )}
      </div>
      <footer class="im-foot">
        {state === "checking"
          ? (
            <button type="button" class="btn" disabled={im.busy !== null} onClick={() => void im.act("cancel")}>
              {t("import_pages.check.stop")}
            </button>
          )
          : setup.mine && (
            <>
              <button type="button" class="btn" onClick={props.onBack}>{t("import_pages.back")}</button>
              <button
                type="button"
                class={state === "checked" && coming > 0 ? "btn primary" : "btn"}
                disabled={im.busy !== null || state === "checked" && coming === 0}
                onClick={props.onRun}
              >
                {state === "checked" && coming > 0
                  ? t("import_pages.run.rows", { count: coming })
                  : t("import_pages.run.unchecked")}
              </button>
            </>
          )}
      </footer>
    </section>
  );
}
