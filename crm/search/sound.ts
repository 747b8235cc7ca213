/** Words that sound alike: a cheap key for Russian, used only to prefer one correction to another. Pure. */

const UNVOICED: Record<string, string> = { б: "п", в: "ф", г: "к", д: "т", ж: "ш", з: "с" };

/**
 * What is heard of a Russian word in lower case: vowels that fall together when unstressed (о/а, е/и/я/э/ы), no
 * doubled letters, no soft signs, final and clustered consonants unvoiced. A vowel at the very end stays as
 * written: it tells Иванова from Иваново.
 */
export function soundKey(word: string): string {
  const plain = word.replace(/[ьъ]/g, "").replace(/(.)\1+/gu, "$1");
  return Array.from(plain, (letter, at) => {
    if (at < plain.length - 1) {
      if (letter === "о") return "а";
      if ("еяэы".includes(letter)) return "и";
    }
    const next = plain[at + 1];
    if (UNVOICED[letter] && (next === undefined || "кптсшщчцфх".includes(next))) return UNVOICED[letter];
    return letter;
  }).join("");
}
