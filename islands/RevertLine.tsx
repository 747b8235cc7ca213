/** "Put it back" beside a line of the audit. */
import { RevertChange } from "@/components/records/card/RevertChange.tsx";

export default function RevertLine(props: { id: string; labels: Record<string, string> }) {
  const fields = new Map(Object.entries(props.labels).map(([key, label]) => [key, { label }]));
  return <RevertChange id={props.id} fields={fields} onDone={() => location.reload()} />;
}
