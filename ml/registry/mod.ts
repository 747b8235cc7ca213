/** The door of models: what they are, their versions and trainings, and what they tell. */
export { archiveModel, createModel, updateModel } from "@/ml/registry/models.ts";
export { blobOf, getModel, getVersion, listModels, listRuns, listVersions } from "@/ml/registry/read.ts";
export {
  cancelTraining,
  startTraining,
  TRAINING_CHANNEL,
  type TrainingNews,
  trainingNews,
} from "@/ml/registry/runs.ts";
export { promote, rollBack } from "@/ml/registry/promote.ts";
export { championForecast, forecastDays, modelOfQueue, toldBefore, type ToldDay } from "@/ml/registry/forecasts.ts";
export * from "@/ml/registry/schemas.ts";
export { mendRuns, startDue } from "@/ml/registry/due.ts";
export { type DataPorts, type FrozenScore, type Ports, REAL_DATA } from "@/ml/registry/ports.ts";
export { pruneRegistry } from "@/ml/registry/prune.ts";
export { TELLING_JOB } from "@/ml/registry/promote.ts";
export { TRAINING_JOB } from "@/ml/registry/runs.ts";
export { liveModels, tellDays } from "@/ml/registry/tell.ts";
export { watchModel } from "@/ml/registry/watch.ts";
export { type Ended, workTraining } from "@/ml/registry/work.ts";
