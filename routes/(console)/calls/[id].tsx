/** The card of one call: what happened, why this agent, the recording, notes and outcome. */
import { Head } from "fresh/runtime";
import { HttpError, page } from "fresh";
import { ChevronRight } from "lucide-preact";
import { type CallCard, callIdSchema, getCall } from "@/crm/calls/mod.ts";
import { listDispositions } from "@/crm/queues/mod.ts";
import { allowed, titleIn, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import { CallFacts } from "@/components/calls/CallFacts.tsx";
import { Outcome } from "@/components/calls/CallTable.tsx";
import { Decisions } from "@/components/calls/Decisions.tsx";
import { Timeline } from "@/components/calls/Timeline.tsx";
import { ANY_CALLS } from "@/components/shell/nav.ts";
import { dateTimeOf, prettyNumber, type Zone } from "@/components/time/format.ts";
import CallNotes from "@/islands/CallNotes.tsx";
import Player from "@/islands/Player.tsx";
import { useT } from "@/components/i18n.ts";

interface Data {
  card: CallCard;
  zone: Zone;
  mayPlay: boolean;
  dispositions: { code: string; title: string; queue: string | null }[];
}

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, ...ANY_CALLS);
    const id = callIdSchema.safeParse(ctx.params.id);
    const card = id.success ? await getCall(ctx.state.store, access, { id: id.data }) : null;
    if (!card) throw new HttpError(404);
    const dispositions = await listDispositions(ctx.state.store, access, { queue: card.call.queue ?? undefined });
    return page<Data>({
      card,
      zone: zoneOf(ctx.state),
      mayPlay: access.permissions.has("recordings.play"),
      dispositions: dispositions.map((one) => ({
        code: one.code,
        title: titleIn(ctx.state.locale, one),
        queue: one.queue,
      })),
    });
  },
});

export default define.page<typeof handlers>(function CallPage({ data }) {
  const t = useT();
  const { card, zone } = data;
  const { call } = card;
  const title = card.contact?.name || call.callerName || prettyNumber(call.number) || t("desk.call.no-number");
  return (
    <>
      <Head>
        <title>{title} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <nav class="crumbs" aria-label={t("shell.crumbs")}>
            <a href="/calls">{t("shell.nav.calls")}</a>
            <ChevronRight size={13} aria-hidden="true" />
            <span>{dateTimeOf(call.startedAt, zone)}</span>
          </nav>
          <h1 class="row wrap">
            {title} <Outcome outcome={call.outcome} />
          </h1>
        </div>
      </div>
      <div class="call-page">
        <div class="stack">
          {call.recordingName && data.mayPlay && (
            <section class="card" aria-label={t("history.recording")}>
              <header>
                <h2>{t("history.recording")}</h2>
              </header>
              <div class="body">
                <Player
                  src={`/api/calls/${encodeURIComponent(call.id)}/recording`}
                  seconds={call.recordingSeconds ?? 0}
                />
              </div>
            </section>
          )}
          <Timeline segments={card.segments} zone={zone} />
          <Decisions decisions={card.decisions} names={card.names} />
        </div>
        <div class="stack">
          <CallFacts card={card} zone={zone} />
          <CallNotes
            call={call.id}
            queue={call.queue ?? ""}
            notes={call.notes}
            disposition={call.disposition}
            dispositions={data.dispositions}
          />
        </div>
      </div>
    </>
  );
});
