/** Where the forecasts are read: the way from the models to the pages that use them. */
import { ChartSpline, LayoutDashboard, TrendingUp, UserRoundCheck } from "lucide-preact";
import { useT } from "@/components/i18n.ts";

const PAGES = [
  { key: "calls", href: "/forecasting/calls", icon: ChartSpline },
  { key: "staffing", href: "/forecasting/staffing", icon: UserRoundCheck },
  { key: "revenue", href: "/forecasting/revenue", icon: TrendingUp },
  { key: "sales", href: "/forecasting/sales", icon: LayoutDashboard },
] as const;

export function Dashboards() {
  const t = useT();
  return (
    <nav class="ws-pages" aria-label={t("workshop.pages")}>
      {PAGES.map(({ key, href, icon: Icon }) => (
        <a class="card" href={href} key={key}>
          <Icon size={18} aria-hidden="true" />
          <span>
            <b>{t(`workshop.page.${key}`)}</b>
            <small>{t(`workshop.page.${key}.hint`)}</small>
          </span>
        </a>
      ))}
    </nav>
  );
}
