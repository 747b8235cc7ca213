/** What both pages of calls and staffing begin with. */
import { listLines } from "@/ml/staffing/lines.ts";
import type { StaffingSetUp } from "@/components/staffing/types.ts";
import type { Ctx } from "./api.ts";
import { allowed, dayOf, zoneOf } from "./page.ts";

const DAY = /^\d{4}-\d\d-\d\d$/;

/** The address may name model, day and view; what it names wrongly is as if it was not named. @throws {HttpError} 403 */
export async function staffingSetUp(ctx: Ctx, first: string): Promise<StaffingSetUp> {
  const access = allowed(ctx, "analytics.view");
  const { store, site } = ctx.state;
  const lines = await listLines(store, access);
  const today = dayOf(Date.now(), site.timeZone);
  const { searchParams } = ctx.url;
  const asked = searchParams.get("model");
  const day = searchParams.get("day") ?? "";
  return {
    lines,
    model: (lines.find(({ model, queue }) => model === asked || queue?.id === asked) ?? lines[0])?.model ?? null,
    day: DAY.test(day) && !Number.isNaN(Date.parse(day)) ? day : today,
    view: searchParams.get("view") ?? first,
    today,
    zone: zoneOf(ctx.state),
    mayManage: access.permissions.has("models.manage"),
  };
}
