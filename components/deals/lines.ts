/** Products of a deal while they are edited: what stands in the controls, what is sent, what it comes to. Pure. */
import type { DealLine, Money } from "@/crm/record/types.ts";
import { linesTotal, lineTotal } from "@/crm/deals/amount.ts";
import { minorDigits, readNumber } from "@/crm/record/money.ts";
import type { Product } from "@/crm/pipeline/types.ts";

/** A line as it stands in its controls. */
export interface LineDraft {
  product: string | null;
  name: string;
  quantity: string;
  price: string;
  discount: string;
  currency: string;
}

const CURRENCY = "RUB";

export const blankLine = (currency = CURRENCY): LineDraft => ({
  product: null,
  name: "",
  quantity: "1",
  price: "",
  discount: "",
  currency,
});

export function lineDraft(line: DealLine): LineDraft {
  return {
    product: line.product,
    name: line.name,
    quantity: plain(line.quantity),
    price: priceDraft(line.price),
    discount: line.discount === 0 ? "" : plain(line.discount),
    currency: line.price.currency,
  };
}

/** A product of the catalogue as a line; its price is where one begins. */
export function productLine(product: Pick<Product, "id" | "name" | "price">, currency = CURRENCY): LineDraft {
  return {
    ...blankLine(product.price?.currency ?? currency),
    product: product.id,
    name: product.name,
    price: product.price ? priceDraft(product.price) : "",
  };
}

/** Begun and left: nothing was said. */
export const isBlankLine = (line: LineDraft) => line.name.trim() === "" && line.price.trim() === "";

/** As the server takes it. What is no number goes as it was typed and comes back refused. */
export function sentLine(line: LineDraft): Record<string, unknown> {
  return {
    product: line.product,
    name: line.name.trim(),
    quantity: readNumber(line.quantity) ?? line.quantity,
    price: line.price.trim() === "" ? `0 ${line.currency}` : `${line.price.trim()} ${line.currency}`,
    discount: line.discount.trim() === "" ? 0 : readNumber(line.discount) ?? line.discount,
  };
}

/** null: something in it is no number yet. */
export function readLine(draft: LineDraft): DealLine | null {
  const quantity = readNumber(draft.quantity);
  const price = draft.price.trim() === "" ? 0 : readNumber(draft.price);
  const discount = draft.discount.trim() === "" ? 0 : readNumber(draft.discount);
  if (quantity === null || quantity < 0 || price === null || discount === null) return null;
  if (discount < 0 || discount > 100) return null;
  const { currency } = draft;
  const minor = Math.round(price * 10 ** minorDigits(currency));
  return { product: draft.product, name: draft.name, quantity, price: { minor, currency }, discount };
}

export const draftTotal = (draft: LineDraft): number | null => {
  const line = readLine(draft);
  return line && lineTotal(line);
};

/** null: there are none, one is no number yet, or they are of several currencies. */
export function draftsTotal(drafts: readonly LineDraft[]): Money | null {
  const lines = drafts.filter((one) => !isBlankLine(one)).map(readLine);
  if (lines.some((line) => line === null)) return null;
  if (new Set(lines.map((line) => line!.price.currency)).size > 1) return null;
  return linesTotal(lines as DealLine[]);
}

const plain = (value: number) => `${value}`;

function priceDraft({ minor, currency }: Money): string {
  const digits = minorDigits(currency);
  return (minor / 10 ** digits).toFixed(minor % 10 ** digits === 0 ? 0 : digits);
}
