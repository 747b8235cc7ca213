/** Call history: filters in the address, totals of the period, pages by cursor. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import {
  type CallSummary,
  type CallTotals,
  callTotals,
  callTotalsSchema,
  listCalls,
  listCallsSchema,
} from "@/crm/calls/mod.ts";
import { listPeople, type Person } from "@/crm/people/mod.ts";
import { listDispositions, listQueueNames } from "@/crm/queues/mod.ts";
import type { Page } from "@/crm/page.ts";
import { allowed, dayOf, filled, midnight, titleIn, withQuery, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import { CallFilters, type CallFilterValues, type Choice } from "@/components/calls/CallFilters.tsx";
import { CallTable } from "@/components/calls/CallTable.tsx";
import { Totals } from "@/components/calls/Totals.tsx";
import { ANY_CALLS } from "@/components/shell/nav.ts";
import type { Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

interface Data {
  calls: Page<CallSummary>;
  totals: CallTotals | null;
  values: CallFilterValues;
  /** A filter could not be understood and was left out. */
  misread: boolean;
  queues: Choice[];
  people: Choice[];
  dispositions: Choice[];
  zone: Zone;
  more: string | null;
  first: string | null;
}

const DAY_MS = 86_400_000;

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, ...ANY_CALLS);
    const { store, locale, site } = ctx.state;
    const raw = filled(ctx.url.searchParams);
    const today = dayOf(Date.now(), site.timeZone);
    const since = isDay(raw.from) ? raw.from : dayOf(Date.now() - 6 * DAY_MS, site.timeZone);
    const until = isDay(raw.to) ? raw.to : today;
    const period = {
      from: new Date(midnight(since, site.timeZone)),
      to: new Date(midnight(dayOf(midnight(until, site.timeZone) + 1.5 * DAY_MS, site.timeZone), site.timeZone)),
    };
    const text = raw.text ?? "";
    const digits = text.replace(/\D/g, "").length >= 3;
    const given = { ...raw, ...period, number: digits ? text : undefined };
    const parsed = listCallsSchema.safeParse(given);
    const filter = parsed.success ? parsed.data : listCallsSchema.parse(period);
    const totalsFilter = callTotalsSchema.safeParse(parsed.success ? given : period);
    const [calls, totals, people, queues, dispositions] = await Promise.all([
      listCalls(store, access, filter),
      totalsFilter.success ? callTotals(store, access, totalsFilter.data) : null,
      listPeople(store, access),
      listQueueNames(store, access),
      listDispositions(store, access, { archived: true }),
    ]);
    return page<Data>({
      calls,
      totals,
      values: { ...raw, from: since, to: until, text },
      misread: !parsed.success || (text !== "" && !digits),
      queues: queues.map((one) => ({ value: one.id, label: one.name })),
      people: access.permissions.has("calls.view.all") || access.permissions.has("calls.view.team")
        ? people.filter((one: Person) => !one.disabled).map((one) => ({ value: one.id, label: one.name }))
        : [],
      dispositions: dispositions.map((one) => ({ value: one.code, label: titleIn(locale, one) })),
      zone: zoneOf(ctx.state),
      more: calls.next ? withQuery(ctx.url, { after: calls.next }) : null,
      first: raw.after ? withQuery(ctx.url, { after: undefined }) : null,
    });
  },
});

function isDay(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

export default define.page<typeof handlers>(function CallsPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.calls")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("history.title")}</h1>
        </div>
      </div>
      <CallFilters {...data} />
      {data.misread && <p class="note-box" data-tone="warn">{t("history.filter.misread")}</p>}
      {data.totals && <Totals totals={data.totals} />}
      <CallTable {...data} />
    </>
  );
});
