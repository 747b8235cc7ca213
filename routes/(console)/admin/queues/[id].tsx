/** One queue; `new` is a new one. */
import { Head } from "fresh/runtime";
import { HttpError, page } from "fresh";
import { ChevronRight } from "lucide-preact";
import { listPeople, listTeams } from "@/crm/people/mod.ts";
import { createQueueSchema, listQueues, listSkills, type Queue } from "@/crm/queues/mod.ts";
import { allowed, titleIn } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import QueueForm, { type QueueFormProps } from "@/islands/QueueForm.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "queues.manage");
    const { store, locale } = ctx.state;
    const [queues, people, teams, skills] = await Promise.all([
      listQueues(store, access),
      listPeople(store, access),
      listTeams(store, access),
      listSkills(store, access),
    ]);
    const found = queues.find((queue) => queue.id === ctx.params.id);
    if (!found && ctx.params.id !== "new") throw new HttpError(404);
    const names = new Map(teams.map((team) => [team.id, team.name]));
    return page<QueueFormProps>({
      ...formOf(found),
      people: people.filter((person) => !person.disabled).map(({ id, name, team }) => ({
        id,
        name,
        team: team ? names.get(team) ?? "" : "",
      })),
      queues: queues.map(({ id, name }) => ({ id, name })),
      skills: skills.map((skill) => ({ key: skill.key, title: titleIn(locale, skill) })),
    });
  },
});

function formOf(queue: Queue | undefined): Pick<QueueFormProps, "id" | "version" | "queue" | "members"> {
  if (!queue) {
    return { id: null, version: 0, queue: { ...createQueueSchema.parse({ name: "-" }), name: "" }, members: [] };
  }
  const { id, version, members, ...fields } = queue;
  return { id, version, members, queue: fields };
}

export default define.page<typeof handlers>(function QueuePage({ data }) {
  const t = useT();
  const title = data.queue.name || t("admin.queues.new");
  return (
    <>
      <Head>
        <title>{title} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <nav class="crumbs" aria-label={t("shell.crumbs")}>
            <a href="/admin/queues">{t("shell.nav.queues")}</a>
            <ChevronRight size={13} aria-hidden="true" />
          </nav>
          <h1>{title}</h1>
        </div>
      </div>
      <QueueForm {...data} />
    </>
  );
});
