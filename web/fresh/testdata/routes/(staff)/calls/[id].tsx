import { HttpError, page } from "fresh";
import { define } from "../../../define.ts";

export const handler = define.handlers({
  GET(ctx) {
    if (ctx.params.id === "missing") throw new HttpError(404);
    if (ctx.params.id === "broken") throw new Error("secret detail");
    return page({ id: ctx.params.id }, { status: 203, headers: { "x-id": "yes" } });
  },
  POST(ctx) {
    return ctx.redirect("//evil.example/x");
  },
});

export default define.page<typeof handler>(({ data, route }) => <h1 data-route={route}>{data.id}</h1>);
