import { define } from "../define.ts";

export default define.middleware(async (ctx) => {
  ctx.state.trail = ["top"];
  const response = await ctx.next();
  if (response.status !== 101) response.headers.set("x-trail", ctx.state.trail.join(","));
  return response;
});
