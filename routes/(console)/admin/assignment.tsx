/** Whom leads go to. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { listPeople, listTeams } from "@/crm/people/mod.ts";
import { listRules } from "@/crm/assignment/mod.ts";
import { type Field, OPS_OF, schemaOf } from "@/crm/record/mod.ts";
import { allowed } from "@/routes/(_door)/page.ts";
import { namedSources } from "@/routes/(_door)/sources.ts";
import { define } from "@/routes/(_door)/state.ts";
import type { AssignmentSetup, ConditionField } from "@/components/intake/assignment/types.ts";
import type { SourceName } from "@/components/intake/types.ts";
import AssignmentRules from "@/islands/AssignmentRules.tsx";
import { t as wordsOf } from "@/locales/mod.ts";
import { useT } from "@/components/i18n.ts";

/** Of a lead that comes in these are not known yet, or follow from the rule itself. */
const UNASKED = new Set([
  "owner",
  "team",
  "assigned",
  "firstResponse",
  "created",
  "updated",
  "contact",
  "companyLink",
  "status",
  "reason",
]);
/** First what rules usually ask. */
const FIRST = ["source", "city", "region", "language"];

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "sources.manage");
    const { store, locale } = ctx.state;
    const [rules, people, teams, schema, sources] = await Promise.all([
      listRules(store, access),
      listPeople(store, access),
      listTeams(store, access),
      schemaOf(store, "lead"),
      namedSources(ctx.state),
    ]);
    const rank = (field: Field) => FIRST.includes(field.key) ? FIRST.indexOf(field.key) : FIRST.length;
    const fields = [...schema.values()].filter(({ key }) => !UNASKED.has(key)).sort((a, b) => rank(a) - rank(b))
      .map((field) => conditionField(field, { locale, sources }));
    return page<{ setup: AssignmentSetup }>({
      setup: {
        rules,
        people: people.filter((person) => !person.disabled).map(({ id, name, team }) => ({ id, name, team })),
        teams: teams.map(({ id, name }) => ({ id, name })),
        fields,
        locale,
      },
    });
  },
});

function conditionField(field: Field, options: { locale: "ru" | "en"; sources: SourceName[] }): ConditionField {
  const { locale, sources } = options;
  return {
    key: field.key,
    title: field.title?.[locale] ?? wordsOf(locale)(`records.field.${field.key}`),
    type: field.type,
    ops: OPS_OF[field.type].filter((op) => op !== "me" && op !== "my-teams"),
    options: field.type === "source"
      ? sources.map(({ id, name }) => ({ value: id, label: name }))
      : field.options.map((one) => ({ value: one.value, label: locale === "ru" ? one.titleRu : one.titleEn })),
  };
}

export default define.page<typeof handlers>(function AssignmentPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.assignment")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("intake.assignment.title")}</h1>
          <p>{t("intake.assignment.lead")}</p>
        </div>
      </div>
      <AssignmentRules setup={data.setup} />
    </>
  );
});
