/** A desk phone, as a SIPp scenario: rings, then answers, refuses or is left alone; may hold and hang up. */
import { answer, count, inDialog, label, log, pause, play, scenario, sdp, send } from "./messages.ts";

export interface PhoneHabits {
  /** Rings this long before what follows. */
  ringMs: number;
  /** `never`: rings until the caller's side gives up. `silent`: answers nothing at all, as an unplugged phone. */
  then: "answer" | "busy" | "reject" | "never" | "silent";
  /** Tone it plays, hertz. */
  tone?: number;
  /** Hangs up this long after its answer (or after its hold is over). */
  hangUpAfterMs?: number;
  /** Puts the other side on hold by re-INVITE, and takes it back. */
  hold?: { afterMs: number; forMs: number };
}

/** Counters in the statistics of phones. */
export const PHONE_COUNTERS = { answered: 1, cancelled: 2, leftByThem: 3, leftByUs: 4, refused: 5 } as const;

const [CANCELLED, ANSWER, WAIT, REINVITE, LEAVE, THEIRS, OPTIONS, END] = [1, 2, 3, 4, 5, 6, 7, 9];

export function phoneScenario(habits: PhoneHabits, toneFile: string | null): string {
  const media = sdp("rtpstream_audio_port");
  // Asterisk asks now and then whether a registered phone is there (qualify).
  const qualify = `<recv request="OPTIONS" optional="true" next="${OPTIONS}"/>\n`;
  const qualified = label(OPTIONS) + answer("200 OK", { toTag: true });
  const invite = qualify + `<recv request="INVITE" rrs="true"><action>` +
    `<ereg regexp=".*" search_in="hdr" header="From:" assign_to="peer"/>` +
    `<ereg regexp="sip:[^@]*" search_in="hdr" header="From:" assign_to="number"/>` +
    `<ereg regexp="sip:[^@]*" search_in="hdr" header="To:" assign_to="phone"/>` +
    `<ereg regexp=".*" search_in="hdr" header="CSeq:" assign_to="cseq"/></action></recv>\n` +
    log("phone [$phone] [$number]");
  if (habits.then === "silent") {
    return scenario(
      "phone",
      invite + `<recv request="CANCEL" timeout="40000" ontimeout="${END}" next="${END}"/>\n` +
        `${qualified}${label(END)}<nop/>\n`,
    );
  }
  const request = (method: string, cseq: number) => [
    `${method} [next_url] SIP/2.0`,
    "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]",
    "From: <[$phone]@[local_ip]:[local_port]>;tag=[pid]s[call_number]",
    "To: [$peer]",
    "Call-ID: [call_id]",
    `CSeq: ${cseq} ${method}`,
    "Contact: <sip:[local_ip]:[local_port];transport=[transport]>",
    "Max-Forwards: 70",
  ];
  const reinvite = (direction: string, cseq: number) =>
    send(request("INVITE", cseq), {
      type: "application/sdp",
      body: sdp("rtpstream_audio_port", direction, cseq),
    }, ' retrans="500"') +
    `<recv response="100" optional="true"/>\n<recv response="200"/>\n` + send(request("ACK", cseq));
  const ringing = habits.then === "never" ? 600_000 : Math.max(1, habits.ringMs);
  const refusal = { busy: "486 Busy Here", reject: "603 Decline" }[habits.then as "busy" | "reject"];
  const outcome = refusal
    ? answer(refusal, { toTag: true, cseq: "CSeq: [$cseq]", retrans: true }) +
      `<recv request="ACK"/>\n` + count(PHONE_COUNTERS.refused) + `<nop next="${END}"/>\n`
    : answer("200 OK", { toTag: true, sdp: media, retrans: true }) +
      `<recv request="ACK"/>\n` + log("up [$phone] [$number]") + count(PHONE_COUNTERS.answered) + play(toneFile) +
      (habits.hold
        ? pause(habits.hold.afterMs) + reinvite("sendonly", 2) + pause(habits.hold.forMs) + reinvite("sendrecv", 3)
        : "");
  return scenario(
    "phone",
    invite +
      answer("180 Ringing", { toTag: true }) +
      `<recv request="CANCEL" timeout="${ringing}" ontimeout="${ANSWER}" next="${CANCELLED}"/>\n` +
      label(ANSWER) + outcome +
      label(WAIT) +
      inDialog(habits.hangUpAfterMs ?? 3_600_000, { reinvite: REINVITE, bye: THEIRS, leave: LEAVE }) +
      label(REINVITE) + answer("200 OK", { sdp: media, retrans: true }) + `<recv request="ACK" next="${WAIT}"/>\n` +
      label(LEAVE) + log("leaves [$phone] [$number]") + count(PHONE_COUNTERS.leftByUs) +
      send(request("BYE", 9), undefined, ' retrans="500"') + `<recv response="200" next="${END}"/>\n` +
      label(THEIRS) + count(PHONE_COUNTERS.leftByThem) + answer("200 OK") + `<nop next="${END}"/>\n` +
      label(CANCELLED) + count(PHONE_COUNTERS.cancelled) + answer("200 OK", { toTag: true }) +
      answer("487 Request Terminated", { toTag: true, cseq: "CSeq: [$cseq]", retrans: true }) +
      `<recv request="ACK" next="${END}"/>\n` + qualified +
      label(END) + "<nop/>\n",
  );
}

/** One registration with digest; `contactPort` is where the phone's calls shall go. */
export function registerScenario(
  phone: { user: string; password: string; contactPort: number; expires: number },
): string {
  const head = (cseq: number, more: string[]) => [
    "REGISTER sip:[remote_ip]:[remote_port] SIP/2.0",
    "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]",
    `From: <sip:${phone.user}@[remote_ip]>;tag=[pid]r[call_number]`,
    `To: <sip:${phone.user}@[remote_ip]>`,
    "Call-ID: [call_id]",
    `CSeq: ${cseq} REGISTER`,
    `Contact: <sip:${phone.user}@[local_ip]:${phone.contactPort}>`,
    `Expires: ${phone.expires}`,
    "Max-Forwards: 70",
    ...more,
  ];
  return scenario(
    "register",
    send(head(1, []), undefined, ' retrans="500"') +
      `<recv response="401" auth="true"/>\n` +
      send(
        head(2, [`[authentication username=${phone.user} password=${phone.password}]`]),
        undefined,
        ' retrans="500" start_rtd="1"',
      ) +
      `<recv response="200" rtd="1"/>\n`,
  );
}
