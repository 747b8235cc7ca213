/**
 * Keeps the browser phone registered while the agent is on the line with it, in one tab only (a second registration
 * would silently take the calls away from the first), and asks for a lost call back after a reload.
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { post } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { Phone, type SipCredentials } from "@/components/phone/phone.ts";
import { useT } from "@/components/i18n.ts";

/** How long a talking call may be without a session here before we ask for it: its INVITE may be on the way. */
const REATTACH_AFTER_MS = 1_500;
const LOCK = "kommutator.phone";

export interface PhoneLine {
  phone: Phone;
  /** Another tab holds the phone. */
  elsewhere: boolean;
  takeHere(): void;
  /** Registers with credentials that came from logging in. */
  start(credentials: SipCredentials): void;
}

export function usePhoneLine(wanted: boolean, talkingCall: string | null): PhoneLine {
  const t = useT();
  const audio = useMemo(() => typeof Audio === "undefined" ? null : Object.assign(new Audio(), { autoplay: true }), []);
  const phone = useMemo(() => new Phone(audio as HTMLAudioElement), []);
  const [elsewhere, setElsewhere] = useState(false);
  const [holding, setHolding] = useState(false);
  const given = useRef<SipCredentials | null>(null);
  const release = useRef<() => void>(() => {});

  const acquire = (steal: boolean) => {
    const locks = globalThis.navigator?.locks;
    if (!locks) return setHolding(true);
    let mine = false;
    const hold = () =>
      new Promise<void>((resolve) => {
        mine = true;
        release.current = resolve;
        setElsewhere(false);
        setHolding(true);
      });
    const lost = () => {
      if (mine) setHolding(false);
      setElsewhere(true);
    };
    if (steal) return void locks.request(LOCK, { steal: true }, hold).catch(lost);
    void locks.request(LOCK, { ifAvailable: true }, (lock) => {
      if (lock) return hold();
      setElsewhere(true);
      // The phone comes here by itself when the other tab is closed.
      void locks.request(LOCK, hold).catch(lost);
    }).catch(lost);
  };

  useEffect(() => {
    if (!wanted) return;
    acquire(false);
    return () => {
      release.current();
      setHolding(false);
      setElsewhere(false);
    };
  }, [wanted]);

  useEffect(() => {
    if (!wanted || !holding) return phone.stop();
    let stale = false;
    const begin = async () => {
      const known = given.current;
      given.current = null;
      if (known) return void phone.start(known);
      const answer = await post<{ sip: SipCredentials | null }>("/api/agent/phone", { phone: "browser" });
      if (stale || !explain(answer, t) || !answer.ok || !answer.value.sip) return;
      void phone.start(answer.value.sip);
    };
    void begin();
    return () => {
      stale = true;
    };
  }, [wanted, holding]);

  // After a restart of the PBX or when the short-lived secret has run out, registering fails: fetch a fresh one.
  const registration = phone.registration.value;
  useEffect(() => {
    if (!wanted || !holding || registration !== "failed") return;
    const timer = setTimeout(async () => {
      const answer = await post<{ sip: SipCredentials | null }>("/api/agent/phone", { phone: "browser" });
      if (answer.ok && answer.value.sip) void phone.start(answer.value.sip);
    }, 3_000);
    return () => clearTimeout(timer);
  }, [registration, wanted, holding]);

  const session = phone.session.value;
  phone.autoAnswer = (incoming) => incoming.reattach || (talkingCall !== null && incoming.call === talkingCall);
  useEffect(() => {
    if (!talkingCall || session || registration !== "registered") return;
    const timer = setTimeout(
      async () => explain(await post("/api/agent/reattach", { call: talkingCall }), t),
      REATTACH_AFTER_MS,
    );
    return () => clearTimeout(timer);
  }, [talkingCall, session === null, registration]);

  return {
    phone,
    elsewhere,
    takeHere: () => acquire(true),
    start(credentials) {
      given.current = credentials;
      if (holding) void phone.start(credentials);
    },
  };
}
