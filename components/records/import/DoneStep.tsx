/** Step 5: what came in, and the way back. */
import { CircleCheck, CircleSlash, ListFilter, Plus, Undo2 } from "lucide-preact";
import { Counts } from "@/components/records/import/Counts.tsx";
import { ErrorTable } from "@/components/records/import/ErrorTable.tsx";
import { KeptList } from "@/components/records/import/KeptList.tsx";
import { Progress } from "@/components/records/import/Progress.tsx";
import { StepHead } from "@/components/records/import/StepHead.tsx";
import type { ImportDetail, WizardSetup } from "@/components/records/import/types.ts";
import { UndoButton } from "@/components/records/import/UndoButton.tsx";
import type { Importing } from "@/components/records/import/useImport.ts";
import { PLURAL } from "@/components/records/card/useCard.ts";
import { useT } from "@/components/i18n.ts";

export function DoneStep({ im, setup }: { im: Importing; setup: WizardSetup }) {
  const t = useT();
  const { it } = im;
  const { state, counters, undo } = it;
  const Icon = state === "done" ? CircleCheck : state === "undone" ? Undo2 : CircleSlash;
  const came = counters.created + counters.updated;
  return (
    <section class="card im-step" data-import={state}>
      <StepHead title={t(`import_pages.done.${state === "undoing" ? "undone" : state}`)} />
      <div class="im-body">
        {state === "undoing" && <Progress it={it} label={t("import_pages.undo.running")} locale={setup.zone.locale} />}
        {state === "undone" && undo && (
          <>
            <p class="note-box" data-tone={undo.kept > 0 ? "warn" : "good"} role="status">
              <Icon size={16} aria-hidden="true" />
              <span>
                {t("import_pages.undone.deleted", { count: undo.deleted })}
                {undo.restored > 0 && ` ${t("import_pages.undone.restored", { count: undo.restored })}`}
              </span>
            </p>
            {undo.kept > 0 && <KeptList id={it.id} count={undo.kept} />}
          </>
        )}
        {(state === "done" || state === "cancelled") && (
          <>
            <p class="note-box" data-tone={state === "done" ? "good" : "warn"} role="status">
              <Icon size={16} aria-hidden="true" />
              <span>
                {state === "done"
                  ? t("import_pages.done.came", { count: came })
                  : came > 0
                  ? t("import_pages.cancelled.came", { count: came })
                  : t("import_pages.cancelled.none")}
              </span>
            </p>
            {counters.total > 0 && <Counts counters={counters} />}
            {counters.failed + counters.warned > 0 && <ErrorTable it={it} />}
            {counters.failed > 0 && it.fileKept && <p class="quiet small-text">{t("import_pages.done.mend")}</p>}
          </>
        )}
      </div>
      <footer class="im-foot">
        {state !== "undoing" && (
          <>
            <a class={came > 0 && state !== "undone" ? "btn primary" : "btn"} href={listOf(it)}>
              <ListFilter size={16} aria-hidden="true" />
              {t("import_pages.done.list")}
            </a>
            <a class="btn" href={`/import?kind=${it.kind}`}>
              <Plus size={16} aria-hidden="true" />
              {t("import_pages.done.another")}
            </a>
          </>
        )}
        {(state === "done" || state === "cancelled") && <UndoButton im={im} />}
      </footer>
    </section>
  );
}

/** The list with what came in: by the import's own tag when it has one. */
function listOf({ kind, options, state }: ImportDetail): string {
  const [tag] = state === "undone" ? [] : options.tags;
  const filter = tag ? [{ field: "tags", op: "contains", value: tag }] : [];
  const query = new URLSearchParams(filter.length > 0 ? { filter: JSON.stringify(filter) } : {});
  return `/${PLURAL[kind]}${filter.length > 0 ? `?${query}` : ""}`;
}
