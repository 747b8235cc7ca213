/** A queue with everything it can be told, and who serves it. One form because it is one record; sections keep order. */
import { useState } from "preact/hooks";
import type { CreateQueue, SetMembers } from "@/crm/queues/schemas.ts";
import { FormFoot, Section } from "@/components/admin/Section.tsx";
import { Members } from "@/components/admin/Members.tsx";
import { SkillNeeds } from "@/components/admin/SkillNeeds.tsx";
import { useSaving } from "@/components/admin/save.ts";
import { CheckField, SelectField, TextField, UnitField } from "@/components/form/Field.tsx";
import { call } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { useT } from "@/components/i18n.ts";

export type QueueFields = Required<Omit<CreateQueue, never>>;
export type MemberFields = Required<SetMembers["members"][number]>;

export interface QueueFormProps {
  id: string | null;
  version: number;
  queue: QueueFields;
  members: MemberFields[];
  people: { id: string; name: string; team: string }[];
  queues: { id: string; name: string }[];
  skills: { key: string; title: string }[];
}

const SOUND_EXAMPLE = "sound:queue-thankyou";
const STRATEGIES = [
  "longest-idle",
  "round-robin",
  "fewest-calls",
  "least-talk-time",
  "random",
  "ring-all",
  "linear",
] as const;
const EMPTY_RULES = ["always", "logged-in", "ready"] as const;

export default function QueueForm(props: QueueFormProps) {
  const t = useT();
  const saving = useSaving();
  const [queue, setQueue] = useState(props.queue);
  const [members, setMembers] = useState(props.members);
  const set = (part: Partial<QueueFields>) => setQueue({ ...queue, ...part });
  const announce = (part: Partial<QueueFields["announce"]>) => set({ announce: { ...queue.announce, ...part } });
  const seconds = (
    name: string,
    value: number,
    change: (ms: number) => void,
    limits: { min?: number; max?: number } = {},
  ) => (
    <UnitField
      id={name}
      label={t(`admin.queue.${name}`)}
      hint={t(`admin.queue.${name}.hint`)}
      unit={t("shell.unit.seconds")}
      min={limits.min}
      max={limits.max ?? 3600}
      value={value / 1000}
      onChange={(shown) => change(Math.round(shown * 1000))}
    />
  );
  const submit = async (event: Event) => {
    event.preventDefault();
    if (props.id) {
      const listed = explain(await call("PUT", `/api/queues/${props.id}/members`, { members }), t);
      if (listed) {
        await saving.run("PATCH", `/api/queues/${props.id}`, { ...queue, version: props.version }, "/admin/queues");
      }
      return;
    }
    await saving.run<string>("POST", "/api/queues", queue, (id) => `/admin/queues/${id}`);
  };
  return (
    <form class="card" onSubmit={submit}>
      <Section title={t("admin.queue.basics")} hint={t("admin.queue.basics.hint")}>
        <div class="form-grid">
          <TextField
            id="name"
            label={t("admin.queue.name")}
            required
            maxLength={120}
            value={queue.name}
            onInput={(event) => set({ name: event.currentTarget.value })}
          />
          <SelectField
            id="strategy"
            label={t("admin.queue.strategy")}
            hint={t(`admin.strategy.${queue.strategy}.hint`)}
            value={queue.strategy}
            options={STRATEGIES.map((value) => ({ value, label: t(`admin.strategy.${value}`) }))}
            onChange={(value) => set({ strategy: value as QueueFields["strategy"] })}
          />
          <UnitField
            id="weight"
            label={t("admin.queue.weight")}
            hint={t("admin.queue.weight.hint")}
            unit=""
            min={-1000}
            max={1000}
            value={queue.weight}
            onChange={(weight) => set({ weight })}
          />
          {seconds("service-level", queue.serviceLevelMs, (serviceLevelMs) => set({ serviceLevelMs }), { min: 1 })}
        </div>
        <CheckField
          label={t("admin.queue.record")}
          hint={t("admin.queue.record.hint")}
          checked={queue.record}
          onChange={(record) => set({ record })}
        />
      </Section>
      {props.id && (
        <Section title={t("admin.queue.members")} hint={t("admin.queue.members.hint")}>
          <Members people={props.people} members={members} change={setMembers} linear={queue.strategy === "linear"} />
        </Section>
      )}
      <Section title={t("admin.queue.ringing")} hint={t("admin.queue.ringing.hint")}>
        <div class="form-grid">
          {seconds("ring-timeout", queue.ringTimeoutMs, (ringTimeoutMs) => set({ ringTimeoutMs }), {
            min: 1,
            max: 300,
          })}
          {seconds("missed-delay", queue.missed.delayMs, (delayMs) => set({ missed: { ...queue.missed, delayMs } }))}
        </div>
        <CheckField
          label={t("admin.queue.auto-pause")}
          hint={t("admin.queue.auto-pause.hint")}
          checked={queue.missed.autoPause}
          onChange={(autoPause) => set({ missed: { ...queue.missed, autoPause } })}
        />
      </Section>
      <Section title={t("admin.queue.after")} hint={t("admin.queue.after.hint")}>
        <div class="form-grid">{seconds("wrap-up", queue.wrapUpMs, (wrapUpMs) => set({ wrapUpMs }))}</div>
        <CheckField
          label={t("admin.queue.disposition-required")}
          hint={t("admin.queue.disposition-required.hint")}
          checked={queue.dispositionRequired}
          onChange={(dispositionRequired) => set({ dispositionRequired })}
        />
      </Section>
      <Section title={t("admin.queue.waiting")} hint={t("admin.queue.waiting.hint")}>
        <div class="form-grid">
          {seconds("max-wait", queue.maxWaitMs, (maxWaitMs) => set({ maxWaitMs }), { max: 86_400 })}
          <UnitField
            id="max-waiting"
            label={t("admin.queue.max-waiting")}
            hint={t("admin.queue.max-waiting.hint")}
            unit={t("admin.unit.callers")}
            max={10_000}
            value={queue.maxWaiting}
            onChange={(maxWaiting) => set({ maxWaiting })}
          />
          <SelectField
            id="overflow"
            label={t("admin.queue.overflow")}
            value={queue.overflow ?? ""}
            options={[
              { value: "", label: t("admin.queue.no-overflow") },
              ...props.queues.filter((one) => one.id !== props.id).map((one) => ({ value: one.id, label: one.name })),
            ]}
            onChange={(value) => set({ overflow: value || null })}
          />
          {(["joinEmpty", "leaveEmpty"] as const).map((rule) => (
            <SelectField
              key={rule}
              id={rule}
              label={t(`admin.queue.${rule}`)}
              value={queue[rule]}
              options={EMPTY_RULES.map((value) => ({ value, label: t(`admin.queue.${rule}.${value}`) }))}
              onChange={(value) => set({ [rule]: value as QueueFields["joinEmpty"] })}
            />
          ))}
        </div>
      </Section>
      <Section title={t("admin.queue.announce")} hint={t("admin.queue.announce.hint")}>
        <div class="form-grid">
          {seconds(
            "position-every",
            queue.announce.positionEveryMs,
            (positionEveryMs) => announce({ positionEveryMs }),
          )}
          {seconds("min-gap", queue.announce.minGapMs, (minGapMs) => announce({ minGapMs }))}
          {seconds(
            "periodic-every",
            queue.announce.periodicEveryMs,
            (periodicEveryMs) => announce({ periodicEveryMs }),
          )}
          <TextField
            id="periodic"
            label={t("admin.queue.periodic")}
            hint={t("admin.queue.periodic.hint")}
            placeholder={SOUND_EXAMPLE}
            value={queue.announce.periodic.join(" ")}
            onChange={(event) => announce({ periodic: event.currentTarget.value.split(/\s+/).filter(Boolean) })}
          />
          <SelectField
            id="announce-language"
            label={t("admin.queue.language")}
            value={queue.announce.language}
            options={(["ru", "en"] as const).map((value) => ({ value, label: t(`shell.language.${value}.name`) }))}
            onChange={(language) => announce({ language: language as "ru" | "en" })}
          />
          <TextField
            id="music"
            label={t("admin.queue.music")}
            hint={t("admin.queue.music.hint")}
            value={queue.music}
            onInput={(event) => set({ music: event.currentTarget.value })}
          />
        </div>
        <CheckField
          label={t("admin.queue.expected-wait")}
          checked={queue.announce.expectedWait}
          onChange={(expectedWait) => announce({ expectedWait })}
        />
      </Section>
      <Section title={t("admin.queue.skills")} hint={t("admin.queue.skills.hint")}>
        <SkillNeeds skills={props.skills} needs={queue.skills} change={(skills) => set({ skills })} />
      </Section>
      <FormFoot
        saving={saving}
        label={props.id ? undefined : t("admin.queues.create")}
        back="/admin/queues"
        danger={props.id === null ? null : {
          label: t("admin.queue.archive"),
          run: () => void saving.run("DELETE", `/api/queues/${props.id}`, {}, "/admin/queues"),
        }}
      />
    </form>
  );
}
