/**
 * Whether agents' phones can be rung: Asterisk's device states, desk and browser phones alike. Asked for by device
 * and not by endpoint, because a subscription to an endpoint doubles every event of its calls (12 against 18).
 */
import { type Ari, AriError } from "@/telephony/ari/mod.ts";

/** `unavailable`: not registered · `idle` · `ringing` · `busy`: in a call, also one that is not ours · `unknown`. */
export type PhoneState = "unavailable" | "idle" | "ringing" | "busy" | "unknown";

const STATES: Record<string, PhoneState> = {
  UNAVAILABLE: "unavailable",
  INVALID: "unavailable",
  NOT_INUSE: "idle",
  RINGING: "ringing",
  RINGINUSE: "busy",
  INUSE: "busy",
  BUSY: "busy",
  ONHOLD: "busy",
};

export class PhoneStates {
  #states = new Map<string, PhoneState>();

  /** `changed` is told of each change of a watched phone, by its endpoint (`PJSIP/<name>`). */
  constructor(readonly ari: Ari, readonly changed: (endpoint: string, state: PhoneState) => void) {
    ari.onEvent((event) => {
      if (event.type === "DeviceStateChanged") this.#set(event.device_state.name, event.device_state.state);
    });
    // Asterisk forgets subscriptions with the application's socket, and changes of the gap are read back.
    ari.onConnect(async () => {
      for (const endpoint of [...this.#states.keys()]) await this.#ask(endpoint);
    });
  }

  of(endpoint: string): PhoneState {
    return this.#states.get(endpoint) ?? "unknown";
  }

  /** From now on; its present state is told as soon as it is known. */
  async watch(endpoint: string): Promise<void> {
    if (this.#states.has(endpoint)) return;
    this.#states.set(endpoint, "unknown");
    // Away: it is asked for at the next connect.
    if (this.ari.state === "connected") await this.#ask(endpoint);
  }

  async unwatch(endpoint: string): Promise<void> {
    if (!this.#states.delete(endpoint) || this.ari.state !== "connected") return;
    await this.ari.call("unsubscribe", { applicationName: this.ari.app, eventSource: `deviceState:${endpoint}` }, {
      key: endpoint,
    }).catch(ignoreRefusal);
  }

  async #ask(endpoint: string): Promise<void> {
    const key = endpoint;
    await this.ari.call("subscribe", { applicationName: this.ari.app, eventSource: `deviceState:${endpoint}` }, { key })
      .catch(ignoreRefusal);
    const found = await this.ari.call("deviceStates.get", { deviceName: endpoint }, { key }).catch(ignoreRefusal);
    if (found) this.#set(endpoint, found.state);
  }

  #set(endpoint: string, state: string): void {
    if (!this.#states.has(endpoint)) return;
    const now = STATES[state] ?? "unknown";
    if (this.#states.get(endpoint) === now) return;
    this.#states.set(endpoint, now);
    this.changed(endpoint, now);
  }
}

/** A PBX that does not know the device (or device states at all) leaves the phone `unknown`. */
function ignoreRefusal(error: unknown): undefined {
  if (!(error instanceof AriError)) throw error;
}
