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
