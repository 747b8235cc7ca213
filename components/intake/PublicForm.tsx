/**
 * The form that strangers see, on another site's page. Works without scripts; the few lines there are only tell the
 * frame's height and keep a second click from sending twice.
 */
import type { ComponentChildren } from "preact";
import { useT } from "@/components/i18n.ts";

/** An input that people do not see and robots fill in (crm/intake/spam/verdict.ts). */
const TRAP_NAME = "homepage_url";

export interface FormInput {
  name: string;
  type: string;
  label: string;
  required: boolean;
  max: number;
  options: { value: string; label: string }[];
  /** Of a consent: where its whole text stands. */
  link?: string;
}

type Theme = "auto" | "light" | "dark";

export interface PublicFormProps {
  nonce: string;
  locale: string;
  form: { title: string; lead: string; button: string; theme: Theme };
  fields: FormInput[];
  hidden: [string, string][];
  values: Record<string, string>;
  /** Names of required inputs that came back empty. */
  missing: string[];
}

const SCRIPT = `
const tell = () => parent !== window &&
  parent.postMessage({ kommutatorForm: document.querySelector("main").scrollHeight }, "*");
new ResizeObserver(tell).observe(document.querySelector("main"));
document.querySelector("form")?.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) return event.preventDefault();
  event.target.dataset.sent = "1";
  event.target.querySelector("button").setAttribute("aria-disabled", "true");
});`;

function Document(props: { nonce: string; locale: string; theme: Theme; title: string; children: ComponentChildren }) {
  return (
    <html lang={props.locale} data-theme={props.theme === "auto" ? undefined : props.theme}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        <title>{props.title}</title>
      </head>
      <body class="public-form">
        <main>{props.children}</main>
        <script nonce={props.nonce} dangerouslySetInnerHTML={{ __html: SCRIPT }} />
      </body>
    </html>
  );
}

export function PublicForm(props: PublicFormProps) {
  const t = useT();
  const { form } = props;
  return (
    <Document {...props} theme={form.theme} title={form.title || t("intake.form.title")}>
      <h1 class={form.title ? undefined : "unseen"}>{form.title || t("intake.form.title")}</h1>
      {form.lead && <p class="public-lead">{form.lead}</p>}
      <form method="post" class="form">
        {props.missing.length > 0 && <p class="note-box" data-tone="bad" role="alert">{t("intake.form.missing")}</p>}
        {props.hidden.map(([name, value]) => <input type="hidden" name={name} value={value} key={name} />)}
        <div class="public-trap" aria-hidden="true">
          <label for="trap">{t("intake.form.trap")}</label>
          <input id="trap" name={TRAP_NAME} tabIndex={-1} autocomplete="off" />
        </div>
        {props.fields.map((field) => (
          <Input
            key={field.name}
            field={field}
            value={props.values[field.name] ?? ""}
            missing={props.missing.includes(field.name)}
          />
        ))}
        <button type="submit" class="btn primary">{form.button || t("intake.form.send")}</button>
      </form>
    </Document>
  );
}

export function PublicThanks(props: { nonce: string; locale: string; theme: Theme; text: string; to: string }) {
  const t = useT();
  return (
    <Document {...props} title={t("intake.form.thanks")}>
      <h1>{t("intake.form.thanks")}</h1>
      <p class="public-lead" role="status">{props.text || t("intake.form.thanks.text")}</p>
      {props.to && <a class="btn" href={props.to} target="_top">{t("intake.form.on")}</a>}
    </Document>
  );
}

const TYPES: Record<string, [type: string, autocomplete?: string]> = {
  phones: ["tel", "tel"],
  phone: ["tel", "tel"],
  emails: ["email", "email"],
  email: ["email", "email"],
  url: ["url", "url"],
  number: ["number"],
  date: ["date"],
  datetime: ["datetime-local"],
};
const COMPLETE: Record<string, string> = { name: "name", company: "organization", city: "address-level2" };

function Input({ field, value, missing }: { field: FormInput; value: string; missing: boolean }) {
  const t = useT();
  const id = `f-${field.name}`;
  const common = {
    id,
    name: field.name,
    required: field.required,
    "aria-invalid": missing ? ("true" as const) : undefined,
  };
  if (field.type === "consent" || field.type === "checkbox") {
    return (
      <label class="check">
        <input type="checkbox" {...common} value="yes" checked={value !== ""} />
        <span>
          {field.label}
          {field.required && <b aria-hidden="true">*</b>}
          {field.link && (
            <small>
              <a href={field.link} target="_blank" rel="noopener">{t("intake.form.whole-text")}</a>
            </small>
          )}
        </span>
      </label>
    );
  }
  return (
    <div class="field">
      <label for={id}>
        {field.label}
        {field.required && <b aria-hidden="true">*</b>}
      </label>
      <Control field={field} common={common} value={value} />
    </div>
  );
}

interface Common {
  id: string;
  name: string;
  required: boolean;
  "aria-invalid"?: "true";
}

function Control({ field, common, value }: { field: FormInput; common: Common; value: string }) {
  const t = useT();
  if (field.type === "long-text") {
    return <textarea class="textarea" {...common} maxLength={field.max} rows={3}>{value}</textarea>;
  }
  if (field.type === "select" || field.type === "multi-select") {
    return (
      <select class="select" {...common}>
        <option value="">{t("intake.form.choose")}</option>
        {field.options.map((one) => (
          <option key={one.value} value={one.value} selected={one.value === value}>{one.label}</option>
        ))}
      </select>
    );
  }
  const [type, complete] = TYPES[field.type] ?? ["text"];
  return (
    <input
      class="input"
      {...common}
      type={type}
      maxLength={field.max}
      autocomplete={complete ?? COMPLETE[field.name] ?? "on"}
      value={value}
    />
  );
}
