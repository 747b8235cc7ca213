/** What goes where: lines from paths to fields, tried on a sample as it is typed. */
import { Plus, Send, Sparkles, X } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import type { Sampled } from "@/crm/intake/mod.ts";
import { Section } from "@/components/admin/Section.tsx";
import { type Answer, post } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { Field, tied } from "@/components/form/Field.tsx";
import type { PartProps } from "@/components/intake/source/types.ts";
import { valueText } from "@/components/intake/words.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";

const PAUSE_MS = 300;
const UTM = ["utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term"] as const;
const SAMPLES: Record<string, string> = {
  webhook: '{\n  "name": "Anna",\n  "phone": "+7 916 123-45-67",\n  "message": "Hello",\n  "utm_source": "site"\n}',
  sms: '{\n  "id": "1",\n  "from": "+79161234567",\n  "text": "Hello"\n}',
  form: '{\n  "name": "Anna",\n  "phones": "+7 916 123-45-67"\n}',
  email: "From: Anna <anna@example.com>\nSubject: Prices\n\nHello",
};

export function Mapping({ setup, fields, set }: PartProps) {
  const t = useT();
  const { source } = setup;
  const [body, setBody] = useState(SAMPLES[source.kind] ?? "");
  const [answer, setAnswer] = useState<Answer<Sampled> | null>(null);
  const { mapping } = fields;
  const contentType = source.kind === "email" ? "message/rfc822" : "application/json";
  useEffect(() => {
    let gone = false;
    const timer = setTimeout(async () => {
      const lines = mapping.filter((line) => line.from !== "");
      const next = await post<Sampled>(`/api/v1/sources/${source.id}/sample`, { body, contentType, mapping: lines });
      if (!gone) setAnswer(next);
    }, PAUSE_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [body, JSON.stringify(mapping)]);
  const put = (at: number, part: Partial<(typeof mapping)[number]>) =>
    set({ mapping: mapping.map((line, n) => n === at ? { ...line, ...part } : line) });
  const sampled = answer?.ok ? answer.value : null;
  const send = async () => {
    const sent = await post(`/api/v1/sources/${source.id}/test`, { body, contentType });
    if (explain(sent, t)) toast("good", t("intake.source.mapping.sent"));
  };
  const targets = [
    ...setup.fields.map(({ key, title }) => ({ value: key, label: title })),
    ...UTM.map((name) => ({ value: `utm.${name}`, label: t("intake.source.mapping.utm", { name }) })),
  ];
  return (
    <Section title={t("intake.source.mapping")} hint={t("intake.source.mapping.hint")}>
      {mapping.map((line, at) => (
        <div class="mapping-row" key={at}>
          <input
            class="input"
            list={line.from === undefined ? undefined : "sample-paths"}
            aria-label={t(line.from === undefined ? "intake.source.mapping.constant" : "intake.source.mapping.from")}
            placeholder={t(line.from === undefined ? "intake.source.mapping.constant" : "intake.source.mapping.from")}
            value={line.from ?? line.value ?? ""}
            onInput={(event) =>
              put(
                at,
                line.from === undefined ? { value: event.currentTarget.value } : { from: event.currentTarget.value },
              )}
          />
          <span aria-hidden="true">→</span>
          <select
            class="select"
            aria-label={t("intake.source.mapping.to")}
            value={line.to}
            onChange={(event) => put(at, { to: event.currentTarget.value })}
          >
            {targets.map((one) => (
              <option key={one.value} value={one.value} selected={one.value === line.to}>{one.label}</option>
            ))}
          </select>
          <button
            type="button"
            class="btn icon small plain"
            aria-label={t("shell.remove")}
            onClick={() => set({ mapping: mapping.filter((_, n) => n !== at) })}
          >
            <X size={15} aria-hidden="true" />
          </button>
        </div>
      ))}
      <datalist id="sample-paths">
        {sampled?.leaves.map((leaf) => (
          <option key={leaf.path} value={leaf.path}>{String(leaf.value).slice(0, 60)}</option>
        ))}
      </datalist>
      <div class="btn-row">
        <button
          type="button"
          class="btn small"
          onClick={() => set({ mapping: [...mapping, { from: "", to: "name" }] })}
        >
          <Plus size={14} aria-hidden="true" />
          {t("intake.source.mapping.add")}
        </button>
        <button
          type="button"
          class="btn small"
          onClick={() => set({ mapping: [...mapping, { value: "", to: "city" }] })}
        >
          <Plus size={14} aria-hidden="true" />
          {t("intake.source.mapping.add-constant")}
        </button>
        {sampled && sampled.guessed.length > 0 && (
          <button
            type="button"
            class="btn small"
            onClick={() => set({ mapping: sampled.guessed })}
          >
            <Sparkles size={14} aria-hidden="true" />
            {t("intake.source.mapping.guess")}
          </button>
        )}
      </div>
      <div class="form-grid mapping-try">
        <Field id="sample" label={t("intake.source.mapping.sample")}>
          <textarea
            class="textarea sample"
            spellcheck={false}
            value={body}
            onInput={(event) => setBody(event.currentTarget.value)}
            {...tied({ id: "sample", label: "" })}
          />
        </Field>
        <div class="field">
          <span class="label">{t("intake.source.mapping.result")}</span>
          <div class="sample-result" aria-live="polite">
            {answer && !answer.ok && <p class="request-problems">{t(answer.code, answer.detail)}</p>}
            {sampled && Object.keys(sampled.values).length === 0 && (
              <p class="quiet">{t("intake.source.mapping.nothing")}</p>
            )}
            {sampled && (
              <dl class="request-fields">
                {Object.entries(sampled.values).map(([key, value]) => (
                  <div key={key}>
                    <dt>{setup.fields.find((field) => field.key === key)?.title ?? t(`records.field.${key}`)}</dt>
                    <dd>{valueText(value, setup.locale, t)}</dd>
                  </div>
                ))}
              </dl>
            )}
            {sampled?.problems.map((one) => (
              <p class="request-problems small-text" key={one.field}>{t(one.code)}: {one.raw}</p>
            ))}
            {sampled?.suspicion && (
              <p class="request-problems small-text">{t(`intake.suspicion.${sampled.suspicion}`)}</p>
            )}
          </div>
        </div>
      </div>
      <div class="btn-row">
        <button type="button" class="btn" onClick={() => void send()}>
          <Send size={15} aria-hidden="true" />
          {t("intake.source.mapping.send")}
        </button>
      </div>
    </Section>
  );
}
