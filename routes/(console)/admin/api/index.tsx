/** Programs of the company and their tokens. */
import { page } from "fresh";
import { listTeams } from "@/crm/people/mod.ts";
import { listServiceAccounts } from "@/crm/tokens/mod.ts";
import { ApiHead } from "@/components/admin/api/ApiHead.tsx";
import { allowed, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import ServiceAccounts, { type ServiceAccountsProps } from "@/islands/ServiceAccounts.tsx";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "api.manage");
    const { store } = ctx.state;
    const [accounts, roles, teams] = await Promise.all([
      listServiceAccounts(store, access),
      store.db.selectFrom("roles").select(["key", "title"]).orderBy("builtin", "desc").orderBy("created_at").execute(),
      listTeams(store, access),
    ]);
    return page<ServiceAccountsProps>({
      accounts,
      roles,
      teams: teams.map(({ id, name }) => ({ id, name })),
      zone: zoneOf(ctx.state),
      now: Date.now(),
    });
  },
});

export default define.page<typeof handlers>(function ApiPage({ data }) {
  return (
    <>
      <ApiHead tab="accounts" />
      <ServiceAccounts {...data} />
    </>
  );
});
