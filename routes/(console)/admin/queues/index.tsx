/** Queues of the contact centre. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { Inbox, Plus } from "lucide-preact";
import { listNumbers, listQueues, type PhoneNumber, type Queue } from "@/crm/queues/mod.ts";
import { allowed } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import { Empty } from "@/components/Empty.tsx";
import { clock, prettyNumber } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "queues.manage");
    const { store } = ctx.state;
    const [queues, numbers] = await Promise.all([listQueues(store, access), listNumbers(store, access)]);
    return page<{ queues: Queue[]; numbers: PhoneNumber[] }>({ queues, numbers });
  },
});

export default define.page<typeof handlers>(function QueuesPage({ data }) {
  const t = useT();
  const add = (
    <a class="btn primary" href="/admin/queues/new">
      <Plus size={16} aria-hidden="true" />
      {t("admin.queues.new")}
    </a>
  );
  return (
    <>
      <Head>
        <title>{t("shell.nav.queues")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("shell.nav.queues")}</h1>
          <p>{t("admin.queues.lead")}</p>
        </div>
        <div class="head-actions">{add}</div>
      </div>
      {data.queues.length === 0
        ? (
          <div class="card">
            <Empty icon={Inbox} title={t("admin.queues.empty")} action={add}>{t("admin.queues.lead")}</Empty>
          </div>
        )
        : (
          <div class="table-wrap" tabIndex={0} role="region" aria-label={t("shell.nav.queues")}>
            <table class="table cards">
              <thead>
                <tr>
                  {["name", "strategy", "members", "numbers", "service-level", "wrap-up", "weight"].map((key) => (
                    <th scope="col" key={key}>{t(`admin.queues.col.${key}`)}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {data.queues.map((queue) => (
                  <tr key={queue.id}>
                    <th scope="row">
                      <a href={`/admin/queues/${queue.id}`}>{queue.name}</a>
                    </th>
                    <td data-label={t("admin.queues.col.strategy")}>{t(`admin.strategy.${queue.strategy}`)}</td>
                    <td data-label={t("admin.queues.col.members")}>{queue.members.length}</td>
                    <td data-label={t("admin.queues.col.numbers")}>
                      {data.numbers.filter((one) => one.queue === queue.id).map((one) => prettyNumber(one.did)).join(
                        ", ",
                      ) || "–"}
                    </td>
                    <td data-label={t("admin.queues.col.service-level")}>{clock(queue.serviceLevelMs)}</td>
                    <td data-label={t("admin.queues.col.wrap-up")}>{clock(queue.wrapUpMs)}</td>
                    <td data-label={t("admin.queues.col.weight")}>{queue.weight}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
    </>
  );
});
