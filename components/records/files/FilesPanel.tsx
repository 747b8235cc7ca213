/** Files of a record: dropped or chosen, with progress; pictures are shown, names changed, deletions taken back. */
import { Paperclip, Plus, RotateCw, TriangleAlert, X } from "lucide-preact";
import { useId, useRef, useState } from "preact/hooks";
import { FileLine } from "@/components/records/files/FileLine.tsx";
import { type FilesState, type Sending, useFiles } from "@/components/records/files/useFiles.ts";
import { sizeOf } from "@/components/records/files/words.ts";
import type { Card } from "@/components/records/card/useCard.ts";
import type { RecordFile } from "@/crm/files/files.ts";
import { formatPercent } from "@/locales/format.ts";
import type { Zone } from "@/components/time/format.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

export function FilesPanel(props: { card: Card; mayEdit: boolean; zone: Zone }) {
  const t = useT();
  const { card, mayEdit, zone } = props;
  const title = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const files = useFiles({
    path: card.path,
    news: card.news,
    onAdded: (count) => toast("good", t("files.added", { count })),
  });
  const { rows } = files;
  const remove = async (file: RecordFile) => {
    const answer = await files.change(file.id, { archived: true });
    if (!answer.ok) return toast("bad", t(answer.code, answer.detail));
    await files.load();
    toast("info", t("files.deleted", { name: file.name }), {
      label: t("files.undo"),
      run: async () => {
        const back = await files.change(file.id, { archived: false });
        if (!back.ok) toast("bad", t(back.code, back.detail));
        await files.load();
      },
    });
  };
  const carries = (event: DragEvent) => mayEdit && (event.dataTransfer?.types.includes("Files") ?? false);
  return (
    <section
      class="card files"
      aria-labelledby={title}
      data-panel="files"
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!carries(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        if (!carries(event)) return;
        event.preventDefault();
        setOver(false);
        files.add(event.dataTransfer!.files);
      }}
    >
      <header>
        <h2 id={title}>{t("files.title")}</h2>
        {rows && rows.length > 0 && <span class="badge">{rows.length}</span>}
        {mayEdit && (
          <button type="button" class="btn small plain" onClick={() => input.current?.click()}>
            <Plus size={14} aria-hidden="true" />
            {t("files.add")}
          </button>
        )}
      </header>
      <input
        ref={input}
        type="file"
        class="unseen"
        tabIndex={-1}
        multiple
        aria-label={t("files.add")}
        onChange={(event) => {
          files.add([...event.currentTarget.files ?? []]);
          event.currentTarget.value = "";
        }}
      />
      {files.failed && (
        <p class="card-note" data-tone="bad" role="alert">
          <span class="grow">{t("files.list-failed")}</span>
          <button type="button" class="btn small" onClick={() => void files.load()}>{t("shell.retry")}</button>
        </p>
      )}
      {rows === null && !files.failed && <p class="body quiet" role="status">{t("files.loading")}</p>}
      {files.sending.length > 0 && (
        <ul class="file-list">
          {files.sending.map((one) => <SendingLine key={one.n} one={one} files={files} locale={zone.locale} />)}
        </ul>
      )}
      {rows && rows.length > 0 && (
        <ul class="file-list">
          {rows.map((file) => (
            <FileLine
              key={file.id}
              file={file}
              zone={zone}
              mayEdit={mayEdit}
              onDelete={() => void remove(file)}
              onRename={async (name) => {
                const answer = await files.change(file.id, { name });
                if (!answer.ok) toast("bad", t(answer.code, answer.detail));
                await files.load();
              }}
            />
          ))}
        </ul>
      )}
      {rows?.length === 0 && files.sending.length === 0 && (
        <p class="body quiet file-empty">
          <Paperclip size={16} aria-hidden="true" />
          <span>{t(mayEdit ? "files.empty.hint" : "files.empty")}</span>
        </p>
      )}
      {over && <p class="file-over" aria-hidden="true">{t("files.drop")}</p>}
    </section>
  );
}

function SendingLine({ one, files, locale }: { one: Sending; files: FilesState; locale: string }) {
  const t = useT();
  const { name, size } = one.file;
  const { failure } = one;
  return (
    <li data-sending data-failed={failure ? true : undefined}>
      {failure
        ? (
          <div class="grow" role="alert">
            <b class="row">
              <TriangleAlert size={14} aria-hidden="true" />
              <span class="clip">{t("files.failed", { name })}</span>
            </b>
            <small>{t(failure.code, failure.detail)}</small>
          </div>
        )
        : (
          <div class="grow">
            <b class="clip">{name}</b>
            <progress
              max={1}
              value={one.part}
              aria-label={t("files.sending", { name, percent: formatPercent(locale, one.part) })}
            />
            <small class="quiet">{formatPercent(locale, one.part)} · {sizeOf(size, locale)}</small>
          </div>
        )}
      {failure && !/too-large|empty/.test(failure.code) && (
        <button
          type="button"
          class="btn icon small plain"
          aria-label={t("files.again")}
          onClick={() => files.again(one)}
        >
          <RotateCw size={15} aria-hidden="true" />
        </button>
      )}
      <button
        type="button"
        class="btn icon small plain"
        aria-label={t(failure ? "files.dismiss" : "files.cancel", { name })}
        onClick={() => files.drop(one)}
      >
        <X size={15} aria-hidden="true" />
      </button>
    </li>
  );
}
