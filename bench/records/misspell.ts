/** Mistakes as people make them: a letter left out, doubled, swapped with the next or replaced by one that sounds alike. */
const ALIKE: [string, string][] = [
  ["о", "а"],
  ["е", "и"],
  ["в", "ф"],
  ["д", "т"],
  ["з", "с"],
  ["г", "к"],
  ["ш", "щ"],
  ["i", "y"],
  ["c", "k"],
  ["a", "e"],
  ["s", "z"],
];

/** A word of four letters or more with one mistake, a long one sometimes with two; the first letter is right. */
export function misspell(word: string, random: () => number): string {
  let text = word;
  for (let left = word.length > 7 && random() < 0.3 ? 2 : 1; left > 0; left--) text = once(text, random);
  return text;
}

function once(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * Math.max(1, word.length - 2));
  const [before, letter, after] = [word.slice(0, at), word[at], word.slice(at + 1)];
  switch (Math.floor(random() * 4)) {
    case 0:
      return before + after;
    case 1:
      return before + letter + letter + after;
    case 2:
      return after ? before + after[0] + letter + after.slice(1) : before + letter;
    default: {
      const pair = ALIKE.find((one) => one.includes(letter.toLowerCase()));
      return before + (pair ? pair[pair[0] === letter.toLowerCase() ? 1 : 0] : letter === "a" ? "o" : "a") + after;
    }
  }
}
