/** Text of iCalendar (RFC 5545): content lines, folding, escaping. Pure. */

export interface Property {
  name: string;
  /** Parameters, already in their order. */
  params?: readonly (readonly [name: string, value: string])[];
  /** As it stands in the file; texts go through {@link text} first. */
  value: string;
}

/** A component with what is in it. */
export interface Component {
  name: string;
  properties: readonly Property[];
  components?: readonly Component[];
}

/** The file: content lines of at most 75 octets, ended by CRLF (§3.1). */
export function serialise(component: Component): string {
  return linesOf(component).map((line) => `${fold(line)}\r\n`).join("");
}

/** A TEXT value (§3.3.11). Control characters other than the line's end are none of iCalendar's. */
export function text(value: string): string {
  return value
    // deno-lint-ignore no-control-regex -- what must not stand in a value
    .replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "")
    .replaceAll("\\", "\\\\").replaceAll(";", "\\;").replaceAll(",", "\\,").replaceAll("\n", "\\n");
}

/** A moment in UTC (§3.3.5): `20260512T140000Z`. */
export function utc(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, "");
}

/** A day (§3.3.4) of `YYYY-MM-DD`. */
export const date = (day: string) => day.replaceAll("-", "");

/** Local time without a zone, of a day and the minutes since it began. */
export function local(wall: { day: string; minute: number }): string {
  const at = new Date(Date.parse(`${wall.day}T00:00:00Z`) + wall.minute * 60_000);
  return utc(at.getTime()).slice(0, -1);
}

const MOST_OCTETS = 75;
const encoder = new TextEncoder();

/** Lines after the first begin with a blank, which counts. Characters are never cut in two. */
export function fold(line: string): string {
  if (encoder.encode(line).length <= MOST_OCTETS) return line;
  let out = "";
  let room = MOST_OCTETS;
  for (const char of line) {
    const size = encoder.encode(char).length;
    if (size > room) {
      out += "\r\n ";
      room = MOST_OCTETS - 1;
    }
    out += char;
    room -= size;
  }
  return out;
}

function linesOf({ name, properties, components = [] }: Component): string[] {
  return [
    `BEGIN:${name}`,
    ...properties.map((one) =>
      one.name + (one.params ?? []).map(([key, value]) => `;${key}=${value}`).join("") + `:${one.value}`
    ),
    ...components.flatMap(linesOf),
    `END:${name}`,
  ];
}
