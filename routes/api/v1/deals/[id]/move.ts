/** Moves a deal to a stage and a place in its column; the answer carries the way back. */
import { z } from "zod";
import { anyReach } from "@/store/access.ts";
import { moveDeal, moveSchema } from "@/crm/board/mod.ts";
import { movedShape } from "@/routes/(_door)/api_schemas/boards.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { noRecord } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/deals/{id}/move",
  id: "moveDeal",
  tag: "boards",
  needs: anyReach("deals", "edit"),
  params: z.object({ id: z.uuid() }),
  body: moveSchema,
  response: movedShape,
  statuses: noRecord,
  example: {
    body: {
      stage: "019a5f0e-2c11-7c4e-9a55-0f4be2d1c002",
      was: "019a5f0e-2c11-7c4e-9a55-0f4be2d1c001",
      after: null,
      before: "019a5f0e-2c11-7c4e-9a55-0f4be2d1c0aa",
      values: { amount: { minor: 15000000, currency: "RUB" } },
    },
  },
  work: ({ input, access, ctx }) => moveDeal(ctx.state.store, access, input),
}));
