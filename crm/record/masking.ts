/** Numbers and addresses for those who work with people but may not take their numbers along. */

/** `+79161234567` as `+7916•••••67`: country and area stay, so that one sees where it is. */
export function maskPhone(number: string): string {
  if (number.length < 8) return "•".repeat(number.length);
  return number.slice(0, 5) + "•".repeat(number.length - 7) + number.slice(-2);
}

/** `ivan.petrov@mail.ru` as `i•••@mail.ru`. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf("@");
  return at < 1 ? "•••" : `${address.slice(0, 1)}•••${address.slice(at)}`;
}

/** Whether a value came back masked, and therefore says nothing. */
export function isMasked(value: string): boolean {
  return value.includes("•");
}
