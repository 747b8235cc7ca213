/** A part of a long form: what it is about on the left, its fields on the right. */
import type { ComponentChildren } from "preact";
import { TriangleAlert } from "lucide-preact";
import type { Saving } from "@/components/admin/save.ts";
import { useT } from "@/components/i18n.ts";

export function Section(props: { title: string; hint?: string; children: ComponentChildren }) {
  return (
    <section class="form-section">
      <div>
        <h2>{props.title}</h2>
        {props.hint && <p>{props.hint}</p>}
      </div>
      <div class="form">{props.children}</div>
    </section>
  );
}

/** The end of a form: its refusal, saving, going back, and what removes the record. */
export function FormFoot(
  props: { saving: Saving; label?: string; back?: string; danger?: { label: string; run(): void } | null },
) {
  const t = useT();
  return (
    <>
      {props.saving.error && (
        <div class="form-section">
          <span />
          <p class="note-box" data-tone="bad" role="alert">
            <TriangleAlert size={18} aria-hidden="true" />
            <span>{props.saving.error}</span>
          </p>
        </div>
      )}
      <div class="form-foot">
        <button type="submit" class="btn primary" disabled={props.saving.busy}>{props.label ?? t("shell.save")}</button>
        {props.back && <a class="btn" href={props.back}>{t("shell.cancel")}</a>}
        <span class="grow" />
        {props.danger && (
          <button type="button" class="btn danger-quiet" onClick={props.danger.run}>{props.danger.label}</button>
        )}
      </div>
    </>
  );
}
