/** One call to a browser phone: INVITE, its answers, re-INVITE for hold, INFO for digits, BYE and CANCEL (RFC 3261). */
import { randomBytes } from "node:crypto";
import type { SimChannel } from "../model.ts";
import type { Pbx } from "../pbx.ts";
import type { IceParty } from "./ice.ts";
import { formatSip, header, respond, type SipMessage } from "./message.ts";
import { describe, directionOf, fingerprint, type MediaFacts } from "./sdp.ts";

export interface DialogOptions {
  pbx: Pbx;
  channel: SimChannel;
  resource: string;
  /** The registered contact: the request address. */
  contact: string;
  socket: WebSocket;
  media: { hostname: string; port: number; ice: IceParty };
  onEnd: () => void;
}

/** SIP answers to an INVITE and the Q.850 cause Asterisk makes of them (hangup.c, RFC 3398). */
const CAUSE_OF: Record<number, number> = { 404: 1, 408: 18, 480: 19, 486: 17, 487: 16, 488: 58, 600: 17, 603: 21 };

export class Dialog {
  readonly callId = randomBytes(12).toString("hex");
  readonly resource: string;
  readonly #tag = randomBytes(6).toString("hex");
  readonly #branch = `z9hG4bK${randomBytes(8).toString("hex")}`;
  readonly #media: MediaFacts;
  #socket: WebSocket;
  #state: "calling" | "up" | "ended" = "calling";
  #to: string;
  #target: string;
  #sequence = 1;
  #version = 1;
  #held = false;

  constructor(readonly options: DialogOptions) {
    this.resource = options.resource;
    this.#socket = options.socket;
    this.#to = `<sip:${options.resource}@simulator>`;
    this.#target = options.contact;
    this.#media = { ...options.media, fingerprint: fingerprint(), sessionId: options.channel.createdAt };
  }

  invite(): void {
    const { channel } = this.options;
    const body = describe(this.#media, { version: this.#version, setup: "actpass", direction: "sendrecv" });
    const extra = [...channel.variables].flatMap(([name, value]): [string, string][] => {
      const sent = name.match(/^PJSIP_HEADER\(add,(X-[\w-]+)\)$/)?.[1];
      return sent ? [[sent, value]] : [];
    });
    this.#send("INVITE", [...extra, ["Content-Type", "application/sdp"]], body);
  }

  /** The phone registered anew over another socket: the call goes on there. */
  moveTo(socket: WebSocket): void {
    this.#socket = socket;
  }

  /** A message of this call from the phone. */
  take(message: SipMessage, socket: WebSocket): void {
    this.#socket = socket;
    if (message.method) this.#request(message);
    else if (header(message, "cseq").endsWith("INVITE")) this.#inviteAnswered(message);
  }

  /** Our side hung up: CANCEL while it rings, BYE after. */
  end(): void {
    if (this.#state === "ended") return;
    if (this.#state === "up") {
      this.#sequence++;
      this.#send("BYE", []);
    } else this.#send("CANCEL", []);
    this.#finish();
  }

  #inviteAnswered(response: SipMessage): void {
    const { pbx, channel } = this.options;
    if (response.status < 180 || this.#state === "ended" && response.status < 300) return;
    if (response.status < 200) return pbx.setState(channel, "Ringing");
    this.#to = header(response, "to");
    this.#target = header(response, "contact").match(/<([^>]+)>/)?.[1] ?? this.#target;
    this.#send("ACK", []);
    if (this.#state !== "calling") return;
    if (response.status < 300) {
      this.#state = "up";
      pbx.setState(channel, "Up");
    } else {
      this.#finish();
      pbx.hangUp(channel, CAUSE_OF[response.status] ?? 21);
    }
  }

  #request(request: SipMessage): void {
    const { pbx, channel } = this.options;
    const own = { tag: this.#tag };
    switch (request.method) {
      case "ACK":
        return;
      case "BYE":
        this.#write(respond(request, "200 OK", own));
        this.#finish();
        pbx.hangUp(channel, 16, { request: true });
        return;
      case "INFO": {
        const digit = request.body.match(/Signal\s*=\s*([0-9A-D*#])/)?.[1];
        if (digit) pbx.dtmf(channel, digit);
        this.#write(respond(request, "200 OK", own));
        return;
      }
      case "INVITE":
      case "UPDATE": {
        const direction = directionOf(request.body);
        const held = direction === "sendonly" || direction === "inactive";
        const back = held ? "inactive" : "sendrecv";
        const body = describe(this.#media, { version: ++this.#version, setup: "passive", direction: back });
        const contact: [string, string][] = [["Contact", `<sip:simulator@${this.#media.hostname};transport=ws>`], [
          "Content-Type",
          "application/sdp",
        ]];
        this.#write(respond(request, "200 OK", { ...own, headers: contact, body }));
        if (held !== this.#held) pbx.setHold(channel, held);
        this.#held = held;
        return;
      }
      default:
        this.#write(respond(request, "200 OK", own));
    }
  }

  #finish(): void {
    this.#state = "ended";
    this.options.onEnd();
  }

  #send(method: string, headers: [string, string][], body = ""): void {
    const { channel } = this.options;
    const { name, number } = channel.connected;
    const branch = method === "INVITE" || method === "CANCEL"
      ? this.#branch
      : `z9hG4bK${randomBytes(8).toString("hex")}`;
    this.#write(formatSip(`${method} ${this.#target} SIP/2.0`, [
      ["Via", `SIP/2.0/WS simulator.invalid;branch=${branch}`],
      ["Max-Forwards", "70"],
      ["From", `"${name.replaceAll(/["\\\r\n]/g, "")}" <sip:${encodeURIComponent(number)}@simulator>;tag=${this.#tag}`],
      ["To", this.#to],
      ["Call-ID", this.callId],
      ["CSeq", `${this.#sequence} ${method}`],
      ["Contact", `<sip:simulator@${this.#media.hostname};transport=ws>`],
      ...headers,
    ], body));
  }

  #write(text: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
  }
}
