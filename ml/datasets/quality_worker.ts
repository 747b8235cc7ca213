/** Inside of the Worker that looks at long histories: rows in pieces, one question, one answer. */
import { type QualityAsked, qualityOf, type QualityPiece } from "@/ml/datasets/quality.ts";

const port = self as unknown as {
  onmessage: ((event: MessageEvent<QualityPiece>) => void) | null;
  postMessage(message: unknown): void;
};

const rows: QualityAsked["data"]["rows"][number][] = [];
const service: QualityAsked["data"]["service"][number][] = [];

port.onmessage = ({ data: piece }) => {
  for (const row of piece.rows) rows.push(row);
  for (const row of piece.service) service.push(row);
  const { asked } = piece;
  if (asked) port.postMessage(qualityOf({ ...asked, data: { ...asked.data, rows, service } }));
};
