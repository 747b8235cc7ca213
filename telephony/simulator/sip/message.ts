/** SIP messages as far as a browser phone needs them (RFC 3261; one message a WebSocket frame, RFC 7118). */

export interface SipMessage {
  /** Request line or status line. */
  method: string | null;
  uri: string;
  status: number;
  reason: string;
  /** Lower-case names; several values keep their order. */
  headers: Map<string, string[]>;
  body: string;
}

const COMPACT: Record<string, string> = {
  v: "via",
  f: "from",
  t: "to",
  i: "call-id",
  m: "contact",
  l: "content-length",
  c: "content-type",
};

/** Null when it is not a SIP message. */
export function parseSip(text: string): SipMessage | null {
  const split = text.indexOf("\r\n\r\n");
  const lines = (split < 0 ? text : text.slice(0, split)).split("\r\n");
  const first = lines[0] ?? "";
  const status = first.match(/^SIP\/2\.0 (\d{3}) ?(.*)$/);
  const request = first.match(/^([A-Z]+) (\S+) SIP\/2\.0$/);
  if (!status && !request) return null;
  const headers = new Map<string, string[]>();
  for (const line of lines.slice(1)) {
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    const given = line.slice(0, colon).trim().toLowerCase();
    const name = COMPACT[given] ?? given;
    headers.set(name, [...headers.get(name) ?? [], line.slice(colon + 1).trim()]);
  }
  return {
    method: request?.[1] ?? null,
    uri: request?.[2] ?? "",
    status: status ? Number(status[1]) : 0,
    reason: status?.[2] ?? "",
    headers,
    body: split < 0 ? "" : text.slice(split + 4),
  };
}

export function header(message: SipMessage, name: string): string {
  return message.headers.get(name)?.[0] ?? "";
}

export function tagOf(value: string): string {
  return value.match(/;tag=([^;>\s]+)/)?.[1] ?? "";
}

/** A message as text; `Content-Length` is put on. */
export function formatSip(first: string, headers: [string, string][], body = ""): string {
  const length = new TextEncoder().encode(body).length;
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return [first, ...lines, `Content-Length: ${length}`, "", body].join("\r\n");
}

/** A response to a request: the headers that must be copied are (RFC 3261, 8.2.6.2). */
export function respond(
  request: SipMessage,
  status: string,
  options: { tag: string; headers?: [string, string][]; body?: string },
): string {
  const to = header(request, "to");
  return formatSip(`SIP/2.0 ${status}`, [
    ...(request.headers.get("via") ?? []).map((via): [string, string] => ["Via", via]),
    ["From", header(request, "from")],
    ["To", tagOf(to) ? to : `${to};tag=${options.tag}`],
    ["Call-ID", header(request, "call-id")],
    ["CSeq", header(request, "cseq")],
    ...options.headers ?? [],
  ], options.body);
}
