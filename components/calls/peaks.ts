/** The waveform of a recording: loudest sample per column, from the decoded audio. */

/** Recordings longer than this are only given a seek bar: decoding would cost hundreds of megabytes. */
export const LARGEST_AUDIO_BYTES = 32 * 1024 * 1024;

/** `columns` values from 0 to 1, the loudest being 1. Silence gives zeros. */
export function peaksOf(samples: ArrayLike<number>, columns: number): number[] {
  const peaks: number[] = [];
  const step = samples.length / columns;
  let top = 0;
  for (let column = 0; column < columns; column++) {
    const end = Math.min(samples.length, Math.floor((column + 1) * step));
    let peak = 0;
    for (let i = Math.floor(column * step); i < end; i++) {
      const value = Math.abs(samples[i]);
      if (value > peak) peak = value;
    }
    peaks.push(peak);
    if (peak > top) top = peak;
  }
  return top > 0 ? peaks.map((peak) => peak / top) : peaks;
}

/** SVG path of vertical bars in a box of `columns`×100. */
export function barsPath(peaks: readonly number[]): string {
  return peaks.map((peak, i) => {
    const half = Math.max(1.5, peak * 46);
    return `M${i + 0.5} ${(50 - half).toFixed(1)}V${(50 + half).toFixed(1)}`;
  }).join("");
}
