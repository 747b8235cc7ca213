/** The server that letters go out by. */
import { getMailServer, mailServerSchema, updateMailServer } from "@/crm/mail_out/mod.ts";
import { mailServerAnswer } from "@/routes/(_door)/api_schemas/notices.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/mail",
    id: "getMailServer",
    tag: "notices",
    needs: ["mail.manage"],
    response: mailServerAnswer.nullable(),
    work: async ({ access, ctx }) => ({ ok: true, value: await getMailServer(ctx.state.store, access) }),
  }),
  defineOperation({
    method: "PUT",
    path: "/api/v1/mail",
    id: "setMailServer",
    tag: "notices",
    needs: ["mail.manage"],
    body: mailServerSchema,
    response: mailServerAnswer,
    example: {
      body: {
        host: "smtp.example.com",
        port: 465,
        security: "tls",
        username: "crm@example.com",
        password: "secret",
        senderName: "Shop",
        senderAddress: "crm@example.com",
      },
    },
    work: ({ input, access, ctx }) => updateMailServer(ctx.state.store, access, input),
  }),
);
