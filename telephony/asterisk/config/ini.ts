/** Asterisk's configuration format. */

export type IniValue = string | number | boolean;

/**
 * One section. A list repeats its key. `template`: `(!)`; `like`: templates it inherits from.
 * @throws when a value would break out of its line
 */
export function section(
  name: string,
  fields: Record<string, IniValue | IniValue[] | undefined>,
  options: { template?: boolean; like?: string; arrow?: boolean } = {},
): string {
  const suffix = options.template ? "(!)" : options.like ? `(${options.like})` : "";
  const lines = [`[${name}]${suffix}`];
  for (const [key, given] of Object.entries(fields)) {
    for (const value of Array.isArray(given) ? given : given === undefined ? [] : [given]) {
      const text = typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
      // deno-lint-ignore no-control-regex
      if (/[\x00-\x1f;]/.test(text)) throw new TypeError(`${name}.${key}: not one line without a comment`);
      lines.push(`${key} ${options.arrow ? "=>" : "="} ${text}`);
    }
  }
  return lines.join("\n") + "\n";
}
