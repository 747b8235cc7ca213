/**
 * The ring: a tone made by WebAudio, so that nothing is loaded when the phone has to ring. Two rising notes, unlike the
 * ring-back tone of any network, so that agents can tell it from what is in their ear.
 */

export class Ringer {
  #context: AudioContext | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;
  #gain: GainNode | null = null;

  /** Browsers let sound out only after a gesture: call on the first click or key. */
  unlock(): void {
    this.#context ??= typeof AudioContext === "undefined" ? null : new AudioContext();
    void this.#context?.resume();
  }

  /** Rings until {@link stop}. `sink` is the chosen output device; browsers without `setSinkId` use the default. */
  start(options: { sink?: string; volume: number }): void {
    this.stop();
    this.unlock();
    const context = this.#context;
    if (!context) return;
    if (options.sink && "setSinkId" in context) {
      void (context as AudioContext & { setSinkId(id: string): Promise<void> }).setSinkId(options.sink).catch(() => {});
    }
    const gain = context.createGain();
    gain.gain.value = Math.min(1, Math.max(0, options.volume)) * 0.35;
    gain.connect(context.destination);
    this.#gain = gain;
    const burst = () => {
      note(context, gain, { hz: 587.33, at: 0, seconds: 0.16 });
      note(context, gain, { hz: 783.99, at: 0.18, seconds: 0.28 });
      note(context, gain, { hz: 587.33, at: 0.6, seconds: 0.16 });
      note(context, gain, { hz: 783.99, at: 0.78, seconds: 0.28 });
    };
    burst();
    this.#timer = setInterval(burst, 2600);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#gain?.disconnect();
    this.#gain = null;
  }
}

function note(context: AudioContext, out: AudioNode, tone: { hz: number; at: number; seconds: number }): void {
  const start = context.currentTime + tone.at;
  const envelope = context.createGain();
  envelope.gain.setValueAtTime(0, start);
  envelope.gain.linearRampToValueAtTime(1, start + 0.015);
  envelope.gain.exponentialRampToValueAtTime(0.001, start + tone.seconds);
  const source = context.createOscillator();
  source.type = "triangle";
  source.frequency.value = tone.hz;
  source.connect(envelope).connect(out);
  source.start(start);
  source.stop(start + tone.seconds + 0.02);
}
