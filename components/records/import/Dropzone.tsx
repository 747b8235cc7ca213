/** Takes a file by choosing or dropping it and sends it, with its progress and a way to stop. */
import { FileSpreadsheet, FileUp, TriangleAlert, X } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import type { Failure } from "@/components/records/import/types.ts";
import { LARGEST, type Upload, upload } from "@/components/records/import/upload.ts";
import { sizeText } from "@/components/records/import/words.ts";
import { PLURAL } from "@/components/records/card/useCard.ts";
import { formatPercent } from "@/locales/format.ts";
import type { RecordKind } from "@/crm/record/types.ts";
import { useT } from "@/components/i18n.ts";

export interface DropzoneProps {
  kinds: readonly RecordKind[];
  kind: RecordKind;
  locale: string;
  onKind(kind: RecordKind): void;
}

interface Sending {
  file: File;
  part: number;
  upload: Upload;
}

export function Dropzone(props: DropzoneProps) {
  const t = useT();
  const { kind, locale } = props;
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<Sending | null>(null);
  const [failure, setFailure] = useState<(Failure & { file: File }) | null>(null);

  const send = async (file: File | undefined) => {
    if (!file || sending) return;
    setFailure(null);
    if (file.size > LARGEST) return setFailure({ code: "import_pages.error.too-large", file });
    if (file.size === 0) return setFailure({ code: "import.error.empty-file", file });
    const started = upload(file, {
      kind,
      progress: (part) => setSending((now) => now && { ...now, part }),
    });
    setSending({ file, part: 0, upload: started });
    const answer = await started.done;
    if (answer?.ok) return location.assign(`/import/${answer.value.id}`);
    setSending(null);
    if (answer) setFailure({ code: answer.code, detail: answer.detail, file });
    // The button was away while the file was sent.
    requestAnimationFrame(() => button.current?.focus());
  };

  return (
    <section
      class="card im-drop"
      data-over={over || undefined}
      aria-label={t("import_pages.start")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void send(event.dataTransfer?.files[0]);
      }}
    >
      <fieldset class="im-kinds" disabled={sending !== null}>
        <legend>{t("import_pages.start.what")}</legend>
        <span class="segmented">
          {props.kinds.map((one) => (
            <label key={one}>
              <input
                class="unseen"
                type="radio"
                name="kind"
                value={one}
                checked={one === kind}
                onChange={() => props.onKind(one)}
              />
              {t(`records.kinds.${PLURAL[one]}`)}
            </label>
          ))}
        </span>
      </fieldset>
      {sending
        ? (
          <div class="im-sending">
            <p class="row">
              <FileSpreadsheet size={18} aria-hidden="true" />
              <b class="grow clip">{sending.file.name}</b>
              <span class="quiet">{formatPercent(locale, sending.part)}</span>
            </p>
            <progress max={1} value={sending.part} aria-label={t("import_pages.start.sending")} />
            <p class="row">
              <span class="grow quiet small-text" role="status">
                {sending.part < 1
                  ? t("import_pages.start.sending.size", { size: sizeText(sending.file.size, locale) })
                  : t("import_pages.start.reading")}
              </span>
              <button type="button" class="btn small" onClick={() => sending.upload.cancel()}>
                <X size={14} aria-hidden="true" />
                {t("import_pages.start.cancel")}
              </button>
            </p>
          </div>
        )
        : (
          <div class="im-ask">
            <FileUp size={28} strokeWidth={1.5} aria-hidden="true" />
            <p>{t("import_pages.start.drop")}</p>
            <button type="button" ref={button} class="btn primary" onClick={() => input.current?.click()}>
              {t("import_pages.start.choose")}
            </button>
            <small class="quiet">{t("import_pages.start.limits")}</small>
          </div>
        )}
      <input
        ref={input}
        type="file"
        class="unseen"
        tabIndex={-1}
        aria-label={t("import_pages.start.choose")}
        accept=".csv,.tsv,.txt,.xlsx,.xls,.ods"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          void send(file);
          event.currentTarget.value = "";
        }}
      />
      {failure && (
        <div class="note-box" data-tone="bad" role="alert" data-notice="refused">
          <TriangleAlert size={16} aria-hidden="true" />
          <div class="grow">
            <b>{failure.file.name}</b>
            <p>{t(failure.code, failure.detail)}</p>
          </div>
          {failure.code.startsWith("shell.") && (
            <button
              type="button"
              class="btn small"
              onClick={() => void send(failure.file)}
            >
              {t("shell.retry")}
            </button>
          )}
        </div>
      )}
    </section>
  );
}
