/** Takes a merge back, from the timeline or from a message. */
import { Split } from "lucide-preact";
import { useState } from "preact/hooks";
import { post } from "@/components/api.ts";
import { toast } from "@/components/toast.ts";
import type { CardField } from "@/components/records/card/types.ts";
import { type Translate, useT } from "@/components/i18n.ts";

type Labels = ReadonlyMap<string, Pick<CardField, "label">>;

/** Answers whether it was done; says what was kept, or why not. */
export async function undoMerge(merge: string, t: Translate, fields: Labels): Promise<boolean> {
  const answer = await post<{ restored: string[]; kept: string[] }>(`/api/v1/merges/${merge}/undo`);
  if (!answer.ok) {
    toast("bad", t(answer.code, answer.detail));
    return false;
  }
  const kept = answer.value.kept.map((key) => fields.get(key)?.label ?? key).join(", ");
  toast("good", kept ? t("duplicates.unmerged.kept", { fields: kept }) : t("duplicates.unmerged"));
  return true;
}

export function UndoMerge(props: { merge: string; fields: Labels; onDone(): unknown }) {
  const t = useT();
  const [busy, setBusy] = useState(false);
  return (
    <button
      type="button"
      class="btn small plain"
      disabled={busy}
      onClick={async () => {
        setBusy(true);
        if (await undoMerge(props.merge, t, props.fields)) await props.onDone();
        setBusy(false);
      }}
    >
      <Split size={14} aria-hidden="true" />
      {t("duplicates.unmerge")}
    </button>
  );
}
