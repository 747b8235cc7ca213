/** The forecast by person, team or pipeline beside their quotas; whoever may sets the quotas here. */
import { Filter, Pencil } from "lucide-preact";
import { useState } from "preact/hooks";
import { attained, quotaOf } from "@/components/revenue/quota.ts";
import { dealsOf, ofGroup } from "@/components/revenue/query.ts";
import { Gap } from "@/components/revenue/ForecastPanel.tsx";
import { Panel, Scroll } from "@/components/revenue/Panel.tsx";
import { QuotaDialog } from "@/components/revenue/QuotaDialog.tsx";
import type { RevenueSay } from "@/components/revenue/say.ts";
import type { GroupBy, GroupView, QuotaRow, RevenueFilter, RevenueView } from "@/ml/revenue/view.ts";
import { useT } from "@/components/i18n.ts";

export interface GroupsProps {
  view: RevenueView;
  say: RevenueSay;
  /** Address of the files without the table. */
  file: ((table: GroupBy) => string) | null;
  mayQuota: boolean;
  change(patch: Partial<RevenueFilter>): void;
  quotaSet(period: string, who: { by: "owner" | "team"; key: string }, row: QuotaRow | null): void;
}

export function GroupsPanel(props: GroupsProps) {
  const t = useT();
  const { view, say } = props;
  const bys = (["owner", "team", "pipeline"] as const).filter((by) => view.groups[by].length > 0);
  const [chosen, setBy] = useState<GroupBy>("owner");
  const by = bys.includes(chosen) ? chosen : bys[0];
  const periods = view.groups[by ?? "pipeline"][0]?.periods.map(({ name }) => name) ?? [];
  const [wanted, setPeriod] = useState("");
  const period = periods.includes(wanted) ? wanted : periods.find((name) => name.includes("Q")) ?? periods[0];
  const [edited, setEdited] = useState<{ by: "owner" | "team"; key: string; name: string } | null>(null);
  if (!by || !period) return null;
  const of = (group: GroupView) => group.periods.find(({ name }) => name === period)!;
  const quota = (group: GroupView) => by === "pipeline" ? null : quotaOf(view, { by, key: group.key, period });
  const rows = view.groups[by].filter((group) => of(group).expected > 0 || group.open.deals > 0 || quota(group));
  const most = Math.max(1, ...rows.map((row) => Math.max(of(row).expected, quota(row)?.minor ?? 0)));
  const sum = (value: (row: GroupView) => number) => rows.reduce((all, row) => all + value(row), 0);
  const quotas = rows.flatMap((row) => quota(row)?.minor ?? []);
  const total = quotas.length > 0 ? quotas.reduce((all, one) => all + one, 0) : null;
  const share = attained(sum((row) => of(row).won), total);
  const quoted = by !== "pipeline";
  return (
    <Panel
      name="groups"
      file={props.file?.(by)}
      hint={t(`revenue.panel.groups.hint`)}
      actions={
        <>
          <div class="segmented" role="group" aria-label={t("revenue.by")}>
            {bys.map((one) => (
              <button type="button" key={one} aria-pressed={one === by} onClick={() => setBy(one)}>
                {t(`revenue.by.${one}`)}
              </button>
            ))}
          </div>
          <select
            class="select small"
            aria-label={t("revenue.col.period")}
            value={period}
            onChange={(event) => setPeriod(event.currentTarget.value)}
          >
            {periods.map((name) => (
              <option key={name} value={name} selected={name === period}>{say.period(name)}</option>
            ))}
          </select>
        </>
      }
    >
      <Scroll label={t("revenue.panel.groups")}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t(`revenue.by.${by}`)}</th>
              <th scope="col" class="num">{t("revenue.col.won")}</th>
              <th scope="col" class="num">{t("revenue.col.expected")}</th>
              {quoted && <th scope="col" class="num">{t("revenue.col.quota")}</th>}
              {quoted && <th scope="col" class="num">{t("revenue.col.attained")}</th>}
              {quoted && <th scope="col" class="num">{t("revenue.col.gap")}</th>}
              <th scope="col" class="num">{t("revenue.col.open-deals")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const { won, expected } = of(row);
              const own = quota(row);
              const name = row.key === null ? t("revenue.none") : view.names[row.key] ?? row.key;
              const conditions = [...view.conditions, ofGroup(by, row.key)];
              return (
                <tr key={row.key ?? ""}>
                  <th scope="row">
                    <span class="report-name">
                      <span class={row.key === null ? "quiet" : undefined}>{name}</span>
                      {row.key !== null && view.filter[by] === null && (
                        <button
                          type="button"
                          class="btn icon small plain"
                          aria-label={t("revenue.only", { name })}
                          title={t("revenue.only", { name })}
                          onClick={() => props.change({ [by]: row.key })}
                        >
                          <Filter size={14} aria-hidden="true" />
                        </button>
                      )}
                    </span>
                    <span class="rev-attain" aria-hidden="true">
                      <i data-tone="won" style={{ width: `${100 * won / most}%` }} />
                      <i data-tone="open" style={{ width: `${100 * Math.max(0, expected - won) / most}%` }} />
                      {own && <b style={{ insetInlineStart: `${100 * own.minor / most}%` }} />}
                    </span>
                  </th>
                  <td class="num">
                    {won > 0
                      ? (
                        <a
                          href={dealsOf(conditions, { status: "won", period })}
                          aria-label={t("revenue.open-list", { what: `${name}, ${say.money(won)}` })}
                        >
                          {say.money(won)}
                        </a>
                      )
                      : say.money(won)}
                  </td>
                  <td class="num">{say.money(expected)}</td>
                  {quoted && (
                    <td class="num">
                      <span class="rev-quota">
                        {own ? say.money(own.minor) : <span class="quiet">–</span>}
                        {props.mayQuota && row.key !== null && (
                          <button
                            type="button"
                            class="btn icon small plain"
                            aria-label={t("revenue.quota.edit", { name })}
                            title={t("revenue.quota.edit", { name })}
                            onClick={() => setEdited({ by, key: row.key!, name })}
                          >
                            <Pencil size={14} aria-hidden="true" />
                          </button>
                        )}
                      </span>
                    </td>
                  )}
                  {quoted && <td class="num">{own ? say.percent(attained(won, own.minor)) : ""}</td>}
                  {quoted && <td class="num">{own && <Gap gap={expected - own.minor} say={say} />}</td>}
                  <td class="num">
                    {row.open.deals > 0
                      ? (
                        <a
                          href={dealsOf(conditions, { status: "open" })}
                          aria-label={t("revenue.open-list", { what: `${name}, ${row.open.deals}` })}
                        >
                          {say.count(row.open.deals)}
                        </a>
                      )
                      : say.count(0)}
                  </td>
                </tr>
              );
            })}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("reports.total")}</th>
              <td class="num">{say.money(sum((row) => of(row).won))}</td>
              <td class="num">{say.money(sum((row) => of(row).expected))}</td>
              {quoted && <td class="num">{total === null ? "–" : say.money(total)}</td>}
              {quoted && <td class="num">{share === null ? "" : say.percent(share)}</td>}
              {quoted && (
                <td class="num">{total !== null && <Gap gap={sum((row) => of(row).expected) - total} say={say} />}</td>
              )}
              <td class="num">{say.count(sum((row) => row.open.deals))}</td>
            </tr>
          </tfoot>
        </table>
      </Scroll>
      {edited && (
        <QuotaDialog
          key={`${edited.key} ${period}`}
          who={edited}
          period={period}
          say={say}
          row={quotaOf(view, { ...edited, period })?.row ?? null}
          done={(row) => {
            if (row !== undefined) props.quotaSet(period, edited, row);
            setEdited(null);
          }}
        />
      )}
    </Panel>
  );
}
