/** The first step: what the model is to tell, and from what data. */
import { FileUp, Inbox } from "lucide-preact";
import { useState } from "preact/hooks";
import { UploadBox } from "@/components/datasets/UploadBox.tsx";
import { Empty } from "@/components/Empty.tsx";
import { SelectField } from "@/components/form/Field.tsx";
import { QueueChoices, RecordsChoices } from "@/components/workshop/new/Choices.tsx";
import { likelyTarget, type Source } from "@/components/workshop/new/draft.ts";
import type { NewSetup } from "@/components/workshop/types.ts";
import type { UploadRow } from "@/ml/datasets/types.ts";
import type { ModelKind } from "@/ml/registry/types.ts";
import { useT } from "@/components/i18n.ts";

const KINDS: readonly ModelKind[] = ["volume", "score"];

export interface SourceStepProps {
  setup: NewSetup;
  onPick(source: Source): void;
  /** Files were taken in or removed. */
  onUploads(uploads: UploadRow[]): void;
}

export function SourceStep({ setup, onPick, onUploads }: SourceStepProps) {
  const t = useT();
  const { locale } = setup.zone;
  const [kind, setKind] = useState<ModelKind>("volume");
  return (
    <section class="card ws-step" aria-labelledby="ws-step-title">
      <header>
        <h2 id="ws-step-title" tabIndex={-1}>{t("workshop.new.source")}</h2>
        <span class="segmented" role="group" aria-label={t("workshop.new.kind")}>
          {KINDS.map((one) => (
            <button type="button" key={one} aria-pressed={one === kind} onClick={() => setKind(one)}>
              {t(`workshop.new.kind.${one}`)}
            </button>
          ))}
        </span>
      </header>
      <div class="body stack">
        <p class="quiet">{t(`workshop.new.kind.${kind}.hint`)}</p>
        {kind === "volume"
          ? setup.queues.length > 0
            ? (
              <QueueChoices
                queues={setup.queues}
                locale={locale}
                onPick={({ id, name }) => onPick({ from: "queue", id, name })}
              />
            )
            : (
              <Empty
                icon={Inbox}
                title={t("workshop.new.no-queues")}
                action={<a class="btn" href="/admin/queues">{t("workshop.new.no-queues.action")}</a>}
              >
                {t("workshop.new.no-queues.hint")}
              </Empty>
            )
          : <RecordsChoices records={setup.records} locale={locale} onPick={(from) => onPick({ from })} />}
        <FileSource
          key={kind}
          kind={kind}
          uploads={setup.uploads}
          locale={locale}
          onPick={onPick}
          onUploads={onUploads}
        />
      </div>
    </section>
  );
}

function FileSource(
  props: Pick<SourceStepProps, "onPick" | "onUploads"> & {
    kind: ModelKind;
    uploads: readonly UploadRow[];
    locale: string;
  },
) {
  const t = useT();
  const own = props.kind === "volume" ? "volume" : "records";
  const uploads = props.uploads.filter(({ kind }) => kind === own);
  const [value, setValue] = useState<string | null>(null);
  const [target, setTarget] = useState<string | null>(null);
  const upload = uploads.find(({ id }) => id === value) ?? null;
  const columns = upload ? (upload.outcomes.length > 0 ? upload.outcomes : upload.columns) : [];
  const outcome = upload && own === "records" ? target ?? likelyTarget(upload) : null;
  const may = upload !== null && (own === "volume" || outcome !== null);
  return (
    <details class="ws-more" data-more="file">
      <summary>
        <FileUp size={16} aria-hidden="true" />
        {t(`workshop.new.file.${own}`)}
      </summary>
      <div class="ws-more-body stack">
        <p class="quiet small-text">{t(`workshop.new.file.${own}.hint`)}</p>
        <UploadBox
          kind={own}
          uploads={uploads}
          value={value}
          locale={props.locale}
          onChange={(picked, list) => {
            setValue(picked);
            setTarget(null);
            props.onUploads([...props.uploads.filter(({ kind }) => kind !== own), ...list]);
          }}
        />
        {upload && own === "records" && (
          <SelectField
            id="ws-target"
            label={t("workshop.new.target")}
            hint={t("workshop.new.target.hint")}
            value={outcome ?? ""}
            options={[
              ...(outcome === null ? [{ value: "", label: t("workshop.new.target.none") }] : []),
              ...columns.map((column) => ({ value: column, label: column })),
            ]}
            onChange={(column) => setTarget(column || null)}
          />
        )}
        {upload && (
          <div>
            <button
              type="button"
              class="btn primary"
              disabled={!may}
              onClick={() =>
                own === "volume"
                  ? props.onPick({ from: "calls-file", upload })
                  : outcome !== null && props.onPick({ from: "outcome-file", upload, target: outcome })}
            >
              {t("workshop.new.file.use")}
            </button>
          </div>
        )}
      </div>
    </details>
  );
}
