/** Takes a file of data by choosing or dropping it, and offers those that were taken in before. */
import { FileSpreadsheet, FileUp, TriangleAlert, X } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import type { Values } from "@/components/api.ts";
import { KeptUploads } from "@/components/datasets/KeptUploads.tsx";
import type { UploadBoxProps } from "@/components/datasets/types.ts";
import { sendFile, type Sending } from "@/components/send_file.ts";
import { toast } from "@/components/toast.ts";
import type { UploadRow } from "@/ml/datasets/types.ts";
import { formatPercent } from "@/locales/format.ts";
import { useT } from "@/components/i18n.ts";

/** The door's own limit. */
const LARGEST = 16 * 1_048_576;
const TOO_LARGE = { code: "datasets.error.too-large", detail: { megabytes: LARGEST / 1_048_576 } };

interface Failure {
  code: string;
  detail?: Values;
  file: File;
}

export function UploadBox(props: UploadBoxProps) {
  const t = useT();
  const { kind, uploads, value, locale, onChange } = props;
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<{ file: File; part: number; work: Sending<UploadRow> } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const send = async (file: File | undefined) => {
    if (!file || sending) return;
    setFailure(null);
    if (file.size > LARGEST) return setFailure({ ...TOO_LARGE, file });
    if (file.size === 0) return setFailure({ code: "import.error.empty-file", file });
    const work = sendFile<UploadRow>(file, {
      url: `/api/v1/forecasting/uploads?${new URLSearchParams({ kind, name: file.name })}`,
      progress: (part) => setSending((now) => now && { ...now, part }),
      tooLarge: TOO_LARGE,
    });
    setSending({ file, part: 0, work });
    const answer = await work.done;
    setSending(null);
    // The button was away while the file was sent.
    requestAnimationFrame(() => button.current?.focus());
    if (!answer) return;
    if (!answer.ok) return setFailure({ code: answer.code, detail: answer.detail, file });
    toast("good", t("datasets.upload.taken"));
    onChange(answer.value.id, [answer.value, ...uploads]);
  };

  return (
    <section
      class="du"
      data-over={over || undefined}
      aria-label={t(`datasets.upload.title.${kind}`)}
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
      {uploads.length > 0 && (
        <KeptUploads
          uploads={uploads}
          value={value}
          locale={locale}
          onPick={(id) => onChange(id, [...uploads])}
          onRemoved={(id) => onChange(value === id ? null : value, uploads.filter((one) => one.id !== id))}
        />
      )}
      {sending
        ? (
          <div class="du-sending">
            <p class="row">
              <FileSpreadsheet size={18} aria-hidden="true" />
              <b class="grow clip">{sending.file.name}</b>
              <span class="quiet">{formatPercent(locale, sending.part)}</span>
            </p>
            <progress max={1} value={sending.part} aria-label={t("datasets.upload.sending")} />
            <p class="row">
              <span class="grow quiet small-text" role="status">
                {t(sending.part < 1 ? "datasets.upload.sending" : "datasets.upload.reading")}
              </span>
              <button type="button" class="btn small" onClick={() => sending.work.cancel()}>
                <X size={14} aria-hidden="true" />
                {t("datasets.upload.cancel")}
              </button>
            </p>
          </div>
        )
        : (
          <div class="du-ask" data-small={uploads.length > 0 || undefined}>
            <FileUp size={uploads.length > 0 ? 20 : 28} strokeWidth={1.5} aria-hidden="true" />
            <p>{t("datasets.upload.drop")}</p>
            <button
              type="button"
              ref={button}
              class={uploads.length > 0 ? "btn" : "btn primary"}
              onClick={() => input.current?.click()}
            >
              {t(uploads.length > 0 ? "datasets.upload.another" : "datasets.upload.choose")}
            </button>
            <small class="quiet">{t(`datasets.upload.limits.${kind}`)}</small>
          </div>
        )}
      <input
        ref={input}
        type="file"
        class="unseen"
        tabIndex={-1}
        aria-label={t("datasets.upload.choose")}
        accept=".csv,.tsv,.txt,.xlsx"
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
              {t("datasets.upload.again")}
            </button>
          )}
        </div>
      )}
    </section>
  );
}
