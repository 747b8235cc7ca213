/** Requests newest first; one line says who, from where, when and what they want. */
import type { RequestLine } from "@/crm/intake/mod.ts";
import { KIND_ICONS, STATE_TONES } from "@/components/intake/words.ts";
import type { InboxSetup } from "@/components/intake/types.ts";
import { dateTimeOf, prettyNumber } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export function RequestList(props: {
  rows: RequestLine[];
  setup: InboxSetup;
  chosen: string | null;
  choose(id: string): void;
  marked: ReadonlySet<string>;
  mark(id: string, on: boolean): void;
  showState: boolean;
}) {
  const t = useT();
  return (
    <ul class="request-list" aria-label={t("intake.inbox.list")}>
      {props.rows.map((row) => {
        const source = props.setup.sources.find(({ id }) => id === row.source);
        const Icon = KIND_ICONS[source?.kind ?? "webhook"];
        const title = prettyNumber(row.title) || t("intake.assignment.try.nameless");
        return (
          <li key={row.id} data-id={row.id} data-chosen={row.id === props.chosen ? "" : undefined}>
            <input
              type="checkbox"
              checked={props.marked.has(row.id)}
              aria-label={t("intake.inbox.select", { title })}
              onChange={(event) => props.mark(row.id, event.currentTarget.checked)}
            />
            <button
              type="button"
              aria-current={row.id === props.chosen ? "true" : undefined}
              onClick={() => props.choose(row.id)}
            >
              <span class="request-top">
                <b class="clip">{title}</b>
                <time dateTime={new Date(row.receivedAt).toISOString()}>
                  {dateTimeOf(row.receivedAt, props.setup.zone)}
                </time>
              </span>
              <span class="request-from">
                <Icon size={13} aria-hidden="true" />
                <span class="clip">{source?.name ?? ""}</span>
                {props.showState && (
                  <span class="badge" data-tone={STATE_TONES[row.state]}>{t(`intake.state.${row.state}`)}</span>
                )}
              </span>
              {(row.error || row.text) && <span class="request-text">{row.error ? t(row.error) : row.text}</span>}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
