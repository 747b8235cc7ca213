/** The forecast as people judge their deals: commit, best case, pipeline, omitted, by expected day of closing. */
import { dealsOf } from "@/components/revenue/query.ts";
import { Panel, Scroll } from "@/components/revenue/Panel.tsx";
import type { RevenueSay } from "@/components/revenue/say.ts";
import type { CategoryRow, RevenueView, Sum } from "@/ml/revenue/view.ts";
import { useT } from "@/components/i18n.ts";

const KEYS = ["commit", "bestCase", "pipeline", "omitted"] as const;
const WORDS = { commit: "commit", bestCase: "best-case", pipeline: "pipeline", omitted: "omitted" } as const;

export function CategoriesPanel(props: { view: RevenueView; say: RevenueSay; file: string | null; today: string }) {
  const t = useT();
  const { view, say } = props;
  if (view.categories.length === 0) return null;
  const month = (rows: readonly CategoryRow[]) => rows.filter(({ name }) => !name.includes("Q"));
  const cell = (sum: Sum, href: string | null) => (
    <td class="num">
      {sum.deals === 0 ? <span class="quiet">–</span> : (
        <>
          {href ? <a href={href}>{say.money(sum.minor)}</a> : say.money(sum.minor)}
          <small class="quiet">{say.count(sum.deals)}</small>
        </>
      )}
    </td>
  );
  const loose = [
    ["overdue", view.overdue, [{ field: "closeDate", op: "before" as const, value: props.today }]],
    ["undated", view.undated, [{ field: "closeDate", op: "empty" as const }]],
  ] as const;
  return (
    <Panel name="categories" file={props.file} hint={t("revenue.panel.categories.hint")}>
      <Scroll label={t("revenue.panel.categories")}>
        <table class="table rev-categories">
          <thead>
            <tr>
              <th scope="col">{t("revenue.col.period")}</th>
              <th scope="col" class="num">{t("revenue.category.won")}</th>
              {KEYS.map((key) => <th scope="col" class="num" key={key}>{t(`revenue.category.${WORDS[key]}`)}</th>)}
              <th scope="col" class="num">{t("revenue.category.sure")}</th>
              <th scope="col" class="num">{t("revenue.category.hoped")}</th>
            </tr>
          </thead>
          <tbody>
            {[...month(view.categories), ...view.categories.filter(({ name }) => name.includes("Q"))].map((row) => {
              const open = dealsOf(view.conditions, { status: "open", period: row.name });
              return (
                <tr key={row.name} data-quarter={row.name.includes("Q")}>
                  <th scope="row" class="nowrap">{say.period(row.name)}</th>
                  {cell(row.won, dealsOf(view.conditions, { status: "won", period: row.name }))}
                  {KEYS.map((key) => cell(row[key], open))}
                  <td class="num">
                    <strong>{say.money(row.won.minor + row.commit.minor)}</strong>
                  </td>
                  <td class="num">{say.money(row.won.minor + row.commit.minor + row.bestCase.minor)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
      {loose.filter(([, sum]) => sum.deals > 0).map(([key, sum, more]) => (
        <p class="report-hint" key={key}>
          <a href={dealsOf(view.conditions, { status: "open", more: [...more] })}>
            {t(`revenue.${key}`, { count: sum.deals, sum: say.short(sum.minor) })}
          </a>
        </p>
      ))}
    </Panel>
  );
}
