/**
 * Browser phones of the virtual PBX: a registrar and the far end of their calls, SIP over WebSocket (RFC 7118). A phone
 * registers with the secret that the product provisioned; a call to it is an INVITE, its answer, hold, digits and
 * hang-up become what Asterisk would report. One registration a phone, the newest counts (`max_contacts=1`).
 */
import { randomBytes } from "node:crypto";
import type { Clock } from "@/actors/runtime/types.ts";
import type { Party, SimChannel } from "../model.ts";
import type { Pbx } from "../pbx.ts";
import { Dialog } from "./dialog.ts";
import { answers, challenge, userOf } from "./digest.ts";
import { IceLite } from "./ice.ts";
import { header, parseSip, respond, type SipMessage } from "./message.ts";

export interface BrowserPhonesOptions {
  pbx: Pbx;
  clock: Clock;
  hostname: string;
  /** The provisioned secret of a phone; undefined: no such phone. */
  secretOf: (resource: string) => string | undefined;
  onContact: (resource: string, online: boolean) => void;
}

interface Registration {
  socket: WebSocket;
  contact: string;
}

/** Longest SIP message taken, bytes. */
const MESSAGE_LIMIT = 32 * 1024;

export class BrowserPhones {
  readonly #registrations = new Map<string, Registration>();
  readonly #nonces = new WeakMap<WebSocket, string>();
  readonly #dialogs = new Map<string, Dialog>();
  readonly #ice: IceLite;

  constructor(readonly options: BrowserPhonesOptions) {
    this.#ice = new IceLite(options.hostname);
  }

  registered(): string[] {
    return [...this.#registrations.keys()];
  }

  /** The far end of a call to this phone, or undefined while it is not registered. */
  party(resource: string): Party | undefined {
    if (!this.#registrations.has(resource)) return undefined;
    let dialog: Dialog | undefined;
    return {
      ring: (channel) => void this.#invite(resource, channel).then((made) => dialog = made),
      gone: (channel) => {
        (dialog ?? this.#dialogs.get(channel.id))?.end();
        this.#dialogs.delete(channel.id);
      },
    };
  }

  /** A browser's WebSocket. It stays usable for BYE and re-registration after the product's restart. */
  accept(socket: WebSocket): void {
    socket.onmessage = ({ data }) => {
      if (typeof data !== "string" || data.length > MESSAGE_LIMIT) return;
      // CRLF keep-alive (RFC 5626, 3.5.1): a double CRLF is answered by one.
      if (data === "\r\n\r\n") return socket.send("\r\n");
      const message = parseSip(data);
      if (message) this.#take(socket, message);
    };
    socket.onclose = () => {
      for (const [resource, registration] of this.#registrations) {
        if (registration.socket === socket) this.#forget(resource);
      }
    };
    socket.onerror = () => {};
  }

  stop(): void {
    for (const { socket } of this.#registrations.values()) socket.close();
    this.#registrations.clear();
    this.#ice.stop();
  }

  #take(socket: WebSocket, message: SipMessage): void {
    const callId = header(message, "call-id");
    if (message.method === "REGISTER") return this.#register(socket, message);
    const dialog = [...this.#dialogs.values()].find((candidate) => candidate.callId === callId);
    if (dialog) return dialog.take(message, socket);
    if (!message.method || message.method === "ACK") return;
    const status = message.method === "OPTIONS"
      ? "200 OK"
      : message.method === "INVITE"
      ? "603 Decline"
      : "481 Call/Transaction Does Not Exist";
    this.#send(socket, respond(message, status, { tag: randomTag() }));
  }

  #register(socket: WebSocket, request: SipMessage): void {
    const authorization = header(request, "authorization");
    const resource = userOf(authorization);
    const secret = this.options.secretOf(resource);
    const nonce = this.#nonces.get(socket);
    if (!nonce || !secret || !answers(authorization, { method: "REGISTER", nonce, secret })) {
      const fresh = challenge();
      this.#nonces.set(socket, fresh.nonce);
      const status = authorization && nonce && !secret ? "403 Forbidden" : "401 Unauthorized";
      this.#send(socket, respond(request, status, { tag: randomTag(), headers: [["WWW-Authenticate", fresh.header]] }));
      return;
    }
    const contact = header(request, "contact");
    const expires = Number(contact.match(/;expires=(\d+)/)?.[1] ?? (header(request, "expires") || "600"));
    const gone = contact === "*" || expires === 0;
    if (gone) this.#forget(resource);
    else {
      const known = this.#registrations.has(resource);
      this.#registrations.set(resource, { socket, contact: contact.match(/<([^>]+)>/)?.[1] ?? contact });
      for (const dialog of this.#dialogs.values()) if (dialog.resource === resource) dialog.moveTo(socket);
      if (!known) this.options.onContact(resource, true);
    }
    this.#send(
      socket,
      respond(request, "200 OK", {
        tag: randomTag(),
        headers: gone ? [] : [["Contact", `${contact.replace(/;expires=\d+/, "")};expires=${expires}`]],
      }),
    );
  }

  #forget(resource: string): void {
    if (this.#registrations.delete(resource)) this.options.onContact(resource, false);
  }

  async #invite(resource: string, channel: SimChannel): Promise<Dialog | undefined> {
    const { pbx, hostname } = this.options;
    const port = await this.#ice.port();
    const registration = this.#registrations.get(resource);
    if (!pbx.channels.has(channel.id)) return;
    // A reloaded page takes a second leg for the call it had: the first still stands until the new one is up.
    const again = channel.variables.get("PJSIP_HEADER(add,X-Reattach)") === "1";
    const busy = !again && [...this.#dialogs.values()].some((dialog) => dialog.resource === resource);
    if (!registration || busy) {
      pbx.hangUp(channel, registration ? 17 : 20);
      return;
    }
    const ice = this.#ice.party();
    const dialog = new Dialog({
      pbx,
      channel,
      resource,
      contact: registration.contact,
      socket: registration.socket,
      media: { hostname, port, ice },
      onEnd: () => {
        this.#ice.forget(ice);
        this.#dialogs.delete(channel.id);
      },
    });
    this.#dialogs.set(channel.id, dialog);
    dialog.invite();
    return dialog;
  }

  #send(socket: WebSocket, text: string): void {
    if (socket.readyState === WebSocket.OPEN) socket.send(text);
  }
}

export function randomTag(): string {
  return randomBytes(6).toString("hex");
}
