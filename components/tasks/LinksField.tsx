/** What a task belongs to: a deal, a lead, a person, a company; each found by name or number. */
import { Plus, X } from "lucide-preact";
import { useState } from "preact/hooks";
import { RecordPicker } from "@/components/records/card/RecordPicker.tsx";
import { PLURAL } from "@/components/records/card/useCard.ts";
import type { Draft, LinkKind } from "@/components/tasks/draft.ts";
import { useT } from "@/components/i18n.ts";

export function LinksField(props: {
  id: string;
  links: Draft["links"];
  kinds: readonly LinkKind[];
  names: Record<string, string>;
  disabled: boolean;
  change(links: Draft["links"], named?: { id: string; name: string }): void;
}) {
  const t = useT();
  const { links, kinds, names, disabled } = props;
  const [adding, setAdding] = useState<LinkKind | null>(null);
  const linked = (Object.keys(links) as LinkKind[]).filter((kind) => links[kind] !== "");
  const free = kinds.filter((kind) => links[kind] === "");
  return (
    <div class="field links-field" role="group" aria-label={t("tasks.dialog.links")}>
      <span class="label">{t("tasks.dialog.links")}</span>
      <span class="row wrap">
        {linked.map((kind) => {
          const id = links[kind];
          const name = names[id] === undefined ? t("tasks.dialog.unseen") : names[id] || t("card.unnamed");
          return (
            <span class="tag" key={kind}>
              <small class="quiet">{t(`records.kind.${kind}`)}</small>
              {names[id] === undefined ? name : <a class="clip" href={`/${PLURAL[kind]}/${id}`}>{name}</a>}
              {!disabled && (
                <button
                  type="button"
                  aria-label={t("tasks.dialog.unlink", { name })}
                  onClick={() => props.change({ ...links, [kind]: "" })}
                >
                  <X size={12} aria-hidden="true" />
                </button>
              )}
            </span>
          );
        })}
        {!disabled && adding === null &&
          free.map((kind) => (
            <button type="button" key={kind} class="btn small plain" onClick={() => setAdding(kind)}>
              <Plus size={13} aria-hidden="true" />
              {t(`records.kind.${kind}`)}
            </button>
          ))}
      </span>
      {adding && (
        <RecordPicker
          kind={adding}
          id={props.id}
          label={t(`records.kind.${adding}`)}
          autoFocus
          onPick={(picked) => {
            props.change({ ...links, [adding]: picked.id }, picked);
            setAdding(null);
          }}
          onCancel={() => setAdding(null)}
        />
      )}
    </div>
  );
}
