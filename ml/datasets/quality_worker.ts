/** Inside of the Worker that looks at long histories: one question, one answer. */
import { type QualityAsked, qualityOf } from "@/ml/datasets/quality.ts";

const port = self as unknown as {
  onmessage: ((event: MessageEvent<QualityAsked>) => void) | null;
  postMessage(message: unknown): void;
};

port.onmessage = ({ data }) => port.postMessage(qualityOf(data));
