import { define } from "../../define.ts";

export const handler = define.handlers((ctx) => Response.json({ path: ctx.params.path, method: ctx.req.method }));
