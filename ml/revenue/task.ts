/** What is asked of the revenue Worker and what it answers: plain data. */
import type { BackTestView, HistoryPoint, RevenueAnswer, WaterfallView } from "@/ml/revenue/view.ts";

export type RevenueAsk =
  | { what: "view"; asOf: string; today: string; months: number }
  | { what: "back-test"; asOf: string; months: number }
  | { what: "waterfall"; from: string; to: string; period: string | null }
  /** Of each scope on each day; scopes as `ml/revenue/snapshots.ts` names them. */
  | { what: "snapshots"; days: { asOf: string; told: boolean; scopes: string[] }[]; months: number };

export interface RevenueTask {
  kind: "revenue";
  /** JSON texts of rows (`LifeRow[]` of ml/revenue/life.ts). */
  rows: string[];
  ask: RevenueAsk;
}

export interface Snapshot extends HistoryPoint {
  scope: string;
  period: string;
}

/** Each ask's answer. */
export interface RevenueAnswers {
  view: RevenueAnswer;
  "back-test": BackTestView;
  waterfall: Omit<WaterfallView, "names">;
  snapshots: Snapshot[];
}

export interface RevenueTrained {
  kind: "revenue";
  answer: RevenueAnswers[keyof RevenueAnswers];
}
