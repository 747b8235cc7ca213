/** What pages of automation are made from: triggers, actions, fields and lists, by names in the person's language. */
import { t } from "@/locales/mod.ts";
import { SYSTEM } from "@/store/access.ts";
import { ACTIONS, CALL_FIELDS, type Ports, TRIGGERS } from "@/crm/automation/mod.ts";
import { listRules as listAssignmentRules } from "@/crm/assignment/mod.ts";
import { getMailServer } from "@/crm/mail_out/mod.ts";
import { listPeople, listTeams } from "@/crm/people/mod.ts";
import { listLossReasons, listPipelines } from "@/crm/pipeline/mod.ts";
import { listDispositions, listQueues } from "@/crm/queues/mod.ts";
import { BUILT_IN, type Field, type FilterOp, KINDS, OPS_OF } from "@/crm/record/mod.ts";
import { listWebhooks } from "@/crm/webhooks/mod.ts";
import { namedFields } from "@/routes/(_door)/fields.ts";
import { namedSources } from "@/routes/(_door)/sources.ts";
import type { State } from "@/routes/(_door)/state.ts";
import type { EditorField, EditorOption, EditorSetup, ListName } from "@/components/automation/types.ts";

type Locale = "ru" | "en";

/** What built-in choices are called, by `<field>:<value>`, for the texts of rules. */
export function choiceWords(locale: Locale): Record<string, string> {
  const say = t(locale);
  return Object.fromEntries(
    KINDS.flatMap((kind) => [...BUILT_IN[kind].values()]).flatMap(({ key, choices }) =>
      choices.map((value) => [`${key}:${value}`, say(`records.${key}.${value}`)])
    ),
  );
}

/** Of whoever asks, which in a rule is nobody. */
const NOBODY: readonly FilterOp[] = ["me", "my-teams"];
const opsOf = (type: Field["type"]) =>
  type === "record" || type === "records"
    ? (["filled", "empty"] as const)
    : OPS_OF[type].filter((op) => !NOBODY.includes(op));

export async function editorSetup(state: State): Promise<EditorSetup> {
  const { store, locale, site } = state;
  const mail = await getMailServer(store, SYSTEM);
  const ports: Ports = {
    now: () => Date.now(),
    jobs: state.jobs,
    mail: mail?.enabled ? () => Promise.resolve() : null,
  };
  const [fields, lists] = await Promise.all([fieldsOf(state), listsOf(state)]);
  return {
    triggers: TRIGGERS.map((def) => ({
      id: def.id,
      group: def.group,
      inputs: def.inputs,
      subject: def.inputs.some(({ key }) => key === "kind") ? null : def.subject({ type: def.id }),
    })),
    actions: ACTIONS.filter((def) => def.ready?.(ports) ?? true)
      .map(({ id, group, subjects, inputs }) => ({ id, group, subjects, inputs })),
    fields,
    lists,
    timeZone: site.timeZone,
    locale,
    hookUrl: `${state.publicOrigin ?? ""}/hook/`,
  };
}

async function fieldsOf({ store, locale }: State): Promise<Record<string, EditorField[]>> {
  const say = t(locale);
  const ofRecords = await Promise.all(KINDS.map(async (kind) => {
    const fields = await namedFields(store, SYSTEM, { kind });
    return [
      kind,
      fields.map((field): EditorField => ({
        key: field.key,
        label: locale === "ru" ? field.titleRu : field.titleEn,
        type: field.type,
        ops: opsOf(field.type),
        options: field.options.filter(({ retired }) => !retired)
          .map(({ value, titleRu, titleEn }) => ({ value, label: locale === "ru" ? titleRu : titleEn })),
        readOnly: field.readOnly,
      })),
    ] as const;
  }));
  const ofCalls = [...CALL_FIELDS.values()].map((field): EditorField => ({
    key: field.key,
    label: say(`automation.call.${field.key}`),
    type: field.type,
    ops: opsOf(field.type),
    options: field.choices.map((value) => ({ value, label: say(`automation.call.${field.key}.${value}`) })),
    readOnly: true,
  }));
  return Object.fromEntries([...ofRecords, ["call", ofCalls]]);
}

async function listsOf(state: State): Promise<Record<ListName, EditorOption[]>> {
  const { store, locale } = state;
  const [people, teams, pipelines, reasons, queues, dispositions, sources, webhooks, rules] = await Promise.all([
    listPeople(store, SYSTEM),
    listTeams(store, SYSTEM),
    listPipelines(store, SYSTEM, {}),
    listLossReasons(store, SYSTEM, {}),
    listQueues(store, SYSTEM),
    listDispositions(store, SYSTEM),
    namedSources(state),
    listWebhooks(store, SYSTEM),
    listAssignmentRules(store, SYSTEM),
  ]);
  const named = (rows: readonly { id: string; name: string }[]) =>
    rows.map(({ id, name }) => ({ value: id, label: name }));
  return {
    user: named(people.filter(({ disabled }) => !disabled)),
    team: named(teams),
    pipeline: named(pipelines),
    stage: pipelines.flatMap((pipeline) =>
      pipeline.stages.map(({ id, name }) => ({ value: id, label: name, group: pipeline.name }))
    ),
    "loss-reason": named(reasons),
    queue: named(queues),
    disposition: dispositions.map(({ code, titleRu, titleEn }) => ({
      value: code,
      label: locale === "ru" ? titleRu : titleEn,
    })),
    source: named(sources),
    webhook: named(webhooks.filter(({ enabled }) => enabled)),
    "assignment-rule": named(rules),
  };
}
