/** All that a model may be told beforehand, with good values, folded away: its data, its settings, its name. */
import { Settings2, SlidersHorizontal } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { CallsFields, RecordsFields, UploadFields } from "@/components/models/DatasetFields.tsx";
import { isVolume } from "@/components/models/draft.ts";
import { ScoreFields } from "@/components/models/ScoreFields.tsx";
import { VolumeFields } from "@/components/models/VolumeFields.tsx";
import type { NewDraft } from "@/components/workshop/new/draft.ts";
import type { LookStepProps } from "@/components/workshop/new/LookStep.tsx";
import { NameFields } from "@/components/workshop/new/NameFields.tsx";
import type { NewSetup } from "@/components/workshop/types.ts";
import type { VersionDetail } from "@/ml/registry/types.ts";

export interface SettingsPartProps extends Pick<LookStepProps, "sheet" | "setup" | "draft" | "training" | "onChange"> {
  error(field: string): string | null;
  /** The data is shown at once: something has to be changed there. */
  opened: boolean;
}

export function SettingsPart(props: SettingsPartProps) {
  const { sheet, setup, draft, training, error, opened } = props;
  const { t } = sheet;
  const { dataset, settings } = draft;
  const change = (part: Partial<NewDraft>) => props.onChange({ ...draft, ...part });
  const queue = dataset.from === "calls" ? setup.queues.find(({ id }) => id === dataset.queue) : undefined;
  const { columns, leaks } = columnsOf(draft, { setup, version: training.version });
  return (
    <div class="card ws-settings">
      <More
        name="data"
        open={opened}
        title={t("workshop.new.more.data")}
        hint={t(`workshop.new.more.data.${dataset.from}`)}
      >
        {dataset.from === "calls" && (
          <CallsFields
            sheet={sheet}
            dataset={dataset}
            queues={setup.queues.map(({ id, name }) => ({ value: id, label: name }))}
            numbers={queue?.numbers ?? []}
            error={error}
            onChange={(dataset) => change({ dataset })}
          />
        )}
        {dataset.from === "upload" && (
          <UploadFields
            sheet={sheet}
            dataset={dataset}
            error={error}
            onChange={(dataset) => change({ dataset })}
          />
        )}
        {dataset.from === "records" && (
          <RecordsFields
            sheet={sheet}
            dataset={dataset}
            pipelines={setup.pipelines}
            onChange={(dataset) => change({ dataset })}
          />
        )}
        {dataset.from === "outcome-upload" && <p>{t("workshop.new.target.is", { column: dataset.target })}</p>}
      </More>
      <More name="model" title={t("workshop.new.more.model")} hint={t("workshop.new.more.model.hint")}>
        {isVolume(settings)
          ? (
            <VolumeFields
              sheet={sheet}
              settings={settings}
              error={error}
              onChange={(settings) => change({ settings })}
            />
          )
          : (
            <ScoreFields
              sheet={sheet}
              settings={settings}
              columns={columns}
              leaks={leaks}
              recordKind={dataset.from === "records" ? dataset.kind : null}
              error={error}
              onChange={(settings) => change({ settings })}
            />
          )}
      </More>
      <More
        name="name"
        title={t("workshop.new.more.name")}
        hint={t("workshop.new.more.name.hint", { name: draft.name })}
      >
        <NameFields draft={draft} error={error} onChange={change} />
      </More>
    </div>
  );
}

/** What a score may be told not to learn from: columns of the file, else of the version that is there already. */
function columnsOf(
  { dataset }: NewDraft,
  known: { setup: NewSetup; version: VersionDetail | null },
): { columns: string[]; leaks: string[] } {
  const report = known.version && "columns" in known.version.report ? known.version.report : null;
  const leaks = report?.leaks.map(({ column }) => column) ?? [];
  if (dataset.from !== "outcome-upload") return { columns: report?.columns ?? [], leaks };
  const file = known.setup.uploads.find(({ id }) => id === dataset.upload);
  return { columns: (file?.columns ?? []).filter((column) => column !== dataset.target), leaks };
}

function More(props: { name: string; title: string; hint: string; open?: boolean; children: ComponentChildren }) {
  const box = useRef<HTMLDetailsElement>(null);
  // Opened once when it is needed; whether it stays open is the reader's affair.
  useEffect(() => {
    if (props.open && box.current) box.current.open = true;
  }, [props.open]);
  const Sign = props.name === "model" ? Settings2 : SlidersHorizontal;
  return (
    <details class="ws-more" data-more={props.name} ref={box}>
      <summary>
        <Sign size={16} aria-hidden="true" />
        <span>
          {props.title}
          <small class="quiet">{props.hint}</small>
        </span>
      </summary>
      <div class="ws-more-body">{props.children}</div>
    </details>
  );
}
