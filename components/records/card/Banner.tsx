/** Over a deleted card: that it is deleted, or what it was merged into, and the way back. */
import { ArchiveRestore, Merge as MergeIcon } from "lucide-preact";
import type { CardSetup, Words } from "@/components/records/card/types.ts";
import { undoMerge } from "@/components/records/card/UndoMerge.tsx";
import { PLURAL } from "@/components/records/card/useCard.ts";
import { useT } from "@/components/i18n.ts";

export function Banner(
  props: { setup: CardSetup; fields: Words["fields"]; onRestore(): void; onUnmerged(): Promise<void> },
) {
  const t = useT();
  const { mergedInto, kind, may } = props.setup;
  if (mergedInto) {
    return (
      <div class="note-box" data-tone="warn" role="status">
        <MergeIcon size={17} aria-hidden="true" />
        <span class="grow">
          {t("card.merged-into")}{" "}
          <a href={`/${PLURAL[kind]}/${mergedInto.id}`}>{mergedInto.name || t("card.unnamed")}</a>
        </span>
        {may.merge && (
          <button
            type="button"
            class="btn small"
            onClick={async () => {
              if (await undoMerge(mergedInto.merge, t, props.fields)) await props.onUnmerged();
            }}
          >
            {t("duplicates.unmerge")}
          </button>
        )}
      </div>
    );
  }
  return (
    <div class="note-box" data-tone="warn" role="status">
      <ArchiveRestore size={17} aria-hidden="true" />
      <span class="grow">{t("card.is-deleted")}</span>
      {may.delete && <button type="button" class="btn small" onClick={props.onRestore}>{t("card.restore")}</button>}
    </div>
  );
}
