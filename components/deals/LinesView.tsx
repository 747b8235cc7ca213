/** Products of a deal to look at, and the word that its amount is another one. */
import type { DealLine, Money } from "@/crm/record/types.ts";
import { linesTotal, lineTotal } from "@/crm/deals/amount.ts";
import type { RowProps } from "@/components/records/card/FieldRow.tsx";
import { moneyText } from "@/components/records/card/values.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

export function LinesTable(props: { lines: readonly DealLine[]; locale: string }) {
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
export function Differs(props: RowProps & { lines: readonly DealLine[] }) {
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
