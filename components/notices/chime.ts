/** One short note when something is told; browsers let it out only after the person has clicked somewhere. */
let context: AudioContext | null = null;

export function chime(): void {
  try {
    context ??= typeof AudioContext === "undefined" ? null : new AudioContext();
    if (!context || context.state !== "running") return void context?.resume().catch(() => {});
    const gain = context.createGain();
    const tone = context.createOscillator();
    const now = context.currentTime;
    gain.gain.setValueAtTime(0.0001, now);
    gain.gain.exponentialRampToValueAtTime(0.12, now + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, now + 0.5);
    tone.frequency.setValueAtTime(880, now);
    tone.connect(gain).connect(context.destination);
    tone.start(now);
    tone.stop(now + 0.55);
  } catch {
    // Without sound the pop-up is there all the same.
  }
}
