/** Several linked records in edit: the first is the main one; each can be moved forward, taken away, and more added. */
import { Star, X } from "lucide-preact";
import type { RecordKind } from "@/crm/record/types.ts";
import { RecordPicker } from "@/components/records/card/RecordPicker.tsx";
import { PLURAL } from "@/components/records/card/useCard.ts";
import { useT } from "@/components/i18n.ts";

const MOST = 50;

export function LinkedRecords(
  props: {
    id: string;
    kind: RecordKind;
    label: string;
    ids: readonly string[];
    names: Record<string, string>;
    onName?(id: string, name: string): void;
    onChoose(ids: string[]): void;
  },
) {
  const t = useT();
  const { ids, kind } = props;
  return (
    <div class="linked-many" role="group" aria-label={props.label}>
      {ids.map((id, n) => {
        const name = props.names[id] === undefined ? t("card.unseen") : props.names[id] || t("card.unnamed");
        return (
          <span class="tag" key={id}>
            {props.names[id] === undefined
              ? <span class="quiet">{name}</span>
              : <a class="clip" href={`/${PLURAL[kind]}/${id}`}>{name}</a>}
            {n > 0 && (
              <button
                type="button"
                aria-label={t("card.make-main", { name })}
                title={t("card.make-main", { name })}
                onClick={() => props.onChoose([id, ...ids.filter((one) => one !== id)])}
              >
                <Star size={12} aria-hidden="true" />
              </button>
            )}
            <button
              type="button"
              aria-label={t("card.unlink", { name })}
              onClick={() => props.onChoose(ids.filter((one) => one !== id))}
            >
              <X size={12} aria-hidden="true" />
            </button>
          </span>
        );
      })}
      {ids.length < MOST && (
        <RecordPicker
          kind={kind}
          id={props.id}
          label={props.label}
          except={ids}
          onPick={(picked) => {
            props.onName?.(picked.id, picked.name);
            props.onChoose([...ids, picked.id]);
          }}
        />
      )}
    </div>
  );
}
