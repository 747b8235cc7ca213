/** Products of a deal as lines: taken from the catalogue or written in, with their totals; the amount follows them. */
import { Package, Plus, X } from "lucide-preact";
import { useId, useRef } from "preact/hooks";
import type { Product } from "@/crm/pipeline/types.ts";
import type { DealLine, Money } from "@/crm/record/types.ts";
import { blankLine, draftsTotal, draftTotal, type LineDraft, productLine } from "@/components/deals/lines.ts";
import { Differs, LinesTable } from "@/components/deals/LinesView.tsx";
import { FieldNotes, type RowProps } from "@/components/records/card/FieldRow.tsx";
import { useField } from "@/components/records/card/useField.ts";
import { moneyText } from "@/components/records/card/values.ts";
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
        : <LinesTable lines={lines} locale={words.zone.locale} />}
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
