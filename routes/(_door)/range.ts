/** RFC 9110 §14.1.2, one range only: several are answered with the whole, which the standard allows. */
export function rangeOf(header: string | null, size: number): [from: number, to: number] | "unsatisfiable" | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return null;
  if (match[1] === "") {
    const last = Number(match[2]);
    return last === 0 || size === 0 ? "unsatisfiable" : [Math.max(0, size - last), size - 1];
  }
  const from = Number(match[1]);
  const to = match[2] === "" ? size - 1 : Math.min(size - 1, Number(match[2]));
  if (from >= size) return "unsatisfiable";
  return to < from ? null : [from, to];
}
