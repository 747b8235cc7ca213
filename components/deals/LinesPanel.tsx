/** Products of a deal as lines: taken from the catalogue or written in, with their totals; the amount follows them. */
import { Package, Plus, X } from "lucide-preact";
import { useId, useRef } from "preact/hooks";
import type { Product } from "@/crm/pipeline/types.ts";
import type { DealLine, Money } from "@/crm/record/types.ts";
import { linesTotal, lineTotal } from "@/crm/deals/amount.ts";
import { blankLine, draftsTotal, draftTotal, type LineDraft, productLine } from "@/components/deals/lines.ts";
import { FieldNotes, type RowProps } from "@/components/records/card/FieldRow.tsx";
import { useField } from "@/components/records/card/useField.ts";
import { moneyText } from "@/components/records/card/values.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

const CURRENCIES = ["RUB", "USD", "EUR", "CNY", "KZT", "BYN"];
const MOST = 200;

export function LinesPanel(props: RowProps & { products: readonly Product[] }) {
  const t = useT();
  const title = useId();
  const { card, field, words } = props;
  const lines = (card.record.values.lines ?? []) as DealLine[];
  return (
    <section class="card lines-card" aria-labelledby={title} data-field="lines">
      <header>
        <h2 id={title}>{field.label}</h2>
        {lines.length > 0 && <span class="badge">{lines.length}</span>}
      </header>
      {field.edit
        ? <Editor {...props} />
        : lines.length === 0
        ? <p class="body quiet">{t("deals.lines.none")}</p>
        : <Table lines={lines} locale={words.zone.locale} />}
      <Differs {...props} lines={lines} />
    </section>
  );
}

function Editor(props: RowProps & { products: readonly Product[] }) {
  const t = useT();
  const list = useId();
  const box = useRef<HTMLDivElement>(null);
  const { card, field, words, products } = props;
  const state = useField(card, field, { zone: words.zone, box });
  const drafts = state.edit.draft as LineDraft[];
  const amount = card.record.values.amount as Money | null | undefined;
  const currency = drafts[0]?.currency ?? amount?.currency ?? "RUB";
  const { locale } = words.zone;
  const total = draftsTotal(drafts);
  const put = (n: number, part: Partial<LineDraft>) =>
    state.type(drafts.map((line, i) => i === n ? { ...line, ...part } : line));
  const name = (n: number, text: string) => {
    const product = products.find((one) => one.name.toLowerCase() === text.trim().toLowerCase());
    if (!product) return put(n, { name: text, product: null });
    const taken = productLine(product, currency);
    // A price that somebody typed is theirs.
    const mine = drafts[n].price !== "" && drafts[n].product === null;
    put(n, {
      name: product.name,
      product: product.id,
      ...(mine || product.price === null ? {} : { price: taken.price }),
    });
  };
  const add = () => {
    state.type([...drafts, blankLine(currency)]);
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(".line-row:last-of-type input")?.focus());
  };
  return (
    <div
      class="body lines"
      ref={box}
      onFocusIn={state.onFocus}
      onKeyDown={(event) => {
        if (event.isComposing) return;
        if (event.key === "Enter" && !(event.target instanceof HTMLButtonElement)) {
          event.preventDefault();
          if (event.ctrlKey || event.metaKey) state.save();
          else add();
        } else if (event.key === "Escape" && state.dirty) {
          event.preventDefault();
          state.cancel();
        }
      }}
    >
      {drafts.length > 0 && (
        <div class="line-row line-head" aria-hidden="true">
          <span>{t("deals.lines.name")}</span>
          <span>{t("deals.lines.quantity")}</span>
          <span>{t("deals.lines.price")}</span>
          <span>{t("deals.lines.discount")}</span>
          <span class="num">{t("deals.lines.total")}</span>
        </div>
      )}
      {drafts.map((line, n) => {
        const sum = draftTotal(line);
        const label = (what: string) => t("deals.lines.of", { what: t(`deals.lines.${what}`), n: n + 1 });
        const input = (what: "quantity" | "price" | "discount", more: Record<string, unknown> = {}) => (
          <label class="line-cell" data-what={what}>
            <span class="line-label" aria-hidden="true">{t(`deals.lines.${what}`)}</span>
            <input
              class="input num"
              inputMode="decimal"
              autocomplete="off"
              maxLength={20}
              aria-label={label(what)}
              value={line[what]}
              onInput={(event) =>
                put(n, { [what]: event.currentTarget.value })}
              {...more}
            />
          </label>
        );
        return (
          <div class="line-row" key={n} role="group" aria-label={line.name || t("deals.lines.one", { n: n + 1 })}>
            <input
              class="input"
              list={list}
              autocomplete="off"
              maxLength={200}
              aria-label={label("name")}
              placeholder={t("deals.lines.choose")}
              value={line.name}
              onInput={(event) => name(n, event.currentTarget.value)}
            />
            {input("quantity")}
            {input("price", { placeholder: "0" })}
            {input("discount", { placeholder: "0" })}
            <span class="num line-sum" data-bad={sum === null || undefined}>
              {sum === null ? "–" : moneyText({ minor: sum, currency: line.currency }, locale)}
            </span>
            <button
              type="button"
              class="btn icon small plain"
              aria-label={t("deals.lines.remove", { name: line.name || t("deals.lines.one", { n: n + 1 }) })}
              onClick={() => state.type(drafts.filter((_, i) => i !== n))}
            >
              <X size={14} aria-hidden="true" />
            </button>
          </div>
        );
      })}
      <datalist id={list}>
        {products.map((product) => (
          <option key={product.id} value={product.name}>
            {[product.sku, product.price && moneyText(product.price, locale)].filter(Boolean).join(" · ")}
          </option>
        ))}
      </datalist>
      <div class="line-foot">
        {drafts.length < MOST && (
          <button type="button" class="btn small plain" onClick={add}>
            {drafts.length === 0 ? <Package size={14} aria-hidden="true" /> : <Plus size={14} aria-hidden="true" />}
            {t("deals.lines.add")}
          </button>
        )}
        <span class="grow" />
        {drafts.length > 0 && (
          <>
            <select
              class="select line-currency"
              aria-label={t("deals.lines.currency")}
              value={currency}
              onChange={(event) => state.type(drafts.map((line) => ({ ...line, currency: event.currentTarget.value })))}
            >
              {[...new Set([...CURRENCIES, currency])].map((one) => (
                <option key={one} value={one} selected={one === currency}>{one}</option>
              ))}
            </select>
            <output class="line-total">
              <span class="quiet">{t("deals.lines.whole")}</span>
              <b>{total ? moneyText(total, locale) : "–"}</b>
            </output>
          </>
        )}
      </div>
      <FieldNotes {...props} state={state} always />
    </div>
  );
}

function Table(props: { lines: readonly DealLine[]; locale: string }) {
  const t = useT();
  const { lines, locale } = props;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const total = linesTotal(lines);
  return (
    <div class="lines-view scrolls">
      <table class="table">
        <thead>
          <tr>
            <th>{t("deals.lines.name")}</th>
            <th class="num">{t("deals.lines.quantity")}</th>
            <th class="num">{t("deals.lines.price")}</th>
            <th class="num">{t("deals.lines.total")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, n) => (
            <tr key={n}>
              <td>
                {line.name}
                {line.discount > 0 && <small class="quiet">−{number.format(line.discount)} %</small>}
              </td>
              <td class="num">{number.format(line.quantity)}</td>
              <td class="num">{moneyText(line.price, locale)}</td>
              <td class="num">{moneyText({ minor: lineTotal(line), currency: line.price.currency }, locale)}</td>
            </tr>
          ))}
        </tbody>
        {total && (
          <tfoot>
            <tr>
              <th colSpan={3}>{t("deals.lines.whole")}</th>
              <td class="num">{moneyText(total, locale)}</td>
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

/** Somebody set the amount by hand: said, and put right at one click. */
function Differs(props: RowProps & { lines: readonly DealLine[] }) {
  const t = useT();
  const { card, words, lines } = props;
  const total = linesTotal(lines);
  const amount = card.record.values.amount as Money | null | undefined;
  if (!total || !words.fields.has("amount")) return null;
  if (amount && amount.minor === total.minor && amount.currency === total.currency) return null;
  const take = async () => {
    const answer = await card.save({ values: { amount: total }, was: { amount: amount ?? null } });
    if (!answer.ok) toast("bad", t(answer.code, answer.detail));
  };
  return (
    <p class="card-note lines-differ" data-tone="warn" role="status">
      <span class="grow">
        {t("deals.lines.differs", { amount: amount ? moneyText(amount, words.zone.locale) : t("deals.no-amount") })}
      </span>
      {words.fields.get("amount")!.edit && props.field.edit && (
        <button
          type="button"
          class="btn small"
          onClick={() => void take()}
        >
          {t("deals.lines.take", { total: moneyText(total, words.zone.locale) })}
        </button>
      )}
    </p>
  );
}
