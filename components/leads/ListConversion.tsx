/** In the list of leads: the one that is chosen becomes a deal. */
import { Handshake } from "lucide-preact";
import { useState } from "preact/hooks";
import type { CrmRecord } from "@/crm/record/types.ts";
import { ConvertDialog } from "@/components/leads/ConvertDialog.tsx";
import { takeBack } from "@/components/leads/LeadConversion.tsx";
import type { Selection } from "@/components/records/list/selection.ts";
import type { List } from "@/components/records/list/useList.ts";
import type { Zone } from "@/components/time/format.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

export function ListConversion(props: { list: List; selection: Selection; zone: Zone; onDone(): void }) {
  const t = useT();
  const { list, selection } = props;
  const [converting, setConverting] = useState<CrmRecord | null>(null);
  const [only, ...others] = selection.ids;
  const one = !selection.all && others.length === 0 && only ? list.rows.byId.get(only) : undefined;
  const lone = one && !one.archived && one.values.status !== "converted" ? one : null;
  return (
    <>
      {lone && (
        <button
          type="button"
          class="btn small"
          aria-haspopup="dialog"
          aria-label={t("deals.convert")}
          onClick={() => setConverting(lone)}
        >
          <Handshake size={15} aria-hidden="true" />
          <span>{t("deals.convert")}</span>
        </button>
      )}
      {converting && (
        <ConvertDialog
          lead={converting}
          zone={props.zone}
          onClose={() => setConverting(null)}
          onDone={({ deal }) => {
            const { id } = converting;
            props.onDone();
            list.distrust([id]);
            toast("good", t("deals.convert.done-named", { name: `${deal.values.name ?? ""}` || t("card.unnamed") }), {
              label: t("card.undo"),
              run: () => void takeBack(id, t).then(() => list.distrust([id])),
            });
          }}
        />
      )}
    </>
  );
}
