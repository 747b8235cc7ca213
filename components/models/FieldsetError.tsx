/** What is wrong with a group of boxes, under it. */
import { TriangleAlert } from "lucide-preact";

export function FieldsetError(props: { text: string | null }) {
  if (!props.text) return null;
  return (
    <p class="mp-wrong" role="alert">
      <TriangleAlert size={14} aria-hidden="true" />
      {props.text}
    </p>
  );
}
