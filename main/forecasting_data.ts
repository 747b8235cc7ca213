/** Where trainings and the nightly look get their rows from. */
import { type DataPorts, REAL_DATA } from "@/ml/registry/mod.ts";
import { frozenOutcomes } from "@/ml/scores/outcomes.ts";

export const FORECASTING_DATA: DataPorts = {
  ...REAL_DATA,
  outcomes: (store, { version, most }) => frozenOutcomes(store, { version, most }),
};
