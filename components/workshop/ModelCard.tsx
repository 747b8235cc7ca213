/** One model in the list: how good it is in plain words, what goes on with it, and the next thing to do. */
import { CalendarClock, ChartSpline, Play, Sparkles, Target, TriangleAlert } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import type { Zone } from "@/components/time/format.ts";
import { dateTimeOf } from "@/components/time/format.ts";
import { toast } from "@/components/toast.ts";
import { Accuracy } from "@/components/workshop/Accuracy.tsx";
import { Challenger } from "@/components/workshop/Challenger.tsx";
import { DriftBadge } from "@/components/workshop/DriftBadge.tsx";
import { isRunning } from "@/components/workshop/run.ts";
import { RunProgress } from "@/components/workshop/RunProgress.tsx";
import { RunRefused } from "@/components/workshop/RunRefused.tsx";
import type { Models } from "@/components/workshop/useModels.ts";
import type { ModelRow } from "@/ml/registry/types.ts";
import { formatDate, formatRelative } from "@/locales/format.ts";
import { useT } from "@/components/i18n.ts";

export interface ModelCardProps {
  model: ModelRow;
  models: Models;
  mayManage: boolean;
  zone: Zone;
}

export function ModelCard({ model, models, mayManage, zone }: ModelCardProps) {
  const t = useT();
  const { champion, challenger, run } = model;
  const running = isRunning(run);
  const busy = models.busy(model.id);
  const refusal = models.refusal(model.id);
  const href = `/forecasting/models/${model.id}`;
  const Sign = model.kind === "volume" ? ChartSpline : Target;
  const about = model.queue
    ? model.queue.name
    : model.recordKind
    ? t(`workshop.of.${model.recordKind}`)
    : t("workshop.of.file");
  const promote = async (version: string) => {
    if (!await models.promote(model, version)) return;
    toast("good", t("workshop.promoted", { name: model.name }), {
      label: t("workshop.undo"),
      run: () => void models.rollBack(model).then((done) => done && toast("good", t("workshop.undone"))),
    });
  };
  return (
    <article class="card ws-model" data-model={model.id} data-kind={model.kind} aria-labelledby={`ws-${model.id}`}>
      <header>
        <Sign size={18} aria-hidden="true" />
        <div class="grow">
          <h3 id={`ws-${model.id}`}>
            <a href={href}>{model.name}</a>
          </h3>
          {!model.name.includes(about) && <p class="quiet small-text clip">{about}</p>}
        </div>
        {champion && model.drift && <DriftBadge drift={model.drift} kind={model.kind} locale={zone.locale} />}
      </header>
      <div class="body">
        {champion
          ? <Accuracy figure={champion.verdict.figure} locale={zone.locale} />
          : !running && !challenger && run?.state !== "failed" && <p class="quiet">{t("workshop.untrained")}</p>}
        {run && running && (
          <RunProgress
            kind={model.kind}
            run={run}
            compact
            stopping={busy === "cancel"}
            onCancel={mayManage ? () => void models.cancel(model) : undefined}
          />
        )}
        {run?.state === "failed" && <RunRefused kind={model.kind} run={run} />}
        {challenger && !running && (
          <Challenger
            model={model}
            version={challenger}
            locale={zone.locale}
            busy={busy !== null}
            onPromote={mayManage ? () => void promote(challenger.id) : undefined}
          />
        )}
        {refusal && (
          <div class="note-box" data-tone="bad" role="alert">
            <TriangleAlert size={16} aria-hidden="true" />
            <span class="grow">{t(refusal.code, refusal.detail)}</span>
          </div>
        )}
      </div>
      <footer>
        <p class="small-text quiet">
          {champion && <Trained at={champion.trainedAt} n={champion.n} zone={zone} />}
          <span class="row">
            <CalendarClock size={13} aria-hidden="true" />
            {model.nextTrainAt
              ? t("workshop.next", { when: dateTimeOf(Date.parse(model.nextTrainAt), zone) })
              : t("workshop.next.never")}
          </span>
        </p>
        {mayManage && (
          <button
            type="button"
            class={`btn ${champion || challenger ? "" : "primary"}`}
            disabled={running || busy !== null}
            onClick={() => void models.train(model)}
          >
            {champion ? <Sparkles size={15} aria-hidden="true" /> : <Play size={15} aria-hidden="true" />}
            {t(champion || challenger ? "workshop.train.again" : "workshop.train")}
          </button>
        )}
      </footer>
    </article>
  );
}

/** "Trained 3 hours ago": the browser's clock is asked after the page came, or its words would differ from the server's. */
function Trained({ at, n, zone }: { at: string; n: number; zone: Zone }) {
  const t = useT();
  const moment = Date.parse(at);
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => setNow(Date.now()), [at]);
  const when = now === null ? formatDate(moment, zone) : formatRelative(zone.locale, Math.min(moment, now), now);
  return <time dateTime={at} title={formatDate(moment, zone)}>{t("workshop.trained", { when, n })}</time>;
}
