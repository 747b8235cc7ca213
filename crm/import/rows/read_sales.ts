/**
 * Columns of deals and tasks: what is told by several cells of a row together (stage and pipeline, amount and currency,
 * products, moments of stages, the contact). Cells are gathered by `salesTake`, put together by `finishSales`. Pure.
 * Longer than most: what is gathered and what it comes to are read side by side.
 */
import type { DealLine, Field, Money, RecordKind } from "@/crm/record/types.ts";
import { readMoney, readNumber } from "@/crm/record/money.ts";
import { listOf } from "@/crm/record/reading.ts";
import { readValue } from "@/crm/record/values.ts";
import type { ImportOptions, ImportTarget, SalesTarget } from "@/store/tables/imports.ts";
import { stepsOf } from "@/crm/import/rows/history.ts";
import { nearOf, type SalesNames, stageOf } from "@/crm/import/rows/sales_names.ts";
import type { ReadRow, Take, Wrong } from "@/crm/import/rows/read_row.ts";

interface Cell {
  column: number;
  text: string;
}

/** A product with what stands beside its name in the same cell. */
interface ProductCell extends Cell {
  quantity?: number;
  price?: string;
  discount?: number;
}

/** Cells of a row that mean something only together. */
export interface SalesCells {
  pipeline?: string;
  stage?: Cell;
  entered: (Cell & { at: string })[];
  moments: Partial<Record<"closed" | "stageSince" | "done", string>>;
  /** The day of `moments.closed` in the file's own zone. */
  closedDay?: string;
  products: ProductCell[];
  quantity?: number;
  price?: Cell;
  discount?: number;
  amount?: Cell;
  currency?: string;
}

export interface SalesReading {
  kind: RecordKind;
  names: SalesNames;
  options: Pick<ImportOptions, "timeZone" | "dateOrder" | "currency">;
  /** What cells of the column of stages are read as. */
  stageValues: Record<string, string>;
}

export const noCells = (): SalesCells => ({ entered: [], moments: {}, products: [] });

const field = (type: Field["type"]): Field => ({
  key: type,
  type,
  column: null,
  title: null,
  options: [],
  choices: [],
  required: false,
  readOnly: false,
  kept: false,
  max: 200,
  target: null,
});
const MOMENT = field("datetime");
const DAY = field("date");
const NUMBER = field("number");

/** null: the target is none of sales. */
export function salesTake(target: SalesTarget | Extract<ImportTarget, { to: "field" }>, where: {
  column: number;
  reading: SalesReading;
}): Take | null {
  const { column, reading } = where;
  const { kind, names, options } = reading;
  const moment = (text: string) => readValue(MOMENT, text, options);
  switch (target.to) {
    case "moment":
      return (cell, row) => {
        const read = moment(cell);
        if (!read.ok) return { code: read.code };
        row.sales.moments[target.field] ??= read.value as string;
        const day = target.field === "closed" ? readValue(DAY, cell, options) : null;
        if (day?.ok) row.sales.closedDay ??= day.value as string;
      };
    case "entered":
      return (cell, row) => {
        const read = moment(cell);
        if (!read.ok) return { code: read.code };
        const text = reading.stageValues[target.stage] ?? target.stage;
        row.sales.entered.push({ column, text, at: read.value as string });
      };
    case "product":
      return (cell, row) => takeProduct(target.part, { column, text: cell }, { row, names });
    case "contact":
      return (cell, row) => {
        const contact = row.contact ??= { phones: [], emails: [] };
        if (target.part === "name") {
          const [first, ...more] = kind === "deal" ? listOf(cell) : [cell];
          if (first && contact.name === undefined) {
            contact.name = first.slice(0, 200);
            row.moreContacts = more.map((name) => ({ name: name.slice(0, 200), phones: [], emails: [] }));
          }
        } else if (target.part === "id") contact.externalId ??= cell.slice(0, 200);
        else {
          const list = target.part === "phone" ? "phones" as const : "emails" as const;
          const read = readValue(field(list), cell);
          if (!read.ok) return { code: read.code };
          contact[list].push(...(read.value as { value: string }[]));
        }
      };
    case "link":
      return (cell, row) => {
        (row.links ??= []).push({ kind: target.kind, column, text: cell });
      };
    case "currency":
      return (cell, row) => {
        const read = readMoney(`1 ${/^[a-z]{3}$/i.test(cell) ? cell.toUpperCase() : cell}`, "XXX");
        const code = read.ok ? (read.value as Money).currency : "XXX";
        if (code === "XXX") return { code: "records.error.bad-currency" };
        row.sales.currency ??= code;
      };
    case "field":
      return fieldTake(target.field, { column, names });
  }
}

function fieldTake(key: string, { column, names }: { column: number; names: SalesNames }): Take | null {
  switch (key) {
    case "pipeline":
      return (cell, row) => {
        const found = names.pipelines.get(cell.toLowerCase());
        if (!found) {
          return { code: "import.error.no-pipeline", named: true, like: nearOf(cell, namesOf(names.pipelines)) };
        }
        row.sales.pipeline ??= found.id;
      };
    case "stage":
      return (cell, row) => {
        row.sales.stage ??= { column, text: cell };
      };
    case "lossReason":
      return (cell, { values }) => {
        const found = names.lossReasons.get(cell.toLowerCase());
        if (!found) {
          return { code: "import.error.no-reason", named: true, like: nearOf(cell, namesOf(names.lossReasons)) };
        }
        values.lossReason ??= found.id;
      };
    case "amount":
      return (cell, row) => {
        row.sales.amount ??= { column, text: cell };
      };
    default:
      return null;
  }
}

const namesOf = (known: ReadonlyMap<string, { name: string }>) => [...known.values()].map(({ name }) => name);

function takeProduct(
  part: "name" | "quantity" | "price" | "discount",
  cell: Cell,
  { row, names }: { row: Parameters<Take>[1]; names: SalesNames },
): Wrong | void {
  const { sales } = row;
  if (part === "price") {
    sales.price ??= cell;
    return;
  }
  if (part === "name") {
    // A name of the catalogue may hold a comma itself.
    const texts = names.products.has(cell.text.toLowerCase()) ? [cell.text] : cell.text.split(/[;\n|]/);
    const found = texts.map((text) => productOf(text, cell)).filter(({ text }) => text !== "");
    sales.products.push(...found);
    const strange = found.find(({ text }) => !names.products.has(text.toLowerCase()))?.text;
    if (strange === undefined) return;
    const like = nearOf(strange, namesOf(names.products));
    // It comes in as a line of its own name; nothing is wrong with the row.
    return { code: "", soft: true, named: true, like };
  }
  const read = readValue(NUMBER, part === "discount" ? cell.text.replace(/%\s*$/, "") : cell.text);
  if (!read.ok) return { code: read.code };
  const number = read.value as number;
  if (number < 0 || part === "discount" && number > 100) return { code: "records.error.bad-number" };
  sales[part] ??= number;
}

/** `Setup × 2 × 1500 − 10%`: as our own export writes a line (crm/export/cells.ts). */
const LINE = /^(.+?) × ([\d.,\s]+) × (.+?)(?: − ([\d.,]+)%)?$/;

function productOf(text: string, cell: Cell): ProductCell {
  const line = LINE.exec(text.trim());
  if (!line) return { ...cell, text: text.trim().slice(0, 200) };
  const [, name, quantity, price, discount] = line;
  return {
    ...cell,
    text: name.trim().slice(0, 200),
    quantity: readNumber(quantity) ?? 1,
    price,
    discount: discount === undefined ? 0 : readNumber(discount) ?? 0,
  };
}

/** Puts the gathered cells together; what is wrong with one is listed with its column. */
export function finishSales(row: ReadRow, sales: SalesCells, reading: SalesReading): void {
  const { values, errors } = row;
  const wrong = (cell: Cell, why: { code: string; like?: string }) => {
    errors.push({ column: cell.column, code: why.code, value: cell.text });
    if (why.code === "import.error.no-stage") {
      row.unknown.push({ column: cell.column, value: cell.text, ...(why.like ? { like: why.like } : {}) });
    }
  };
  if (sales.moments.done !== undefined) values.done = sales.moments.done;
  if (reading.kind !== "deal") return;
  const currency = sales.currency ?? reading.options.currency;
  if (sales.amount) {
    const read = readMoney(sales.amount.text, currency);
    if (read.ok) values.amount = read.value;
    else wrong(sales.amount, read);
  }
  takeStage(row, sales, { reading, wrong });
  const lines = linesOf(row, sales, { reading, currency, wrong });
  if (lines.length > 0) values.lines = lines;
  if (values.name === undefined) {
    const name = [lines[0]?.name, row.company ?? row.contact?.name].filter(Boolean).join(" — ");
    if (name !== "") values.name = name.slice(0, 200);
  }
}

interface Finishing {
  reading: SalesReading;
  wrong(cell: Cell, why: { code: string; like?: string }): void;
}

function takeStage(row: ReadRow, sales: SalesCells, { reading, wrong }: Finishing): void {
  const { names } = reading;
  const { values } = row;
  const find = (cell: Cell) => {
    const stage = stageOf(cell.text, sales.pipeline, names);
    if (stage) return stage;
    const place = sales.pipeline ?? names.home;
    const here = names.stages.filter(({ pipeline }) => pipeline === place).map(({ name }) => name);
    wrong(cell, { code: "import.error.no-stage", like: nearOf(cell.text, here) });
    return null;
  };
  if (sales.pipeline !== undefined) values.pipeline = sales.pipeline;
  const given = sales.stage ? find(sales.stage) : null;
  if (sales.stage && !given) return;
  const place = sales.pipeline ?? names.home;
  const stage = given ?? names.stages.find(({ type, pipeline }) => type === "open" && pipeline === place);
  if (!stage) return;
  // What a stage says by itself was set by nobody's hand.
  if (values.probability === stage.probability || stage.type !== "open") delete values.probability;
  if (given) {
    values.stage = given.id;
    values.pipeline = given.pipeline;
  }
  const { closed, stageSince: since } = sales.moments;
  // When a deal that is still open is to be closed is what is expected of it.
  if (sales.closedDay !== undefined && stage.type === "open") values.closeDate ??= sales.closedDay;
  const entered = sales.entered.flatMap((cell) => {
    const found = find(cell);
    return found ? [{ stage: found.id, at: cell.at }] : [];
  });
  const steps = stepsOf({ stage, entered, closed, since, created: row.createdAt });
  if (steps.length === 0) return;
  values.stageSince = steps.at(-1)!.at;
  if (stage.type !== "open") values.closed = values.stageSince;
  if (steps.length > 1) row.history = steps;
  row.createdAt ??= steps[0].at;
}

function linesOf(row: ReadRow, sales: SalesCells, where: Finishing & { currency: string }): DealLine[] {
  const { reading, currency, wrong } = where;
  const amount = row.values.amount as Money | undefined;
  const quantity = sales.quantity ?? 1;
  const discount = sales.discount ?? 0;
  let price: Money | null = null;
  if (sales.price) {
    const read = readMoney(sales.price.text, amount?.currency ?? currency);
    if (read.ok) price = read.value as Money;
    else wrong(sales.price, read);
  }
  const only = sales.products.length === 1;
  // One product of a deal costs what the deal brings.
  if (!price && only && amount && quantity > 0 && discount < 100) {
    price = { minor: Math.round(amount.minor / quantity / (1 - discount / 100)), currency: amount.currency };
  }
  const lines = sales.products.map((product): DealLine => {
    const { text } = product;
    const known = reading.names.products.get(text.toLowerCase());
    const written = product.price === undefined ? null : readMoney(product.price, currency);
    if (written?.ok) {
      const { quantity = 1, discount = 0 } = product;
      const price = written.value as Money;
      return { product: known?.id ?? null, name: known?.name ?? text, quantity, price, discount };
    }
    const own = known?.price ?? { minor: 0, currency: amount?.currency ?? currency };
    return {
      product: known?.id ?? null,
      name: known?.name ?? text,
      quantity: only ? quantity : 1,
      price: only && price ? price : own,
      discount: only ? discount : 0,
    };
  });
  const currencies = new Set([...lines.map((line) => line.price.currency), ...(amount ? [amount.currency] : [])]);
  if (currencies.size <= 1) return lines;
  const of = amount?.currency ?? lines[0].price.currency;
  return lines.map((line) => line.price.currency === of ? line : { ...line, price: { minor: 0, currency: of } });
}
