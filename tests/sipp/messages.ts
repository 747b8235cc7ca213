/** SIP messages of the scenarios, with SIPp's keywords in brackets. */

const lines = (...text: string[]) => text.join("\n");

/** PCMU, and telephone events, which Asterisk offers to whoever offers them. */
export function sdp(port: "media_port" | "rtpstream_audio_port", direction = "sendrecv", version = 1): string {
  return lines(
    "v=0",
    `o=- 1 ${version} IN IP[local_ip_type] [local_ip]`,
    "s=-",
    "c=IN IP[media_ip_type] [media_ip]",
    "t=0 0",
    `m=audio [${port}] RTP/AVP 0 101`,
    "a=rtpmap:0 PCMU/8000",
    "a=rtpmap:101 telephone-event/8000",
    "a=fmtp:101 0-16",
    "a=ptime:20",
    `a=${direction}`,
  );
}

/** A whole message in a `send` element; `content` is SDP, or another type with its name. */
export function send(head: string[], content?: { type: string; body: string }, attributes = ""): string {
  const body = content ? [`Content-Type: ${content.type}`, "Content-Length: [len]", "", content.body] : [
    "Content-Length: 0",
    "",
    "",
  ];
  return `<send${attributes}><![CDATA[\n${[...head, ...body].join("\n")}\n]]></send>\n`;
}

/** Answer to what was received last. `toTag`: our tag where the request had none. */
export function answer(
  status: string,
  options: { toTag?: boolean; sdp?: string; cseq?: string; retrans?: boolean } = {},
) {
  const head = [
    `SIP/2.0 ${status}`,
    "[last_Via:]",
    "[last_From:]",
    `[last_To:]${options.toTag ? ";tag=[pid]s[call_number]" : ""}`,
    "[last_Call-ID:]",
    options.cseq ?? "[last_CSeq:]",
    "Contact: <sip:[local_ip]:[local_port];transport=[transport]>",
  ];
  return send(
    head,
    options.sdp ? { type: "application/sdp", body: options.sdp } : undefined,
    options.retrans ? ' retrans="500"' : "",
  );
}

/** Element with a log line that carries the time. */
export const log = (message: string) => `<nop><action><log message="${message} [timestamp]"/></action></nop>\n`;
export const count = (counter: number) => `<nop counter="${counter}"/>\n`;
export const label = (id: number) => `<label id="${id}"/>\n`;
export const pause = (milliseconds: number) => `<pause milliseconds="${Math.max(1, Math.round(milliseconds))}"/>\n`;

/**
 * Waits for the other side's re-INVITE or BYE, or for its own time to leave. The time stands on the optional element
 * too: SIPp counts it from the element it is at.
 */
export function inDialog(ms: number, next: { reinvite: number; bye: number; leave: number }): string {
  const time = `timeout="${Math.max(1, Math.round(ms))}" ontimeout="${next.leave}"`;
  return `<recv request="INVITE" optional="true" ${time} next="${next.reinvite}"/>\n` +
    `<recv request="BYE" ${time} next="${next.bye}"/>\n`;
}

export function play(file: string | null, loops = -1): string {
  return file === null ? "" : `<nop><action><exec rtp_stream="${file},${loops},0,PCMU/8000"/></action></nop>\n`;
}

export function scenario(name: string, body: string): string {
  return `<?xml version="1.0" encoding="UTF-8" ?>\n<scenario name="${name}">\n${body}` +
    `<ResponseTimeRepartition value="2,5,10,20,30,50,100,200,500,1000,2000,5000,10000"/>\n</scenario>\n`;
}
