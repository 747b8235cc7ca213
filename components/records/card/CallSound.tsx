/** The recording of a call where it stands in a timeline; nothing is loaded before somebody wants to hear it. */
import { Play } from "lucide-preact";
import { useState } from "preact/hooks";
import Player from "@/islands/Player.tsx";
import { clock } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export function CallSound(props: { call: string; seconds: number }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  if (open) return <Player src={`/api/calls/${encodeURIComponent(props.call)}/recording`} seconds={props.seconds} />;
  return (
    <p>
      <button type="button" class="btn small" onClick={() => setOpen(true)}>
        <Play size={14} aria-hidden="true" />
        {t("timeline.call.listen", { length: clock(props.seconds * 1_000) })}
      </button>
    </p>
  );
}
