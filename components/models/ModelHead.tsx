/** Top of a model's page: how good it is, whether it still holds, what goes on, and the next thing to do. */
import { CalendarClock, Eye, History, Play, Target } from "lucide-preact";
import type { ComponentChildren } from "preact";
import type { Sheet } from "@/components/models/types.ts";
import type { ModelState } from "@/components/models/useModel.ts";
import { before } from "@/components/models/VersionsPanel.tsx";
import { Accuracy } from "@/components/workshop/Accuracy.tsx";
import { DriftBadge } from "@/components/workshop/DriftBadge.tsx";
import { isRunning } from "@/components/workshop/run.ts";
import { RunProgress } from "@/components/workshop/RunProgress.tsx";
import { RunRefused } from "@/components/workshop/RunRefused.tsx";
import { dateTimeOf } from "@/components/time/format.ts";
import type { VersionRow } from "@/ml/registry/types.ts";

export interface HeadProps {
  sheet: Sheet;
  state: ModelState;
  train(): void;
  promote(version: VersionRow): void;
  rollBack(): void;
  show(version: string): void;
}

export function ModelHead(props: HeadProps) {
  const { sheet, state } = props;
  const { t, zone, mayManage } = sheet;
  const { model, run } = state;
  const { champion, challenger } = model;
  const running = isRunning(run);
  const last = before(state.versions);
  return (
    <div class="stack mp-head">
      <dl class="mp-kpis">
        <Kpi name="accuracy" label={t("models.head.accuracy")} icon={<Target size={16} aria-hidden="true" />}>
          {champion
            ? <Accuracy figure={champion.verdict.figure} locale={zone.locale} />
            : <strong class="quiet">{t("models.head.no-champion")}</strong>}
        </Kpi>
        <Kpi name="drift" label={t("models.head.drift")} icon={<Eye size={16} aria-hidden="true" />}>
          {model.drift
            ? (
              <>
                <DriftBadge drift={model.drift} kind={model.kind} locale={zone.locale} />
                <span>{t(`workshop.drift.${model.drift.state}.${model.kind}`, { seen: model.drift.seen })}</span>
              </>
            )
            : (
              <>
                <strong>{t("models.drift.unseen")}</strong>
                <span>{t("models.drift.unseen.hint")}</span>
              </>
            )}
        </Kpi>
        <Kpi name="schedule" label={t("models.head.next")} icon={<CalendarClock size={16} aria-hidden="true" />}>
          <strong>
            {model.nextTrainAt ? dateTimeOf(Date.parse(model.nextTrainAt), zone) : t("models.schedule.never")}
          </strong>
          <span>{t(model.nextTrainAt ? `models.schedule.${model.schedule}` : "models.head.next.never")}</span>
        </Kpi>
      </dl>
      {run && (running || run.state === "failed") && (
        <div class={running ? "card mp-run" : ""} aria-label={t("models.head.training")} role="group">
          {running
            ? (
              <RunProgress
                kind={model.kind}
                run={run}
                stopping={state.busy === "cancel"}
                onCancel={mayManage
                  ? () => void state.cancel()
                  : undefined}
              />
            )
            : <RunRefused kind={model.kind} run={run} />}
        </div>
      )}
      {challenger && !running && (
        <div class="note-box mp-challenger" data-tone={challenger.verdict.promotable ? "good" : "warn"}>
          <span class="grow">
            {t(challenger.verdict.promotable ? "models.head.challenger.good" : "models.head.challenger.bad", {
              n: challenger.n,
            })}
          </span>
          <button
            type="button"
            class="btn small"
            onClick={() =>
              props.show(challenger.id)}
          >
            <Eye size={15} aria-hidden="true" />
            {t("models.look")}
          </button>
        </div>
      )}
      {mayManage && (
        <div class="btn-row">
          {!running && (
            <button
              type="button"
              class={`btn ${champion && challenger?.verdict.promotable ? "" : "primary"}`}
              disabled={state.busy === "train"}
              onClick={props.train}
            >
              <Play size={15} aria-hidden="true" />
              {t(champion ? "models.train.again" : "models.train")}
            </button>
          )}
          {challenger?.verdict.promotable && (
            <button
              type="button"
              class="btn primary"
              disabled={state.busy !== null}
              onClick={() => props.promote(challenger)}
            >
              {t("models.promote.of", { n: challenger.n })}
            </button>
          )}
          {last && (
            <button type="button" class="btn" disabled={state.busy !== null} onClick={props.rollBack}>
              <History size={15} aria-hidden="true" />
              {t("models.roll-back")}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function Kpi(props: { name: string; label: string; icon: ComponentChildren; children: ComponentChildren }) {
  return (
    <div class="card mp-kpi" data-kpi={props.name}>
      <dt>
        {props.icon}
        {props.label}
      </dt>
      <dd>{props.children}</dd>
    </div>
  );
}
