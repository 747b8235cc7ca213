/** A source with everything it can be told; which parts there are depends on its kind. */
import { useState } from "preact/hooks";
import { FormFoot, Section } from "@/components/admin/Section.tsx";
import { useSaving } from "@/components/admin/save.ts";
import { CheckField, TextField } from "@/components/form/Field.tsx";
import { Address } from "@/components/intake/source/Address.tsx";
import { FormBuilder } from "@/components/intake/source/FormBuilder.tsx";
import { IntakeFields } from "@/components/intake/source/IntakeFields.tsx";
import { MailboxFields } from "@/components/intake/source/MailboxFields.tsx";
import { Mapping } from "@/components/intake/source/Mapping.tsx";
import { MissedFields } from "@/components/intake/source/MissedFields.tsx";
import type { SourceFields, SourceSetup } from "@/components/intake/source/types.ts";
import { useT } from "@/components/i18n.ts";

export default function SourceForm({ setup }: { setup: SourceSetup }) {
  const t = useT();
  const saving = useSaving();
  const { source } = setup;
  const [fields, setFields] = useState<SourceFields>(() => {
    const { name, proof, enabled, autoAccept, duplicates, acceptAnswers, targetMs, mapping, settings, tags, rule } =
      source;
    return { name, proof, enabled, autoAccept, duplicates, acceptAnswers, targetMs, mapping, settings, tags, rule };
  });
  const [password, setPassword] = useState("");
  const set = (part: Partial<SourceFields>) => setFields((before) => ({ ...before, ...part }));
  const part = { setup, fields, set };
  const outside = ["form", "webhook", "sms", "email"].includes(source.kind);
  const submit = async (event: Event) => {
    event.preventDefault();
    const { name, ...rest } = fields;
    const sent = {
      ...rest,
      mapping: fields.mapping.filter((line) => line.from !== ""),
      version: source.version,
      ...(source.builtin ? {} : { name }),
      ...(password ? { password } : {}),
    };
    // The page comes anew with what the server has: version, preview, state of the mailbox.
    await saving.run("PATCH", `/api/v1/sources/${source.id}`, sent, location.pathname);
  };
  return (
    <form class="card" onSubmit={submit}>
      <Section title={t("intake.source.basics")} hint={t("intake.source.basics.hint")}>
        {!source.builtin && (
          <div class="form-grid">
            <TextField
              id="name"
              label={t("intake.sources.name")}
              required
              maxLength={120}
              value={fields.name}
              onInput={(event) => set({ name: event.currentTarget.value })}
            />
          </div>
        )}
        <CheckField
          label={t("intake.source.enabled")}
          checked={fields.enabled}
          onChange={(enabled) => set({ enabled })}
        />
      </Section>
      {outside && <Address {...part} />}
      {source.kind === "email" && <MailboxFields {...part} password={password} setPassword={setPassword} />}
      {source.kind === "form" && <FormBuilder {...part} />}
      {source.kind === "missed-call" && <MissedFields {...part} />}
      <IntakeFields {...part} />
      {outside && <Mapping {...part} />}
      <FormFoot
        saving={saving}
        back="/admin/sources"
        danger={source.builtin ? null : {
          label: t("intake.source.archive"),
          run: () => {
            if (!confirm(t("intake.source.archive.sure"))) return;
            void saving.run("DELETE", `/api/v1/sources/${source.id}`, {}, "/admin/sources");
          },
        }}
      />
    </form>
  );
}
