/** Options of a select, under the headings of their groups where there are several. */
import type { Option } from "@/components/records/card/types.ts";

export function Options(props: { options: readonly Option[]; value: string }) {
  const groups = Map.groupBy(props.options, ({ group }) => group ?? "");
  const list = (options: readonly Option[]) =>
    options.map((option) => (
      <option key={option.value} value={option.value} selected={option.value === props.value}>{option.title}</option>
    ));
  if (groups.size < 2) return <>{list(props.options)}</>;
  return (
    <>
      {[...groups].map(([group, options]) =>
        group === "" ? list(options) : <optgroup key={group} label={group}>{list(options)}</optgroup>
      )}
    </>
  );
}
