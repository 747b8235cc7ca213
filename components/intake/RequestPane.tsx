/** One request: what is known of it, what came in, and what can be done with it. */
import { ArrowLeft, Ban, Check, Link2, RotateCcw, Undo2, UserCheck, X } from "lucide-preact";
import type { RequestDetail } from "@/crm/intake/mod.ts";
import type { ContactableKind } from "@/crm/record/types.ts";
import { STATE_TONES, valueText } from "@/components/intake/words.ts";
import type { InboxSetup } from "@/components/intake/types.ts";
import { dateTimeOf, prettyNumber } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export const PLACES: Record<ContactableKind, string> = { lead: "/leads", contact: "/contacts", company: "/companies" };

export interface PaneActions {
  accept(me: boolean): void;
  decline(): void;
  spam(): void;
  link(): void;
  linkTo(kind: ContactableKind, record: string): void;
  undo(): void;
  retry(): void;
  back(): void;
}

const OPEN = ["unsorted", "spam", "declined", "failed"];

export function RequestPane({ request, setup, actions }: {
  request: RequestDetail;
  setup: InboxSetup;
  actions: PaneActions;
}) {
  const t = useT();
  const { zone } = setup;
  const source = setup.sources.find(({ id }) => id === request.source);
  const open = OPEN.includes(request.state);
  const readable = Object.keys(request.values).length > 0;
  const who = request.handledBy ? setup.people[request.handledBy] : null;
  return (
    <article class="request-pane" aria-labelledby="request-title">
      <header>
        <button type="button" class="btn small plain only-narrow" onClick={actions.back}>
          <ArrowLeft size={16} aria-hidden="true" />
          {t("intake.inbox.back")}
        </button>
        <div class="row wrap">
          <h2 id="request-title">{prettyNumber(request.title) || t("intake.assignment.try.nameless")}</h2>
          <span class="badge" data-tone={STATE_TONES[request.state]}>{t(`intake.state.${request.state}`)}</span>
        </div>
        <p class="quiet small-text">
          {[
            source?.name,
            dateTimeOf(request.receivedAt, zone),
            request.repeats > 0 && t("intake.inbox.repeats", { n: request.repeats }),
            request.ip && t("intake.inbox.from", { ip: request.ip }),
          ].filter(Boolean).join(" · ")}
        </p>
        {who && request.handledAt && (
          <p class="quiet small-text">
            {t("intake.inbox.by", { who, when: dateTimeOf(request.handledAt, zone) })}
            {request.reason && ` · ${request.reason}`}
          </p>
        )}
      </header>
      {request.error && (
        <p class="note-box" data-tone={request.state === "failed" ? "bad" : "warn"}>
          <span>
            {t(request.error)}
            {request.errorDetail && <small class="request-why">{request.errorDetail}</small>}
            {request.state === "failed" && request.attempts > 1 && (
              <small class="request-why">{t("intake.inbox.attempts", { n: request.attempts })}</small>
            )}
          </span>
        </p>
      )}
      <div class="btn-row request-actions">
        {open && readable && (
          <>
            <button type="button" class="btn primary" onClick={() => actions.accept(false)} aria-keyshortcuts="a">
              <Check size={16} aria-hidden="true" />
              {t("intake.inbox.accept")}
            </button>
            <button type="button" class="btn" onClick={() => actions.accept(true)}>
              <UserCheck size={16} aria-hidden="true" />
              {t("intake.inbox.accept-me")}
            </button>
          </>
        )}
        {request.state === "failed" && (
          <button type="button" class="btn primary" onClick={actions.retry}>
            <RotateCcw size={16} aria-hidden="true" />
            {t("intake.inbox.retry")}
          </button>
        )}
        {open && (
          <button type="button" class="btn" onClick={actions.link} aria-keyshortcuts="l">
            <Link2 size={16} aria-hidden="true" />
            {t("intake.inbox.link")}
          </button>
        )}
        {open && request.state !== "declined" && (
          <button type="button" class="btn" onClick={actions.decline} aria-keyshortcuts="d">
            <X size={16} aria-hidden="true" />
            {t("intake.inbox.decline")}
          </button>
        )}
        {request.state === "unsorted" && (
          <button type="button" class="btn plain" onClick={actions.spam}>
            <Ban size={16} aria-hidden="true" />
            {t("intake.inbox.spam")}
          </button>
        )}
        {request.record && (
          <a class="btn" href={`${PLACES[request.record.kind]}/${request.record.id}`}>
            {t("intake.inbox.open-record")}
          </a>
        )}
        {request.handledBy && ["accepted", "linked", "declined", "spam"].includes(request.state) && (
          <button type="button" class="btn" onClick={actions.undo} aria-keyshortcuts="u">
            <Undo2 size={16} aria-hidden="true" />
            {t("intake.inbox.undo")}
          </button>
        )}
      </div>
      {request.known.length > 0 && (
        <section>
          <h3>{t("intake.inbox.known")}</h3>
          <ul class="known-list">
            {request.known.map((one) => (
              <li key={one.id}>
                <span class="badge" data-tone={one.open ? "accent" : undefined}>
                  {one.open ? t("intake.inbox.known.open") : t(`records.kind.${one.kind}`)}
                </span>
                <a class="clip" href={`${PLACES[one.kind]}/${one.id}`}>
                  {one.name || t("intake.assignment.try.nameless")}
                </a>
                <span class="quiet small-text clip">{prettyNumber(one.point)}</span>
                {open && (
                  <button type="button" class="btn small" onClick={() => actions.linkTo(one.kind, one.id)}>
                    {t("intake.inbox.link")}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{t("intake.inbox.fields")}</h3>
        {readable
          ? (
            <dl class="request-fields">
              {Object.entries(request.values).map(([key, value]) => (
                <div key={key}>
                  <dt>{setup.fields[key] ?? key}</dt>
                  <dd>{valueText(value, zone.locale, t)}</dd>
                </div>
              ))}
            </dl>
          )
          : <p class="quiet">{t("intake.inbox.nothing-mapped")}</p>}
        {request.problems.length > 0 && (
          <p class="small-text request-problems">
            {t("intake.inbox.problems")}:{" "}
            {request.problems.map((one) => `${setup.fields[one.field] ?? one.field} «${one.raw}»`).join(", ")}
          </p>
        )}
      </section>
      {request.consents.length > 0 && (
        <section>
          <h3>{t("intake.inbox.consents")}</h3>
          {request.consents.map((consent) => (
            <p class="request-consent" key={consent.channel}>
              <span class="badge" data-tone="good">{t(`intake.source.channel.${consent.channel}`)}</span>
              <span>{consent.proof}</span>
            </p>
          ))}
        </section>
      )}
      <details class="request-raw">
        <summary>{t("intake.inbox.raw")}</summary>
        {request.truncated && <p class="quiet small-text">{t("intake.inbox.truncated")}</p>}
        {request.raw === null
          ? <p class="quiet">{t("intake.inbox.raw.hidden")}</p>
          : <pre tabIndex={0}>{request.raw}</pre>}
      </details>
    </article>
  );
}
