/** Door of the SIPp library: callers, desk phones and trunks for tests and benches against a real Asterisk. */
export type { CallerHabits } from "./caller.ts";
export type { PhoneHabits } from "./phone.ts";
export {
  type CallersOptions,
  type Moment,
  register,
  type SippRun,
  type SippStats,
  startCallers,
  startPhones,
} from "./run.ts";
export { amplitudeOf, type Heard, loudness, readWav, tonesIn, toneUlaw } from "./tone.ts";
