/** Says whether what was typed is safe. */
import { Check, CloudUpload, TriangleAlert } from "lucide-preact";
import type { SaveState } from "@/components/desk/draft.ts";
import { useT } from "@/components/i18n.ts";

export function SaveMark(props: { state: SaveState }) {
  const t = useT();
  if (props.state === "clean") return <span class="save-state" role="status" />;
  const Icon = props.state === "saved" ? Check : props.state === "failed" ? TriangleAlert : CloudUpload;
  return (
    <span class="save-state" data-save={props.state} role="status">
      <Icon size={13} aria-hidden="true" />
      {t(`desk.save.${props.state === "dirty" ? "saving" : props.state}`)}
    </span>
  );
}
