/** The time zone of working hours. */
import { SelectField } from "@/components/form/Field.tsx";

/** Where Russian-speaking companies work; any other that is kept is shown too. */
const ZONES = [
  "Europe/Kaliningrad",
  "Europe/Moscow",
  "Europe/Samara",
  "Asia/Yekaterinburg",
  "Asia/Omsk",
  "Asia/Novosibirsk",
  "Asia/Krasnoyarsk",
  "Asia/Irkutsk",
  "Asia/Yakutsk",
  "Asia/Vladivostok",
  "Asia/Magadan",
  "Asia/Kamchatka",
  "Asia/Almaty",
  "Europe/Minsk",
  "UTC",
];

export function ZoneField(
  props: { id: string; label: string; value: string; otherwise: string; onChange(zone: string): void },
) {
  const { value } = props;
  const zones = value === "" || ZONES.includes(value) ? ZONES : [value, ...ZONES];
  return (
    <SelectField
      id={props.id}
      label={props.label}
      value={value}
      options={[{ value: "", label: props.otherwise }, ...zones.map((zone) => ({ value: zone, label: zone }))]}
      onChange={props.onChange}
    />
  );
}
