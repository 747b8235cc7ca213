/** What a caller really hears: Asterisk is asked to listen in on the caller's side and to write it down. */
import { loudness, tonesIn } from "../sipp/mod.ts";
import { AriClient, AriError } from "@/telephony/ari/mod.ts";
import type { AsteriskInstance } from "@/telephony/asterisk/mod.ts";
import { eventually } from "./harness.ts";

export class Ears {
  readonly ari: AriClient;
  readonly keys: string[] = [];
  #n = 0;

  constructor(readonly asterisk: AsteriskInstance) {
    const { url, user, password } = asterisk;
    this.ari = new AriClient({ url, user, password, app: "ears" });
    this.ari.onEvent((event) => void (event.type === "ChannelDtmfReceived" && this.keys.push(event.digit)));
  }

  /** A channel by the number it calls from (a caller's) or by its id. */
  async #channel(who: string): Promise<string> {
    const channels = await this.ari.call("channels.list");
    const found = channels.find(({ id, caller, name }) =>
      id === who || (`+${caller.number}` === who && name.startsWith("PJSIP/trunk"))
    );
    if (!found) throw new Error(`no channel of ${who}`);
    return found.id;
  }

  /** Keeps the keys pressed on this channel in {@link keys}. */
  async watchKeys(channel: string): Promise<void> {
    await this.ari.call("subscribe", { applicationName: "ears", eventSource: [`channel:${channel}`] });
  }

  /** Listens to what is played to the caller. @returns how loud it is, and how long each tone is heard */
  async caller(number: string, tones: number[], ms = 1_200): Promise<{ loud: number; tones: Map<number, number> }> {
    const channelId = await this.#channel(number);
    const name = `ears-${++this.#n}`;
    await this.ari.call("snoopChannelWithId", { channelId, snoopId: name, spy: "out", app: "ears" });
    // It is in the application a moment after it is made.
    await eventually(
      "listening in",
      () =>
        this.ari.call("channels.record", { channelId: name, name, format: "wav", ifExists: "overwrite" })
          .then(() => true, (error) => {
            if (!(error instanceof AriError && error.status === 409)) throw error;
          }),
    );
    await new Promise((resolve) => setTimeout(resolve, ms));
    await this.ari.call("recordings.stop", { recordingName: name });
    await this.ari.call("hangup", { channelId: name }).catch(() => {});
    const wav = await Deno.readFile(`${this.asterisk.recordingsDir}/${name}.wav`);
    return { loud: loudness(wav), tones: new Map(tonesIn(wav, tones, 0.01).map((one) => [one.hertz, one.totalMs])) };
  }
}
