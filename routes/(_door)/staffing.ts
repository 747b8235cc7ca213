/** What the doors of calls' days and staffing share: which model is meant, and what time it is. */
import type { Access } from "@/store/access.ts";
import type { Result } from "@/crm/result.ts";
import type { Clocked } from "@/ml/intraday/mod.ts";
import { type Line, lineOf } from "@/ml/staffing/lines.ts";
import type { Ctx } from "./api.ts";
import { dayOf } from "./page.ts";

/** What it is by the company's clock. */
export function clockOf(ctx: Ctx): Clocked {
  const { timeZone } = ctx.state.site;
  const now = Date.now();
  return { now, today: dayOf(now, timeZone), timeZone };
}

/** A model that is not there is 404 (`staffing.error.no-model`). @throws {ForbiddenError} */
export async function withLine<Value>(
  ctx: Ctx,
  given: { access: Access; model: string },
  work: (line: Line) => Promise<Value>,
): Promise<Result<Value>> {
  const line = await lineOf(ctx.state.store, given.access, given.model);
  return line ? { ok: true, value: await work(line) } : { ok: false, code: "staffing.error.no-model" };
}

export const NO_MODEL = { "staffing.error.no-model": 404 } as const;
