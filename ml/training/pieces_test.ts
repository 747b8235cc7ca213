import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { inPieces, withRows, type WorkerHears } from "@/ml/training/pieces.ts";
import type { ScoreTask } from "@/ml/training/protocol.ts";
import { SCORE_SETTINGS } from "@/ml/scores/report.ts";

Deno.test("a task comes out of its pieces as it went in, or a model learns from rows that nobody has", () => {
  fc.assert(
    fc.property(fc.nat(4_000), fc.integer({ min: 1, max: 40 }), (count, width) => {
      const rows = Array.from({ length: count }, (_, n) => Array.from({ length: width }, (_, k) => `${n}.${k}`));
      const columns = Array.from({ length: width }, (_, k) => `${k}`);
      const task: ScoreTask = {
        kind: "score",
        table: { columns, rows },
        outcome: new Uint8Array(count),
        moment: null,
        settings: SCORE_SETTINGS,
        champion: null,
      };
      const pieces = [...inPieces(task)];
      const last = pieces.pop() as Extract<WorkerHears, { hear: "task" }>;
      const got = pieces.flatMap((piece) => piece.hear === "rows" ? [...piece.rows] : []);
      assert.deepEqual(withRows(last.task, got), task);
      for (const piece of pieces) assert.ok(piece.hear === "rows" && piece.rows.length * width <= 20_000);
    }),
    { numRuns: 30 },
  );
});
