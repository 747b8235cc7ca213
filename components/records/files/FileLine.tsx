/** One file: what it is, its name to load it, who brought it; renaming in place, deleting. */
import {
  File,
  FileArchive,
  FileAudio,
  FileImage,
  FileSpreadsheet,
  FileText,
  FileVideo,
  Pencil,
  Trash2,
} from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { RecordFile } from "@/crm/files/files.ts";
import { type FileLook, lookOf, PREVIEWED, sizeOf } from "@/components/records/files/words.ts";
import { dateTimeOf, type Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

const ICONS: Record<FileLook, typeof File> = {
  picture: FileImage,
  text: FileText,
  table: FileSpreadsheet,
  sound: FileAudio,
  film: FileVideo,
  archive: FileArchive,
  other: File,
};

export interface FileLineProps {
  file: RecordFile;
  zone: Zone;
  mayEdit: boolean;
  onRename(name: string): Promise<void>;
  onDelete(): void;
}

export function FileLine({ file, zone, mayEdit, onRename, onDelete }: FileLineProps) {
  const t = useT();
  const [renaming, setRenaming] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!renaming || !field.current) return;
    field.current.focus();
    field.current.setSelectionRange(0, Math.max(0, file.name.lastIndexOf(".")) || file.name.length);
  }, [renaming]);
  const { name, type, bytes } = file;
  const path = `/api/v1/files/${file.id}`;
  const Icon = ICONS[lookOf(type)];
  if (renaming) {
    return (
      <li>
        <form
          class="row grow"
          onSubmit={async (event) => {
            event.preventDefault();
            const next = field.current?.value.trim() ?? "";
            setRenaming(false);
            if (next !== "" && next !== name) await onRename(next);
          }}
        >
          <input
            ref={field}
            class="input grow"
            aria-label={t("files.rename.label")}
            defaultValue={name}
            maxLength={180}
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              event.stopPropagation();
              setRenaming(false);
            }}
          />
          <button type="submit" class="btn small primary">{t("files.save")}</button>
        </form>
      </li>
    );
  }
  return (
    <li data-file={file.id}>
      {PREVIEWED.has(type)
        ? (
          <a
            class="file-sign"
            href={`${path}/preview`}
            target="_blank"
            rel="noopener"
            aria-label={t("files.preview", { name })}
          >
            <img src={`${path}/preview`} alt="" loading="lazy" width={40} height={40} />
          </a>
        )
        : (
          <span class="file-sign">
            <Icon size={20} strokeWidth={1.5} aria-hidden="true" />
          </span>
        )}
      <div class="grow">
        <a class="clip" href={path} download={name} title={name} aria-label={t("files.download", { name })}>{name}</a>
        <small class="quiet">
          {[sizeOf(bytes, zone.locale), file.byName, dateTimeOf(file.at, zone)].filter(Boolean).join(" · ")}
        </small>
      </div>
      {mayEdit && (
        <>
          <button
            type="button"
            class="btn icon small plain"
            aria-label={t("files.rename", { name })}
            onClick={() => setRenaming(true)}
          >
            <Pencil size={15} aria-hidden="true" />
          </button>
          <button
            type="button"
            class="btn icon small plain"
            aria-label={t("files.delete", { name })}
            onClick={onDelete}
          >
            <Trash2 size={15} aria-hidden="true" />
          </button>
        </>
      )}
    </li>
  );
}
