/** The form of an operation: parameters, body, the request as code, and sending it for real. */
import { Send } from "lucide-preact";
import { useState } from "preact/hooks";
import { addressOf, curlOf, missingIn, type Operation, scriptOf } from "@/components/api_docs/model.ts";
import { Field, tied } from "@/components/form/Field.tsx";
import { useT } from "@/components/i18n.ts";

/** Names are the same in every language. */
const NAMES = { curl: "curl", js: "JavaScript" };

interface Answer {
  status: number;
  ms: number;
  text: string;
}

export function TryIt(props: { operation: Operation; origin: string }) {
  const t = useT();
  const { operation } = props;
  const [values, setValues] = useState<Record<string, string>>({});
  const [body, setBody] = useState(() => operation.body ? JSON.stringify(operation.body.example ?? {}, null, 2) : "");
  const [code, setCode] = useState<"curl" | "js">("curl");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const filled = { values, body, origin: props.origin };
  const unsafe = operation.method !== "GET";
  const submit = async (event: Event) => {
    event.preventDefault();
    const names = missingIn(operation, filled);
    if (names.length > 0) return setError(t("api.docs.missing", { names: names.join(", ") }));
    if (operation.body && !isJson(body)) return setError(t("api.docs.bad-json"));
    setBusy(true);
    setError(null);
    const got = await ask(operation, { path: addressOf(operation, filled), body });
    setBusy(false);
    setAnswer(got);
    if (!got) setError(t("api.docs.no-answer"));
  };
  const shown = operation.parameters.filter((one) => one.in !== "header");
  return (
    <form class="stack try-it" onSubmit={submit}>
      {shown.length > 0 && <h3>{t("api.docs.parameters")}</h3>}
      <div class="form-grid" hidden={shown.length === 0}>
        {shown.map((one) => {
          const field = {
            id: `${operation.id}-${one.name}`,
            label: one.required ? `${one.name} *` : one.name,
            // A hint is plain text: it is read out with its field.
            hint: one.description?.replaceAll("`", ""),
          };
          const set = (value: string) => setValues({ ...values, [one.name]: value });
          return (
            <Field key={one.name} {...field}>
              {one.schema.enum
                ? (
                  <select
                    class="select"
                    value={values[one.name] ?? ""}
                    onChange={(event) => set(event.currentTarget.value)}
                    {...tied(field)}
                  >
                    <option value="">–</option>
                    {one.schema.enum.map((each) => (
                      <option key={String(each)} value={String(each)}>{String(each)}</option>
                    ))}
                  </select>
                )
                : (
                  <input
                    class="input mono"
                    value={values[one.name] ?? ""}
                    placeholder={placeholderOf(one.schema)}
                    onInput={(event) => set(event.currentTarget.value)}
                    {...tied(field)}
                  />
                )}
            </Field>
          );
        })}
      </div>
      {operation.body && (
        <Field id={`${operation.id}-body`} label={t("api.docs.body")}>
          <textarea
            class="textarea mono"
            spellcheck={false}
            value={body}
            onInput={(event) => setBody(event.currentTarget.value)}
            {...tied({ id: `${operation.id}-body`, label: "" })}
          />
        </Field>
      )}
      <div class="code-box">
        <div class="segmented" role="group" aria-label={t("api.docs.example")}>
          <button type="button" aria-pressed={code === "curl"} onClick={() => setCode("curl")}>{NAMES.curl}</button>
          <button type="button" aria-pressed={code === "js"} onClick={() => setCode("js")}>{NAMES.js}</button>
        </div>
        <pre tabIndex={0}>{code === "curl" ? curlOf(operation, filled) : scriptOf(operation, filled)}</pre>
      </div>
      <div class="btn-row">
        <button type="submit" class="btn primary" disabled={busy}>
          <Send size={15} aria-hidden="true" />
          {t(busy ? "api.docs.sending" : "api.docs.try")}
        </button>
        {unsafe && <span class="quiet small-text">{t("api.docs.real")}</span>}
      </div>
      {error && <p class="note-box" data-tone="bad" role="alert">{error}</p>}
      {answer && (
        <div class="code-box" data-tone={answer.status < 400 ? "good" : "bad"} role="status">
          <b>{t("api.docs.answer", { status: String(answer.status), ms: answer.ms })}</b>
          <pre tabIndex={0}>{answer.text}</pre>
        </div>
      )}
    </form>
  );
}

function placeholderOf({ format, default: usual }: { format?: string; default?: unknown }): string {
  return usual === undefined ? format ?? "" : String(usual);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Asks with the session of this page; null: there was no answer. */
async function ask(operation: Operation, request: { path: string; body: string }): Promise<Answer | null> {
  const started = performance.now();
  const unsafe = operation.method !== "GET";
  try {
    const response = await fetch(request.path, {
      method: operation.method,
      headers: {
        accept: "application/json",
        ...(operation.body ? { "content-type": "application/json" } : {}),
        ...(unsafe ? { "x-csrf": document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "" } : {}),
      },
      body: operation.body ? request.body : undefined,
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    return { status: response.status, ms: Math.round(performance.now() - started), text: pretty(text) };
  } catch {
    return null;
  }
}

/** Much of an answer is enough to see its shape. */
const MOST_SHOWN = 100_000;

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2).slice(0, MOST_SHOWN);
  } catch {
    return text.slice(0, MOST_SHOWN);
  }
}
