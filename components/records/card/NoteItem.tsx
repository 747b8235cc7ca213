/** A note, changed and deleted by its author only. */
import { Pencil, Trash2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { toast } from "@/components/toast.ts";
import type { NoteEntry } from "@/crm/timeline/types.ts";
import { NoteText } from "@/components/records/card/NoteText.tsx";
import type { Card } from "@/components/records/card/useCard.ts";
import { useT } from "@/components/i18n.ts";

export function NoteItem(props: { note: NoteEntry; card: Card }) {
  const t = useT();
  const { note, card } = props;
  const [editing, setEditing] = useState(false);
  const path = `/api/v1/notes/${note.id}`;
  const change = async (body: Record<string, unknown>) => {
    const answer = await call("PATCH", path, body);
    if (answer.ok) await card.refresh();
    return answer;
  };
  const remove = async () => {
    const answer = await change({ archived: true });
    if (!answer.ok) return toast("bad", t(answer.code, answer.detail));
    toast("info", t("timeline.note.deleted"), {
      label: t("card.undo"),
      run: () => void change({ archived: false }).then((back) => back.ok || toast("bad", t(back.code, back.detail))),
    });
  };
  if (editing) {
    return (
      <NoteText
        place={`note.${note.id}`}
        known={note.body}
        label={t("timeline.note.edit")}
        action={t("shell.save")}
        autoFocus
        onCancel={() => setEditing(false)}
        save={async (body) => {
          const answer = await change({ body });
          if (answer.ok) setEditing(false);
          return answer;
        }}
      />
    );
  }
  return (
    <div class="note-line">
      <p class="text">{note.body}</p>
      {note.mine && (
        <span class="nowrap">
          <button
            type="button"
            class="btn icon small plain"
            aria-label={t("timeline.note.edit")}
            onClick={() => setEditing(true)}
          >
            <Pencil size={14} aria-hidden="true" />
          </button>
          <button
            type="button"
            class="btn icon small plain"
            aria-label={t("timeline.note.delete")}
            onClick={() => void remove()}
          >
            <Trash2 size={14} aria-hidden="true" />
          </button>
        </span>
      )}
      {note.editedAt !== null && <small class="quiet">{t("timeline.note.edited")}</small>}
    </div>
  );
}
