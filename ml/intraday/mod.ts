/** The door of a queue's days beside their forecasts. */
export { type Accuracy, accuracyOf } from "@/ml/intraday/accuracy.ts";
export { type CallsDay, callsDay, type Clocked } from "@/ml/intraday/day.ts";
export { AHEAD, type CallsPast, callsPast, PAST_DAYS, type PastDay } from "@/ml/intraday/past.ts";
export { type RestOfDay, restOfDay, spreadOf, wholeDay } from "@/ml/intraday/rest_of_day.ts";
export type { Served } from "@/ml/intraday/served.ts";
export { type CallsWeek, callsWeek, type WeekDay } from "@/ml/intraday/week.ts";
