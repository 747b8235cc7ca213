/** The door of imports: what to bring in, the file, and what was brought in before. */
import { useEffect, useState } from "preact/hooks";
import { Dropzone } from "@/components/records/import/Dropzone.tsx";
import { ImportList } from "@/components/records/import/ImportList.tsx";
import type { StartSetup } from "@/components/records/import/types.ts";
import type { RecordKind } from "@/crm/record/types.ts";

export default function ImportStart({ setup, kind: first }: { setup: StartSetup; kind: RecordKind }) {
  const [kind, setKind] = useState<RecordKind>(first);
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  return (
    <div class="im" data-ready={ready || undefined}>
      <Dropzone kinds={setup.kinds} kind={kind} locale={setup.zone.locale} onKind={setKind} />
      <ImportList all={setup.all} zone={setup.zone} />
    </div>
  );
}
