/** What can be taken away: the forecast as a file or over the API, and the model itself. */
import { BookOpen, Check, Copy, Download } from "lucide-preact";
import { useState } from "preact/hooks";
import { Field } from "@/components/form/Field.tsx";
import type { Sheet } from "@/components/models/types.ts";
import { addDays } from "@/ml/calendar/days.ts";
import type { ModelRow } from "@/ml/registry/types.ts";

const FORMATS = ["xlsx", "csv", "json"] as const;

export interface DownloadsProps {
  sheet: Sheet;
  model: ModelRow;
  today: string;
  origin: string;
  horizon: number;
}

export function DownloadsPanel(props: DownloadsProps) {
  const { sheet, model } = props;
  const { t, say } = sheet;
  const path = `/api/v1/forecasting/models/${model.id}`;
  const { champion } = model;
  return (
    <div class="stack">
      {!champion && <p class="note-box" data-tone="warn">{t("models.downloads.none")}</p>}
      {model.kind === "volume" && champion && <Forecast {...props} path={path} />}
      {champion && (
        <section class="card" aria-labelledby="mp-blob">
          <header>
            <h2 id="mp-blob">{t("models.downloads.blob")}</h2>
          </header>
          <div class="body stack" data-tight>
            <p>{t("models.downloads.blob.hint")}</p>
            <div class="btn-row">
              <a class="btn" href={`${path}/versions/${champion.id}/blob`} download>
                <Download size={15} aria-hidden="true" />
                {t("models.blob.of", { n: champion.n, size: say.bytes(champion.blobBytes) })}
              </a>
            </div>
          </div>
        </section>
      )}
      <section class="card" aria-labelledby="mp-api">
        <header>
          <h2 id="mp-api">{t("models.downloads.api")}</h2>
        </header>
        <div class="body stack">
          <p>{t("models.downloads.api.hint")}</p>
          {model.kind === "volume" && <Address sheet={sheet} id="forecast" url={`${props.origin}${path}/forecast`} />}
          <Address sheet={sheet} id="model" url={`${props.origin}${path}`} />
          <div class="btn-row">
            <a class="btn" href="/api-docs">
              <BookOpen size={15} aria-hidden="true" />
              {t("models.downloads.api.docs")}
            </a>
          </div>
        </div>
      </section>
    </div>
  );
}

function Forecast(props: DownloadsProps & { path: string }) {
  const { t } = props.sheet;
  const [from, setFrom] = useState(props.today);
  const [to, setTo] = useState(addDays(props.today, Math.min(13, props.horizon - 1)));
  const right = from !== "" && to !== "" && from <= to;
  return (
    <section class="card" aria-labelledby="mp-forecast">
      <header>
        <h2 id="mp-forecast">{t("models.downloads.forecast")}</h2>
      </header>
      <div class="body stack">
        <p>{t("models.downloads.forecast.hint", { days: props.horizon })}</p>
        <div class="form-grid mp-dates">
          <Field id="mp-from" label={t("models.downloads.from")}>
            <input
              class="input"
              type="date"
              id="mp-from"
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
            />
          </Field>
          <Field id="mp-to" label={t("models.downloads.to")} error={right ? null : t("models.wrong.until")}>
            <input
              class="input"
              type="date"
              id="mp-to"
              min={from}
              value={to}
              aria-invalid={right ? undefined : "true"}
              onChange={(event) => setTo(event.currentTarget.value)}
            />
          </Field>
        </div>
        <div class="btn-row">
          {FORMATS.map((format) =>
            right
              ? (
                <a
                  key={format}
                  class="btn"
                  href={`${props.path}/forecast?${new URLSearchParams({ from, to, format })}`}
                  download
                >
                  <Download size={15} aria-hidden="true" />
                  {format.toUpperCase()}
                </a>
              )
              : <button type="button" class="btn" disabled key={format}>{format.toUpperCase()}</button>
          )}
        </div>
      </div>
    </section>
  );
}

function Address(props: { sheet: Sheet; id: string; url: string }) {
  const { t } = props.sheet;
  const [copied, setCopied] = useState(false);
  const label = t(`models.downloads.api.${props.id}`);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.url);
      setCopied(true);
    } catch {
      // No clipboard without https: the text is selected by a click, and copied by hand.
    }
  };
  return (
    <div class="field">
      <label for={`mp-api-${props.id}`}>{label}</label>
      <div class="row">
        <input
          id={`mp-api-${props.id}`}
          class="input mono"
          readOnly
          value={props.url}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="btn" aria-label={t("models.copy.of", { name: label })} onClick={() => void copy()}>
          {copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
          <span class="mp-wide" aria-live="polite">{t(copied ? "models.copied" : "models.copy")}</span>
        </button>
      </div>
    </div>
  );
}
