/** Takes the whole import back, after asking. */
import { Undo2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { Dialog } from "@/components/records/import/Dialog.tsx";
import type { Importing } from "@/components/records/import/useImport.ts";
import { useT } from "@/components/i18n.ts";

export function UndoButton({ im }: { im: Importing }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const { created, updated } = im.it.counters;
  if (created + updated === 0) return null;
  return (
    <>
      <button type="button" class="btn danger-quiet" disabled={im.busy !== null} onClick={() => setAsking(true)}>
        <Undo2 size={16} aria-hidden="true" />
        {t("import_pages.undo")}
      </button>
      {asking && (
        <Dialog
          title={t("import_pages.undo.title")}
          onClose={() => setAsking(false)}
          foot={
            <>
              <button type="button" class="btn" onClick={() => setAsking(false)}>{t("shell.cancel")}</button>
              <button
                type="button"
                class="btn danger"
                onClick={() => {
                  setAsking(false);
                  void im.act("undo");
                }}
              >
                {t("import_pages.undo.yes")}
              </button>
            </>
          }
        >
          <p>{t("import_pages.undo.hint", { created, updated })}</p>
        </Dialog>
      )}
    </>
  );
}
