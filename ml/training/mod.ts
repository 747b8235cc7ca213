/** Training in Workers. */
export { openTrainer, type Trainer, type TrainOptions } from "./trainer.ts";
export { type NotTrained, type Progress, RefusedError, type TrainingOutcome, type TrainingTask } from "./protocol.ts";
