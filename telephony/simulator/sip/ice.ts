/**
 * The least of ICE that keeps a browser's connection up: an ICE-lite agent that answers STUN binding requests
 * (RFC 8445, RFC 8489). The virtual PBX has no media, so nothing is heard; the product's softphone, its registration,
 * ringing, answer, hold and hang-up run as with Asterisk.
 */
import { Buffer } from "node:buffer";
import { createHmac, randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";

const COOKIE = 0x2112a442;

export interface IceParty {
  ufrag: string;
  password: string;
}

export class IceLite {
  readonly #passwords = new Map<string, string>();
  #socket: Socket | null = null;
  #port: Promise<number> | null = null;

  constructor(readonly hostname: string) {}

  /** Port of the one UDP socket; opened when first asked for. */
  port(): Promise<number> {
    this.#port ??= new Promise((resolve, reject) => {
      const socket = createSocket("udp4");
      this.#socket = socket;
      socket.once("error", reject);
      socket.on("message", (packet, from) => {
        const reply = bindingResponse(packet, { from, passwordOf: (ufrag) => this.#passwords.get(ufrag) });
        if (reply) socket.send(reply, from.port, from.address);
      });
      socket.bind(0, this.hostname, () => resolve(socket.address().port));
    });
    return this.#port;
  }

  party(): IceParty {
    const party = { ufrag: randomBytes(4).toString("hex"), password: randomBytes(16).toString("hex") };
    this.#passwords.set(party.ufrag, party.password);
    return party;
  }

  forget(party: IceParty): void {
    this.#passwords.delete(party.ufrag);
  }

  stop(): void {
    this.#socket?.close();
    this.#socket = null;
  }
}

/** The success response to a STUN binding request, or null when it is anything else or not for us. */
export function bindingResponse(
  packet: Uint8Array,
  options: { from: { address: string; port: number }; passwordOf: (ufrag: string) => string | undefined },
): Uint8Array | null {
  const request = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength);
  if (request.length < 20 || request.readUInt16BE(0) !== 0x0001 || request.readUInt32BE(4) !== COOKIE) return null;
  const user = attribute(request, 0x0006)?.toString("utf8").split(":")[0];
  const password = user === undefined ? undefined : options.passwordOf(user);
  if (password === undefined) return null;
  const address = Buffer.alloc(12);
  address.writeUInt16BE(0x0020, 0); // XOR-MAPPED-ADDRESS
  address.writeUInt16BE(8, 2);
  address.writeUInt8(1, 5);
  address.writeUInt16BE(options.from.port ^ (COOKIE >>> 16), 6);
  const ip = options.from.address.split(".").reduce((sum, part) => (sum << 8 | Number(part)) >>> 0, 0);
  address.writeUInt32BE((ip ^ COOKIE) >>> 0, 8);
  const head = Buffer.alloc(20);
  head.writeUInt16BE(0x0101, 0);
  head.writeUInt16BE(12 + 24, 2); // length up to and with MESSAGE-INTEGRITY, as it is hashed
  request.copy(head, 4, 4, 20);
  const signed = Buffer.concat([head, address]);
  const integrity = Buffer.concat([
    Buffer.from([0x00, 0x08, 0x00, 0x14]),
    createHmac("sha1", password).update(signed).digest(),
  ]);
  head.writeUInt16BE(12 + 24 + 8, 2);
  const whole = Buffer.concat([head, address, integrity]);
  const fingerprint = Buffer.alloc(8);
  fingerprint.writeUInt16BE(0x8028, 0);
  fingerprint.writeUInt16BE(4, 2);
  fingerprint.writeUInt32BE((crc32(whole) ^ 0x5354554e) >>> 0, 4);
  return Buffer.concat([whole, fingerprint]);
}

function attribute(packet: Buffer, type: number): Buffer | undefined {
  let at = 20;
  while (at + 4 <= packet.length) {
    const length = packet.readUInt16BE(at + 2);
    if (packet.readUInt16BE(at) === type && at + 4 + length <= packet.length) {
      return packet.subarray(at + 4, at + 4 + length);
    }
    at += 4 + length + (4 - length % 4) % 4;
  }
}

function crc32(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
