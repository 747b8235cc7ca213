/** A caller, as a SIPp scenario: dials, plays its tone, may press digits, and leaves when it wants to. */
import { answer, count, inDialog, label, log, pause, play, scenario, sdp, send } from "./messages.ts";

export interface CallerHabits {
  /** Number it calls from; `{n}` becomes the count of the call (7916000{n}). */
  from: string;
  name?: string;
  /** Tone it plays, hertz; absent: silence. */
  tone?: number;
  /** Gives up when nobody has answered by then (CANCEL). */
  cancelAfterMs?: number;
  /** Hangs up this long after the answer; absent: waits for the other side. */
  hangUpAfterMs?: number;
  /** Digits pressed after the answer, by SIP INFO. */
  digits?: { afterMs: number; keys: string; gapMs?: number };
}

/** Counters in the statistics of callers. */
export const CALLER_COUNTERS = { refused: 1, cancelled: 2, leftByThem: 3, leftByUs: 4, rehandled: 5 } as const;

const [FAIL, CANCEL, WAIT, REINVITE, LEAVE, THEIRS, END] = [1, 2, 3, 4, 5, 6, 9];

/** `toneFile`: raw µ-law to loop, or null. */
export function callerScenario(habits: CallerHabits, toneFile: string | null): string {
  const number = habits.from.replace("{n}", "[call_number]");
  const name = (habits.name ?? "").replace("{n}", "[call_number]").replace(/["\\<>\r\n]/g, "");
  const from = `From: "${name}" <sip:${number}@[local_ip]:[local_port]>;tag=[pid]c[call_number]`;
  const contact = `Contact: <sip:${number}@[local_ip]:[local_port]>`;
  const via = "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]";
  const media = sdp("rtpstream_audio_port");
  const request = (method: string, cseq: number, more: string[] = []) => [
    `${method} [next_url] SIP/2.0`,
    via,
    from,
    "[last_To:]",
    "[routes]",
    "Call-ID: [call_id]",
    `CSeq: ${cseq} ${method}`,
    "Max-Forwards: 70",
    ...more,
  ];
  const toLine = "To: <sip:[service]@[remote_ip]:[remote_port]>";
  const early = (method: string, to: string) => [
    `${method} sip:[service]@[remote_ip]:[remote_port] SIP/2.0`,
    "[last_Via:]",
    from,
    to,
    "Call-ID: [call_id]",
    `CSeq: 1 ${method}`,
    "Max-Forwards: 70",
  ];
  // SIPp counts the time from the element it is at: each of the awaited answers carries it, and each answer renews it.
  const patience = habits.cancelAfterMs === undefined ? "" : ` timeout="${habits.cancelAfterMs}" ontimeout="${CANCEL}"`;
  const refusals = [403, 404, 408, 480, 484, 486, 487, 488, 500, 503, 600, 603].map((status) =>
    `<recv response="${status}" optional="true"${patience} next="${FAIL}"/>\n`
  ).join("");
  let cseq = 1;
  const keys = [...(habits.digits?.keys ?? "")].map((key) =>
    send(request("INFO", ++cseq, [contact]), {
      type: "application/dtmf-relay",
      body: `Signal=${key}\nDuration=160\n`,
    }, ' retrans="500"') + `<recv response="200"/>\n` + pause(habits.digits?.gapMs ?? 300)
  ).join("");
  const stay = habits.hangUpAfterMs === undefined ? 3_600_000 : habits.hangUpAfterMs;
  return scenario(
    "caller",
    log(`caller ${number}`) +
      send(
        [
          "INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0",
          via,
          from,
          toLine,
          "Call-ID: [call_id]",
          "CSeq: 1 INVITE",
          contact,
          "Max-Forwards: 70",
        ],
        { type: "application/sdp", body: media },
        ' retrans="500" start_rtd="1"',
      ) +
      [100, 180, 183].map((status) => `<recv response="${status}" optional="true"${patience}/>\n`).join("") +
      refusals +
      `<recv response="200" rtd="1" rrs="true"${patience}/>\n` +
      log(`answered ${number}`) +
      send(request("ACK", 1)) +
      play(toneFile) +
      (habits.digits ? pause(habits.digits.afterMs) + keys : "") +
      label(WAIT) +
      inDialog(stay, { reinvite: REINVITE, bye: THEIRS, leave: LEAVE }) +
      label(REINVITE) + count(CALLER_COUNTERS.rehandled) +
      answer("200 OK", { sdp: media, retrans: true }) +
      `<recv request="ACK" next="${WAIT}"/>\n` +
      label(LEAVE) + count(CALLER_COUNTERS.leftByUs) +
      send(request("BYE", ++cseq), undefined, ' retrans="500"') +
      `<recv response="200" next="${END}"/>\n` +
      label(THEIRS) + log(`bye ${number}`) + count(CALLER_COUNTERS.leftByThem) +
      answer("200 OK") +
      `<nop next="${END}"/>\n` +
      label(FAIL) + count(CALLER_COUNTERS.refused) +
      send(early("ACK", "[last_To:]")) +
      `<nop next="${END}"/>\n` +
      label(CANCEL) + count(CALLER_COUNTERS.cancelled) +
      send(early("CANCEL", toLine), undefined, ' retrans="500"') +
      `<recv response="200"/>\n<recv response="487"/>\n` +
      send(early("ACK", "[last_To:]")) +
      label(END) + "<nop/>\n",
  );
}
