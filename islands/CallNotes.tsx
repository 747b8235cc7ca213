/** Notes and outcome in the call's card: the same card as on the desk. */
import { NotesCard } from "@/components/desk/NotesCard.tsx";
import type { DeskSetup } from "@/components/desk/types.ts";

export default function CallNotes(
  props: {
    call: string;
    queue: string;
    notes: string;
    disposition: string | null;
    dispositions: DeskSetup["dispositions"];
  },
) {
  return <NotesCard {...props} required={false} />;
}
