/**
 * Browser phones in Asterisk: endpoint, auth and aor made through ARI's dynamic configuration at log-in, with a
 * secret that is worth nothing after log-out. They live in Asterisk's memory only, so they are pushed again on every
 * connect. Used by `main` (reconciliation) and by the agents' log-in.
 */
import { randomBytes } from "node:crypto";
import { type Ari, AriError } from "@/telephony/ari/mod.ts";

/** What a browser needs to register. Sent to its own agent only, never logged. */
export interface BrowserPhone {
  /** Endpoint (`PJSIP/<resource>`), user name of the registration. */
  resource: string;
  secret: string;
}

export interface BrowserPhoneOptions {
  /** Shown to whom the agent calls. */
  displayName?: string;
  /** Internal number, for the same. */
  number?: string;
  /** Address that Asterisk offers for media; its SIP address by default of the template below. */
  mediaAddress?: string;
  language?: "ru" | "en";
}

type Fields = Record<string, string>;

/** Objects in the order of making; an endpoint comes last, because it names the others. */
function objects({ resource, secret }: BrowserPhone, options: BrowserPhoneOptions): [string, Fields][] {
  const { displayName, number, mediaAddress = "127.0.0.1", language } = options;
  const name = (displayName ?? "").replace(/[^\p{L}\p{N} .'-]/gu, "").slice(0, 60);
  return [
    ["auth", { auth_type: "userpass", username: resource, password: secret }],
    ["aor", {
      // A reload of the page registers anew before the old registration is gone.
      max_contacts: "1",
      remove_existing: "yes",
      qualify_frequency: "10",
      support_path: "yes",
    }],
    ["endpoint", {
      context: "from-agent",
      auth: resource,
      aors: resource,
      webrtc: "yes",
      disallow: "all",
      allow: "opus,alaw,ulaw",
      direct_media: "no",
      media_address: mediaAddress,
      bind_rtp_to_media_address: "yes",
      identify_by: "auth_username,username",
      send_pai: "yes",
      // Else a re-INVITE follows every bridge join, and prefers opus anew: transcoding.
      send_connected_line: "no",
      trust_id_inbound: "no",
      // Backstop for a browser that went away without BYE.
      rtp_timeout: "30",
      rtp_timeout_hold: "300",
      ...(language ? { language } : {}),
      ...(name || number ? { callerid: `"${name}" <${(number ?? "").replace(/[^\d+]/g, "")}>` } : {}),
    }],
  ];
}

/** The browser phones of a node: remembers them for as long as their agents are logged in. */
export class BrowserPhones {
  #phones = new Map<string, { phone: BrowserPhone; options: BrowserPhoneOptions }>();

  constructor(readonly ari: Ari, readonly random: (bytes: number) => Uint8Array = randomBytes) {
    ari.onConnect(() => this.pushAll());
  }

  get size(): number {
    return this.#phones.size;
  }

  /**
   * Makes the agent's phone with a fresh secret; an older secret of the same resource stops working.
   * When Asterisk is away the phone is remembered and made at the next connect.
   * @throws {AriError} when Asterisk refuses it
   */
  async provision(resource: string, options: BrowserPhoneOptions = {}): Promise<BrowserPhone> {
    if (!/^[\w-]{1,64}$/.test(resource)) throw new TypeError("a phone's name is letters, digits, _ and -");
    const secret = btoa(String.fromCharCode(...this.random(24))).replaceAll("+", "-").replaceAll("/", "_");
    const phone = { resource, secret };
    this.#phones.set(resource, { phone, options });
    try {
      await this.#push(phone, options);
    } catch (error) {
      if (error instanceof AriError) {
        this.#phones.delete(resource);
        throw error;
      }
    }
    return phone;
  }

  /** Takes over a phone made before a restart of ours, so that the browser's registration goes on. */
  adopt(phone: BrowserPhone, options: BrowserPhoneOptions = {}): void {
    this.#phones.set(phone.resource, { phone, options });
  }

  /** Log-out. What Asterisk does not know (any more) is no error. */
  async remove(resource: string): Promise<void> {
    this.#phones.delete(resource);
    for (const objectType of ["endpoint", "aor", "auth"]) {
      try {
        await this.ari.call("deleteObject", { configClass: "res_pjsip", objectType, id: resource }, { key: resource });
      } catch (error) {
        if (!(error instanceof AriError && error.status === 404)) throw error;
      }
    }
  }

  /** After a (re)connect: Asterisk may have restarted and forgotten all. */
  async pushAll(): Promise<void> {
    for (const { phone, options } of [...this.#phones.values()]) await this.#push(phone, options);
  }

  async #push(phone: BrowserPhone, options: BrowserPhoneOptions): Promise<void> {
    for (const [objectType, values] of objects(phone, options)) {
      const fields = Object.entries(values).map(([attribute, value]) => ({ attribute, value }));
      await this.ari.call("updateObject", { configClass: "res_pjsip", objectType, id: phone.resource, fields }, {
        key: phone.resource,
      });
    }
  }
}
