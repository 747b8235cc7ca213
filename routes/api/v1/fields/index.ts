/** The fields of a kind as the asking person has them, and a new own one. */
import { z } from "zod";
import { createField, createFieldSchema } from "@/crm/fields/mod.ts";
import { fieldSchema, ownFieldSchema } from "@/routes/(_door)/api_schemas/fields.ts";
import { anyKind, namedFields } from "@/routes/(_door)/fields.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { anyView } from "@/routes/(_door)/records.ts";

const shared = { path: "/api/v1/fields", tag: "fields" } as const;

export const handlers = serve(
  defineOperation({
    ...shared,
    method: "GET",
    id: "listFields",
    needs: anyView,
    query: z.object({ kind: anyKind }),
    response: z.object({ fields: z.array(fieldSchema) }),
    work: async ({ input, access, ctx }) => ({
      ok: true,
      value: { fields: await namedFields(ctx.state.store, access, input) },
    }),
  }),
  defineOperation({
    ...shared,
    method: "POST",
    id: "createField",
    needs: ["fields.manage"],
    body: createFieldSchema.extend({ kind: anyKind }),
    response: ownFieldSchema,
    example: {
      body: {
        kind: "lead",
        type: "select",
        titleRu: "Delivery",
        titleEn: "Delivery",
        options: [{ titleRu: "Courier", titleEn: "Courier" }, { titleRu: "Pickup", titleEn: "Pickup" }],
      },
    },
    work: ({ input, access, ctx }) => createField(ctx.state.store, access, input),
  }),
);
