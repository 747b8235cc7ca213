/** On the card of a lead: the button that makes it a deal, and after that the way there and back. */
import { Handshake } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { call, post } from "@/components/api.ts";
import type { Suggestion } from "@/crm/deals/suggest.ts";
import type { Unconverted } from "@/crm/deals/unconvert.ts";
import { ConvertDialog } from "@/components/leads/ConvertDialog.tsx";
import type { Card } from "@/components/records/card/useCard.ts";
import type { Zone } from "@/components/time/format.ts";
import { toast } from "@/components/toast.ts";
import { type Translate, useT } from "@/components/i18n.ts";

export function LeadConversion(props: { card: Card; zone: Zone; mayConvert: boolean; mayUndo: boolean }) {
  const t = useT();
  const { card } = props;
  const { record } = card;
  const [open, setOpen] = useState(false);
  const [deal, setDeal] = useState<Suggestion["converted"]>(null);
  const converted = record.values.status === "converted";
  useEffect(() => {
    if (!converted) return setDeal(null);
    void call<Suggestion>("GET", `${card.path}/convert`).then((answer) => {
      if (answer.ok) setDeal(answer.value.converted);
    });
  }, [converted, card.news]);
  if (record.archived) return null;
  return (
    <>
      {deal && (
        <p class="note-box lead-converted" data-tone="good">
          <Handshake size={17} aria-hidden="true" />
          <span class="grow">
            {t("deals.convert.became")}{" "}
            {deal.name === null
              ? t("card.unseen")
              : <a href={`/deals/${deal.deal}`}>{deal.name || t("card.unnamed")}</a>}
          </span>
          {props.mayUndo && (
            <button
              type="button"
              class="btn small"
              onClick={() => void takeBack(record.id, t).then(() => card.refresh())}
            >
              {t("deals.convert.undo")}
            </button>
          )}
        </p>
      )}
      {props.mayConvert && !deal && (
        <button
          type="button"
          class="btn primary lead-convert"
          aria-haspopup="dialog"
          onClick={() => setOpen(true)}
        >
          <Handshake size={16} aria-hidden="true" />
          {t("deals.convert")}
        </button>
      )}
      {open && (
        <ConvertDialog
          lead={record}
          zone={props.zone}
          onClose={() => setOpen(false)}
          onDone={(done) => {
            setOpen(false);
            setDeal({ deal: done.deal.id, name: `${done.deal.values.name ?? ""}` });
            toast("good", t("deals.convert.done"), {
              label: t("card.undo"),
              run: () => void takeBack(record.id, t).then(() => card.refresh()),
            });
            void card.refresh();
          }}
        />
      )}
    </>
  );
}

/** Undoes a conversion and says what became of what it had made. */
export async function takeBack(lead: string, t: Translate): Promise<void> {
  const answer = await post<Unconverted>(`/api/v1/leads/${lead}/convert/undo`);
  if (!answer.ok) return toast("bad", t(answer.code, answer.detail));
  const { kept } = answer.value;
  toast(
    "info",
    kept.length === 0 ? t("deals.convert.undone") : t("deals.convert.undone-kept", {
      kept: kept.map((kind) => t(`records.kind.${kind}`).toLowerCase()).join(", "),
    }),
  );
}
