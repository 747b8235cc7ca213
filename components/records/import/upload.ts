/** Sends a file of records to import. */
import { sendFile, type Sending } from "@/components/send_file.ts";
import type { ImportDetail } from "@/components/records/import/types.ts";
import type { RecordKind } from "@/crm/record/types.ts";

/** Most bytes of a file: the door's own limit. */
export const LARGEST = 200 * 1024 * 1024;

export type Upload = Sending<ImportDetail>;

/** @param file what was chosen or dropped; `progress` from 0 to 1, 1 when all of it is sent and read on the server */
export function upload(
  file: File,
  { kind, progress }: { kind: RecordKind; progress(part: number): void },
): Upload {
  const url = `/api/v1/imports?${new URLSearchParams({ kind, name: file.name })}`;
  return sendFile<ImportDetail>(file, { url, progress, tooLarge: { code: "import_pages.error.too-large" } });
}
