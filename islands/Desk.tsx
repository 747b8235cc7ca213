/** The agent's desk: one island, because state, phone, call and customer belong together. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { AgentRow, CallRow, DayRow } from "@/web/live/protocol.ts";
import { post } from "@/components/api.ts";
import { actor, explain } from "@/components/desk/act.ts";
import { type CallActions, CallKeys } from "@/components/desk/CallKeys.tsx";
import { CallStrip } from "@/components/desk/CallStrip.tsx";
import { useContact } from "@/components/desk/contact.ts";
import { ContactCard } from "@/components/desk/ContactCard.tsx";
import { DayFigures } from "@/components/desk/DayFigures.tsx";
import { useDeskKeys } from "@/components/desk/keys.ts";
import { KeyPad } from "@/components/desk/KeyPad.tsx";
import { NotesCard } from "@/components/desk/NotesCard.tsx";
import { PastCalls } from "@/components/desk/PastCalls.tsx";
import { PhoneCard } from "@/components/desk/PhoneCard.tsx";
import { usePhoneLine } from "@/components/desk/phone_line.ts";
import { useRing } from "@/components/desk/ring.ts";
import { StateBar } from "@/components/desk/StateBar.tsx";
import { AGENT_FIELDS, CALL_FIELDS, type DeskSetup, type PastCall } from "@/components/desk/types.ts";
import { type GoOnLine, WaitingRoom } from "@/components/desk/WaitingRoom.tsx";
import type { SipCredentials } from "@/components/phone/phone.ts";
import { Ringer } from "@/components/phone/ringer.ts";
import { prettyNumber } from "@/components/time/format.ts";
import { readRow } from "@/components/live.ts";
import { useTopic } from "@/components/topic.ts";
import { useT } from "@/components/i18n.ts";

const DAY_FIELDS = ["answered", "missed", "talkMs", "wrapUpMs", "readyMs", "pausedMs", "loggedInSince"] as const;
const NOBODY: AgentRow = {
  state: "offline",
  since: 0,
  reason: null,
  until: null,
  after: null,
  queues: [],
  phone: null,
  phoneOnline: false,
  connection: "none",
};

export default function Desk(props: { setup: DeskSetup; recent: PastCall[] }) {
  const t = useT();
  const { setup } = props;
  const act = useMemo(() => actor(t), []);
  const ringer = useMemo(() => new Ringer(), []);
  const table = useTopic(`agent/${setup.agent}`);
  const me = readRow<AgentRow>(table, "me", AGENT_FIELDS) ?? NOBODY;
  const call = readRow<CallRow>(table, "call", CALL_FIELDS) ?? null;
  const day = readRow<DayRow>(table, "day", DAY_FIELDS) ?? {};
  const browserPhone = me.phone === "browser";
  const line = usePhoneLine(me.state !== "offline" && browserPhone, call?.phase === "talking" ? call.id : null);
  const session = line.phone.session.value;
  const [padOpen, setPadOpen] = useState(false);
  const lookup = useContact(call?.number ?? null, call?.id ?? null);
  const who = lookup.contact?.name || call?.name || prettyNumber(call?.number ?? "");

  useRing(ringer, call?.phase === "ringing" ? { who, queue: call.queueName } : null, browserPhone);
  useEffect(() => {
    const unlock = () => ringer.unlock();
    document.addEventListener("pointerdown", unlock, { once: true });
    document.addEventListener("keydown", unlock, { once: true });
  }, []);
  useEffect(() => setPadOpen(false), [session === null]);
  // Leaving the page would take the phone with it: other pages open beside it while one is on the line.
  useOtherTabs(me.state !== "offline" && browserPhone);

  // While the phone's own link is away a BYE would be lost and the call come back: the server ends the leg then.
  const reachable = line.phone.registration.value === "registered";
  const actions: CallActions = {
    answer: () => void line.phone.answer(),
    reject: () => {
      if (reachable) line.phone.reject();
      else if (call) void act(`/api/calls/${call.id}/hangup`);
    },
    hangUp: () => {
      if (session && reachable) return line.phone.hangUp();
      if (call) void act(`/api/calls/${call.id}/hangup`).then((done) => done && line.phone.hangUp());
    },
    hold: (on) => line.phone.hold(on),
    mute: (on) => line.phone.mute(on),
    pad: () => setPadOpen((open) => !open),
    finish: () => void act("/api/agent/wrap-up/finish"),
    extend: () => void act("/api/agent/wrap-up/extend", { byMs: 30_000 }),
  };
  useDeskKeys({ me, call, session, actions, act });

  const readyWhenRegistered = useRef(false);
  const registration = line.phone.registration.value;
  useEffect(() => {
    if (registration !== "registered" || !readyWhenRegistered.current) return;
    readyWhenRegistered.current = false;
    void act("/api/agent/ready");
  }, [registration]);
  const goOnLine: GoOnLine = async (choice) => {
    if (typeof Notification !== "undefined" && Notification.permission === "default") {
      void Notification.requestPermission();
    }
    const answer = await post<{ sip: SipCredentials | null }>("/api/agent/login", choice);
    if (!explain(answer, t) || !answer.ok) return;
    if (answer.value.sip) {
      // Calls may come once the phone can ring, not before.
      readyWhenRegistered.current = true;
      line.start(answer.value.sip);
    } else void act("/api/agent/ready");
  };

  if (!table.rows.value.includes("me") && table.status.value === "connecting") {
    return <p class="loading" role="status">{t("shell.loading")}</p>;
  }
  if (table.status.value === "forbidden") return <p class="note-box" data-tone="bad">{t("shell.error.forbidden")}</p>;
  return (
    <>
      <StateBar me={me} held={call?.held ?? false} setup={setup} act={act} />
      <div class="desk">
        <div class="desk-main">
          {call
            ? (
              <>
                <CallStrip call={call} contactName={lookup.contact?.name ?? ""} until={me.until}>
                  <CallKeys
                    call={call}
                    session={session}
                    padOpen={padOpen}
                    browserPhone={browserPhone}
                    actions={actions}
                  />
                  {padOpen && session?.is === "up" && <KeyPad send={(tone) => line.phone.dtmf(tone)} />}
                </CallStrip>
                <div class="desk-record">
                  <ContactCard lookup={lookup} number={call.number} mayEdit={setup.mayEditContacts} />
                  <NotesCard
                    call={call.id}
                    queue={call.queue}
                    dispositions={setup.dispositions}
                    notes={lookup.present?.notes}
                    disposition={lookup.present?.disposition}
                    required={me.until === null && call.phase === "wrap-up"}
                  />
                </div>
              </>
            )
            : <WaitingRoom me={me} setup={setup} goOnLine={goOnLine} ready={() => void act("/api/agent/ready")} />}
        </div>
        <div class="desk-side stack">
          {call && (
            <PastCalls
              title={t("desk.past.title")}
              empty={t(lookup.state === "loading" ? "shell.loading" : "desk.past.empty")}
              calls={lookup.calls}
              zone={setup.zone}
              newTab
            />
          )}
          {me.state !== "offline" && browserPhone && (
            <PhoneCard
              phone={line.phone}
              elsewhere={line.elsewhere}
              takeHere={line.takeHere}
              useDesk={setup.hasDeskPhone ? () => void act("/api/agent/phone", { phone: "desk" }) : null}
              ringTest={() => {
                ringer.start({ volume: 0.7 });
                setTimeout(() => ringer.stop(), 1_400);
              }}
            />
          )}
          <DayFigures day={day} />
          {!call && (
            <PastCalls
              title={t("desk.recent.title")}
              empty={t("desk.recent.empty")}
              calls={props.recent}
              zone={setup.zone}
              showCaller
              newTab
            />
          )}
        </div>
      </div>
    </>
  );
}

/** Opens links of the page in another tab while the phone lives in this one. */
function useOtherTabs(on: boolean): void {
  useEffect(() => {
    if (!on) return;
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
      if (
        !link || link.target || event.defaultPrevented || event.button !== 0 ||
        link.hash && link.pathname === location.pathname
      ) return;
      if (link.origin !== location.origin || link.pathname === location.pathname) return;
      event.preventDefault();
      open(link.href, `kommutator${link.pathname.split("/")[1]}`);
    };
    document.addEventListener("click", onClick);
    return () => document.removeEventListener("click", onClick);
  }, [on]);
}
