/** Names of files as people may keep them: no paths, no control or hidden characters, short enough for any disk. Pure. */

const LONGEST = 180;
/** Characters that turn the direction of writing or are not to be seen: `invoice\u202Egpj.exe` looks like a picture. */
const HIDDEN = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** Always a name; the ending stays when the name is cut. */
export function cleanName(given: string): string {
  const last = given.normalize("NFC").toWellFormed().split(/[\\/]/).at(-1)!;
  const name = last.replaceAll(HIDDEN, "").replaceAll(/[<>:"|?*]/g, "_").replaceAll(/\s+/g, " ").trim()
    .replace(/^[.\s]+/, "").replace(/[.\s]+$/, "");
  if (name === "") return "file";
  const ending = /\.[\p{L}\p{N}]{1,12}$/u.exec(name)?.[0] ?? "";
  const letters = Array.from(name.slice(0, name.length - ending.length));
  return letters.slice(0, LONGEST - ending.length).join("").trim() + ending;
}
