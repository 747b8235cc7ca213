/** A lead becomes a deal: who it is, where the deal begins, and what it begins with. Mounted: open. */
import { Handshake, TriangleAlert, X } from "lucide-preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { call, post } from "@/components/api.ts";
import type { Converted } from "@/crm/deals/convert.ts";
import type { Suggestion } from "@/crm/deals/suggest.ts";
import type { Pipeline } from "@/crm/pipeline/types.ts";
import type { CrmRecord } from "@/crm/record/types.ts";
import { Field } from "@/components/form/Field.tsx";
import { Options } from "@/components/form/Options.tsx";
import { askedFor, bodyOf, firstForm, type Form, keepForm, keptForm, startsOf } from "@/components/leads/conversion.ts";
import { Parties } from "@/components/leads/Parties.tsx";
import { useDealFields } from "@/components/leads/useDealFields.ts";
import { worded } from "@/components/deals/refusal.ts";
import { isBlank } from "@/components/records/list/new_record.ts";
import { blank, ValueControl } from "@/components/records/list/ValueControl.tsx";
import type { Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export interface ConvertProps {
  lead: Pick<CrmRecord, "id" | "values">;
  zone: Zone;
  onClose(): void;
  onDone(converted: Converted): void;
}

interface Setup {
  suggestion: Suggestion;
  pipelines: Pipeline[];
}

interface Failure {
  code: string;
  text: string;
  /** The deal that is there already. */
  deal: string | null;
}

export function ConvertDialog(props: ConvertProps) {
  const t = useT();
  const { lead } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [setup, setSetup] = useState<Setup | null>(null);
  const [form, setForm] = useState<Form | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const path = `/api/v1/leads/${lead.id}/convert`;
  const load = async () => {
    setFailure(null);
    const [suggestion, pipelines] = await Promise.all([
      call<Suggestion>("GET", path),
      call<{ pipelines: Pipeline[] }>("GET", "/api/v1/pipelines"),
    ]);
    if (!suggestion.ok) return fail(suggestion);
    if (!pipelines.ok) return fail(pipelines);
    const { converted } = suggestion.value;
    if (converted) fail({ code: "deals.error.converted", detail: { deal: converted.deal } });
    const starts = startsOf(pipelines.value.pipelines);
    setSetup({ suggestion: suggestion.value, pipelines: pipelines.value.pipelines });
    setForm(keptForm(lead.id) ?? firstForm(suggestion.value, { lead: lead.values, starts }));
  };
  const fail = (refused: { code: string; detail?: Record<string, string | number> }) =>
    setFailure({
      code: refused.code,
      text: t(refused.code, worded(refused.detail, fields)),
      deal: typeof refused.detail?.deal === "string" ? refused.detail.deal : null,
    });
  useLayoutEffect(() => dialog.current?.showModal(), []);
  useEffect(() => void load(), []);
  useEffect(() => {
    if (setup) document.getElementById("convert-name")?.focus();
  }, [setup]);
  const starts = startsOf(setup?.pipelines ?? []);
  const chosen = starts.find(({ stage }) => stage.id === form?.stage);
  const fields = useDealFields(starts.some(({ stage }) => stage.required.length > 0), props.zone.locale);
  const asked = form && setup ? askedFor(chosen?.stage, form, setup.suggestion) : [];
  const more = asked.flatMap((key) => fields.get(key) ?? []);
  const put = (part: Partial<Form>) => {
    const next = { ...form!, ...part };
    setForm(next);
    keepForm(lead.id, next);
  };
  const send = async () => {
    if (!form) return;
    const missing = more.find((field) => isBlank(form.more[field.key]));
    if (missing) {
      setFailure({ code: "records.error.required", text: t("records.error.required"), deal: null });
      return document.getElementById(`convert-${missing.key}`)?.focus();
    }
    setBusy(true);
    const answer = await post<Converted>(path, bodyOf(form, { fields: more, zone: props.zone }));
    setBusy(false);
    if (!answer.ok) return fail(answer);
    keepForm(lead.id, null);
    props.onDone(answer.value);
  };
  return (
    <dialog ref={dialog} class="convert-dialog" aria-labelledby="convert-title" onClose={props.onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void send();
        }}
      >
        <header>
          <h2 id="convert-title">{t("deals.convert.title")}</h2>
          <button
            type="button"
            class="btn icon small plain"
            aria-label={t("shell.close")}
            onClick={() => dialog.current?.close()}
          >
            <X size={16} aria-hidden="true" />
          </button>
        </header>
        <div class="dialog-body">
          {!setup && !failure && <p class="quiet" role="status">{t("timeline.loading")}</p>}
          {setup && form && (
            <>
              <Field id="convert-name" label={t("card.field.deal.name")}>
                <input
                  id="convert-name"
                  class="input"
                  maxLength={200}
                  autocomplete="off"
                  value={form.name}
                  onInput={(event) => put({ name: event.currentTarget.value })}
                />
              </Field>
              <div class="convert-pair">
                <Field id="convert-stage" label={t("records.field.stage")}>
                  <select
                    id="convert-stage"
                    class="select"
                    value={form.stage}
                    onChange={(event) => put({ stage: event.currentTarget.value })}
                  >
                    <Options
                      value={form.stage}
                      options={starts.map(({ pipeline, stage }) => ({
                        value: stage.id,
                        title: stage.name,
                        group: pipeline.name,
                      }))}
                    />
                  </select>
                </Field>
                <Field id="convert-amount" label={t("records.field.amount")}>
                  <input
                    id="convert-amount"
                    class="input"
                    inputMode="decimal"
                    maxLength={40}
                    autocomplete="off"
                    value={form.amount}
                    onInput={(event) => put({ amount: event.currentTarget.value })}
                  />
                </Field>
              </div>
              {more.map((field) => (
                <Field key={field.key} id={`convert-${field.key}`} label={field.label}>
                  <ValueControl
                    id={`convert-${field.key}`}
                    field={field}
                    draft={form.more[field.key] ?? blank(field)}
                    names={{}}
                    onDraft={(draft) => put({ more: { ...form.more, [field.key]: draft } })}
                  />
                </Field>
              ))}
              {(["contact", "company"] as const).map((kind) => (
                <Parties
                  key={kind}
                  kind={kind}
                  label={t(`records.kind.${kind}`)}
                  parties={kind === "contact" ? setup.suggestion.contacts : setup.suggestion.companies}
                  chosen={form[kind]}
                  name={form[`${kind}Name`]}
                  mayMake={setup.suggestion.may[kind]}
                  onChoose={(choice) => put({ [kind]: choice })}
                  onName={(name) => put({ [`${kind}Name`]: name })}
                />
              ))}
            </>
          )}
          {failure && (
            <p class="note-box" data-tone="bad" role="alert">
              <TriangleAlert size={16} aria-hidden="true" />
              <span class="grow">{failure.text}</span>
              {failure.deal && <a class="btn small" href={`/deals/${failure.deal}`}>{t("deals.convert.open")}</a>}
              {!setup && (
                <button type="button" class="btn small" onClick={() => void load()}>{t("shell.retry")}</button>
              )}
            </p>
          )}
        </div>
        <div class="dialog-foot">
          <button type="button" class="btn" onClick={() => dialog.current?.close()}>{t("shell.cancel")}</button>
          <button
            type="submit"
            class="btn primary"
            disabled={busy || !setup || setup.suggestion.converted !== null || !setup.suggestion.may.deal}
            aria-busy={busy}
          >
            <Handshake size={16} aria-hidden="true" />
            {t("deals.convert.do")}
          </button>
        </div>
      </form>
    </dialog>
  );
}
