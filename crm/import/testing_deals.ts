/** Files of a year of sales for tests: of the same shape and size as those of a well-known sample, made anew. */
export interface Deal {
  opportunity_id: string;
  sales_agent: string;
  product: string;
  account: string;
  deal_stage: string;
  engage_date: string;
  close_date: string;
  close_value: string;
}

export interface Files {
  deals: Deal[];
  people: { sales_agent: string; regional_office: string }[];
  products: { product: string; sales_price: string }[];
  accounts: { account: string }[];
  text: { deals: string; accounts: string };
}

const DAY_MS = 86_400_000;
const PRODUCTS = { "GTX Basic": 550, "GTX Pro": 4821, "MG Special": 55, "MG Advanced": 3393, "GTK 500": 26768 };

/** @param folder of the real files (maven_*.csv); absent: made ones */
export async function filesOf(folder: string | undefined): Promise<Files> {
  if (folder === undefined) return madeFiles(8_800);
  const read = (name: string) => Deno.readTextFile(`${folder}/maven_${name}.csv`);
  const [deals, people, products, accounts] = await Promise.all(
    ["sales_pipeline", "sales_teams", "products", "accounts"].map(read),
  );
  return {
    deals: rowsOf(deals) as unknown as Deal[],
    people: rowsOf(people) as Files["people"],
    products: rowsOf(products) as Files["products"],
    accounts: rowsOf(accounts) as Files["accounts"],
    text: { deals, accounts },
  };
}

/** Nothing of these files stands in quotes. */
function rowsOf(text: string): Record<string, string>[] {
  const [head, ...lines] = text.trim().split(/\r?\n/);
  const names = head.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ""]));
  });
}

export function madeFiles(count: number): Files {
  const people = Array.from({ length: 30 }, (_, n) => ({
    sales_agent: `Agent ${"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[n % 26]}${n < 26 ? "" : "x"} Smith`,
    regional_office: ["Central", "East", "West"][n % 3],
  }));
  const products = Object.entries(PRODUCTS).map(([product, price]) => ({ product, sales_price: `${price}` }));
  const accounts = Array.from({ length: 85 }, (_, n) => ({ account: `Account ${n}` }));
  const deals = Array.from({ length: count }, (_, n): Deal => {
    const deal_stage = ["Won", "Lost", "Won", "Engaging", "Prospecting", "Won", "Lost"][n * 7 % 11 % 7];
    const engaged = Date.UTC(2016, 9, 20) + n * 41 % 380 * DAY_MS;
    const closed = deal_stage === "Won" || deal_stage === "Lost";
    const { product } = products[n * 13 % 5];
    const day = (at: number) => new Date(at).toISOString().slice(0, 10);
    return {
      opportunity_id: `D${n.toString(36).toUpperCase().padStart(7, "0")}`,
      sales_agent: people[n * 17 % 30].sales_agent,
      product: product === "GTX Pro" ? "GTXPro" : product,
      account: n % 6 === 0 ? "" : accounts[n * 29 % 85].account,
      deal_stage,
      engage_date: deal_stage === "Prospecting" ? "" : day(engaged),
      close_date: closed ? day(engaged + (n % 138 + 1) * DAY_MS) : "",
      close_value: deal_stage === "Won" ? `${500 + n * 31 % 9_000}` : closed ? "0" : "",
    };
  });
  const csv = (rows: readonly object[]) =>
    [Object.keys(rows[0]).join(","), ...rows.map((row) => Object.values(row).join(","))].join("\n");
  return { deals, people, products, accounts, text: { deals: csv(deals), accounts: csv(accounts) } };
}

/** Sums by a key. */
export function sums<Row>(
  rows: readonly Row[],
  key: (row: Row) => string,
  value: (row: Row) => number,
): Record<string, number> {
  const found: Record<string, number> = {};
  for (const row of rows) found[key(row)] = (found[key(row)] ?? 0) + value(row);
  return found;
}
