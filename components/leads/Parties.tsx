/** Who the lead is: somebody who is there already, somebody new, or nobody. */
import { useId, useState } from "preact/hooks";
import type { Party } from "@/crm/deals/suggest.ts";
import { RecordPicker } from "@/components/records/card/RecordPicker.tsx";
import { prettyNumber } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export function Parties(
  props: {
    kind: "contact" | "company";
    label: string;
    parties: readonly Party[];
    chosen: string;
    name: string;
    mayMake: boolean;
    onChoose(choice: string): void;
    onName(name: string): void;
  },
) {
  const t = useT();
  const group = useId();
  const { kind, chosen } = props;
  const [picked, setPicked] = useState<Party[]>([]);
  const all = [...props.parties, ...picked.filter(({ id }) => !props.parties.some((one) => one.id === id))];
  const radio = (value: string, label: string, more?: string) => (
    <label class="check party" key={value}>
      <input
        type="radio"
        name={group}
        value={value}
        checked={chosen === value}
        onChange={() => props.onChoose(value)}
      />
      <span class="grow">
        <span>{label}</span>
        {more && <small class="quiet">{more}</small>}
      </span>
    </label>
  );
  const told = (party: Party) =>
    [
      party.why === "name" && picked.includes(party) ? "" : t(`deals.convert.why.${party.why}`),
      ...party.detail.map((part) => /^\+\d+$/.test(part) ? prettyNumber(part) : part),
    ].filter(Boolean).join(" · ");
  return (
    <fieldset class="parties" data-kind={kind}>
      <legend>{props.label}</legend>
      {all.map((party) => radio(party.id, party.name || t("card.unnamed"), told(party)))}
      {props.mayMake && radio("new", t(`deals.convert.new-${kind}`))}
      {chosen === "new" && (
        <input
          class="input"
          aria-label={t(`deals.convert.${kind}-name`)}
          maxLength={200}
          autocomplete="off"
          value={props.name}
          onInput={(event) => props.onName(event.currentTarget.value)}
        />
      )}
      {radio("none", t(`deals.convert.no-${kind}`))}
      <RecordPicker
        kind={kind}
        id={`${group}-other`}
        label={t(`deals.convert.other-${kind}`)}
        except={all.map(({ id }) => id)}
        onPick={({ id, name }) => {
          setPicked([...picked, { id, name, detail: [], why: "name" }]);
          props.onChoose(id);
        }}
      />
    </fieldset>
  );
}
