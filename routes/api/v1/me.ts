/** Who the caller is and what it may do: the first thing a program asks. */
import { z } from "zod";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/me",
  id: "getMe",
  tag: "api",
  response: z.object({
    id: z.uuid(),
    name: z.string(),
    roles: z.array(z.string()),
    team: z.uuid().nullable(),
    permissions: z.array(z.string()).meta({ description: "api.field.permissions" }),
  }),
  work: ({ access, ctx }) => {
    const { id, name, roles, team } = ctx.state.user!;
    return Promise.resolve({ ok: true, value: { id, name, roles, team, permissions: [...access.permissions].sort() } });
  },
}));
