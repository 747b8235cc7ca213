/**
 * Every route against every role and every method. A route file that is not in the table fails the test, so that nobody
 * adds a door without saying who may open it.
 */
import assert from "node:assert/strict";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { accessOf } from "@/crm/people/sessions.ts";
import { createRole } from "@/crm/people/mod.ts";
import { mayFollow } from "@/main/live.ts";
import { SYSTEM } from "@/store/access.ts";
import { readRouteFiles } from "@/web/fresh/route_files.ts";
import { type Door, type Role, ROLES, withDoor } from "./doors/fixture.ts";

const routes = fileURLToPath(new URL("../routes", import.meta.url));
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Method = typeof METHODS[number];
type Statuses = Record<Role, number>;

/** In the order of {@link ROLES}: nobody, agent, supervisor of another team, supervisor, analyst, administrator. */
const of = (...statuses: [number, number, number, number, number, number]): Statuses =>
  Object.fromEntries(ROLES.map((role, n) => [role, statuses[n]])) as Statuses;
const all = (status: number, nobody = status) => of(nobody, status, status, status, status, status);

const everybody = ["agent", "otherSupervisor", "supervisor", "analyst", "administrator"] as const;
const desks = ["agent", "otherSupervisor", "supervisor", "administrator"] as const;
const leaders = ["otherSupervisor", "supervisor", "analyst", "administrator"] as const;
const administrators = ["administrator"] as const;
const analysts = ["analyst", "administrator"] as const;
const mergers = ["otherSupervisor", "supervisor", "administrator"] as const;

/** `status` for those who may, 403 for the others; strangers are sent to the log-in page or told to log in. */
const may = (roles: readonly Role[], status: number, nobody: number): Statuses =>
  Object.fromEntries(
    ROLES.map((role) => [role, role === "nobody" ? nobody : roles.includes(role) ? status : 403]),
  ) as Statuses;
const page = (roles: readonly Role[]) => ({ GET: may(roles, 200, 303) });
/** Bodies are empty: whoever passes the rights is told that the input is wrong (400), or that there is no such thing. */
const api = (roles: readonly Role[], status: number) => may(roles, status, 401);
const listed = { PUT: api(administrators, 400), DELETE: api(administrators, 409) };
const changed = { PATCH: api(administrators, 409), DELETE: api(administrators, 409) };

type Row = [path: string, methods: Partial<Record<Method, Statuses>>];
const NONE = "00000000-0000-7000-8000-000000000000";

/** `{agent}` is the agent of the supervisor's team; call-1 is that agent's. */
const TABLE: Record<string, Row> = {
  "index.ts": ["/", { GET: all(302) }],
  "health.ts": ["/health", { GET: all(200) }],
  "metrics.ts": ["/metrics", { GET: of(404, 404, 404, 404, 404, 200) }],
  "live.ts": ["/live", { GET: all(426, 401) }],
  "sip.ts": ["/sip", { GET: may(desks, 400, 401) }],
  "login.tsx": ["/login", { GET: all(303, 200), POST: all(401) }],
  "logout.ts": ["/logout", { POST: all(303) }],

  // Strangers' doors: rights do not matter, the address does; an unknown one is no address.
  "f/[key].tsx": ["/f/no-such-key-at-all-here", { GET: all(404), POST: all(404) }],
  "intake/[key]/index.ts": ["/intake/no-such-key-at-all-here", { POST: all(404), OPTIONS: all(404) }],
  "intake/[key]/email.ts": ["/intake/no-such-key-at-all-here/email", { POST: all(404) }],

  "(console)/forecasting/calls.tsx": ["/forecasting/calls", page(leaders)],
  "(console)/forecasting/staffing.tsx": ["/forecasting/staffing", page(leaders)],
  "api/v1/forecasting/calls/index.ts": [`/api/v1/forecasting/calls?model=${NONE}`, { GET: api(leaders, 404) }],
  "api/v1/forecasting/calls/week.ts": [
    `/api/v1/forecasting/calls/week?model=${NONE}&from=2026-01-01`,
    { GET: api(leaders, 404) },
  ],
  "api/v1/forecasting/calls/past.ts": [`/api/v1/forecasting/calls/past?model=${NONE}`, { GET: api(leaders, 404) }],
  "api/v1/forecasting/scores/columns.ts": [
    "/api/v1/forecasting/scores/columns?kind=lead",
    { GET: api(leaders, 200) },
  ],
  "api/v1/forecasting/scores/[kind]/[id].ts": [
    `/api/v1/forecasting/scores/lead/${NONE}`,
    { GET: api(everybody, 404) },
  ],
  "api/v1/forecasting/staffing/index.ts": ["/api/v1/forecasting/staffing", { GET: api(leaders, 200) }],
  "api/v1/forecasting/staffing/export.ts": [
    `/api/v1/forecasting/staffing/export?model=${NONE}&from=2026-01-01`,
    { GET: api(leaders, 404) },
  ],
  "api/v1/forecasting/staffing/skills.ts": ["/api/v1/forecasting/staffing/skills", { POST: api(leaders, 400) }],
  "api/v1/forecasting/staffing/[id]/settings.ts": [
    `/api/v1/forecasting/staffing/${NONE}/settings`,
    { GET: api(leaders, 404), PUT: api(["analyst", "administrator"], 400) },
  ],
  "(console)/inbox.tsx": ["/inbox", page(desks)],
  "(console)/admin/sources/index.tsx": ["/admin/sources", page(administrators)],
  "(console)/admin/sources/[id].tsx": [
    "/admin/sources/00000000-0000-7000-8000-00000000a003",
    page(administrators),
  ],
  "(console)/admin/assignment.tsx": ["/admin/assignment", page(administrators)],
  "api/v1/inbox/index.ts": ["/api/v1/inbox", { GET: api(desks, 200) }],
  "api/v1/inbox/count.ts": ["/api/v1/inbox/count", { GET: api(desks, 200) }],
  "api/v1/inbox/figures.ts": ["/api/v1/inbox/figures", { GET: api(desks, 200) }],
  "api/v1/inbox/accept.ts": ["/api/v1/inbox/accept", { POST: api(desks, 400) }],
  "api/v1/inbox/decline.ts": ["/api/v1/inbox/decline", { POST: api(desks, 400) }],
  "api/v1/inbox/undo.ts": ["/api/v1/inbox/undo", { POST: api(desks, 400) }],
  "api/v1/inbox/retry.ts": ["/api/v1/inbox/retry", { POST: api(desks, 400) }],
  "api/v1/inbox/[id]/index.ts": [`/api/v1/inbox/${NONE}`, { GET: api(desks, 404) }],
  "api/v1/inbox/[id]/link.ts": [`/api/v1/inbox/${NONE}/link`, { POST: api(desks, 400) }],
  "(console)/tasks/index.tsx": ["/tasks", page(everybody)],
  "(console)/tasks/list.tsx": ["/tasks/list", page(everybody)],
  "(console)/tasks/[id].tsx": [`/tasks/${NONE}`, { GET: may(everybody, 404, 303) }],
  "api/v1/tasks/day.ts": ["/api/v1/tasks/day", { GET: api(everybody, 200) }],
  "api/v1/tasks/pressing.ts": ["/api/v1/tasks/pressing", { GET: api(everybody, 200) }],
  "api/v1/tasks/setup.ts": ["/api/v1/tasks/setup", { GET: api(everybody, 200) }],
  "api/v1/tasks/complete.ts": ["/api/v1/tasks/complete", { POST: api(desks, 400) }],
  "api/v1/tasks/skip.ts": ["/api/v1/tasks/skip", { POST: api(desks, 400) }],
  "api/v1/tasks/reopen.ts": ["/api/v1/tasks/reopen", { POST: api(desks, 400) }],
  "api/v1/tasks/postpone.ts": ["/api/v1/tasks/postpone", { POST: api(desks, 400) }],
  "api/v1/tasks/[id]/complete.ts": [`/api/v1/tasks/${NONE}/complete`, { POST: api(desks, 404) }],
  "api/v1/tasks/[id]/occurrence.ts": [`/api/v1/tasks/${NONE}/occurrence`, { POST: api(desks, 400) }],
  "api/v1/tasks/[id]/take.ts": [`/api/v1/tasks/${NONE}/take`, { POST: api(desks, 404) }],
  "api/v1/callbacks/index.ts": ["/api/v1/callbacks", { GET: api(desks, 200) }],
  "api/v1/callbacks/[id]/done.ts": [`/api/v1/callbacks/${NONE}/done`, { POST: api(desks, 404) }],
  "api/v1/sources/index.ts": ["/api/v1/sources", { GET: api(everybody, 200), POST: api(administrators, 400) }],
  "api/v1/sources/[id]/index.ts": [`/api/v1/sources/${NONE}`, {
    PATCH: api(administrators, 404),
    DELETE: api(administrators, 404),
  }],
  "api/v1/sources/[id]/rotate.ts": [`/api/v1/sources/${NONE}/rotate`, { POST: api(administrators, 400) }],
  "api/v1/sources/[id]/sample.ts": [`/api/v1/sources/${NONE}/sample`, { POST: api(administrators, 400) }],
  "api/v1/sources/[id]/test.ts": [`/api/v1/sources/${NONE}/test`, { POST: api(administrators, 400) }],
  "api/v1/assignment/rules/index.ts": ["/api/v1/assignment/rules", { POST: api(administrators, 400) }],
  "api/v1/assignment/rules/[id].ts": [`/api/v1/assignment/rules/${NONE}`, {
    PUT: api(administrators, 400),
    DELETE: api(administrators, 404),
  }],
  "api/v1/assignment/order.ts": ["/api/v1/assignment/order", { PUT: api(administrators, 400) }],
  "api/v1/assignment/try.ts": ["/api/v1/assignment/try", { GET: api(administrators, 200) }],
  "api/v1/assignment/run.ts": ["/api/v1/assignment/run", { POST: of(401, 403, 400, 400, 403, 400) }],

  "(console)/calendar.tsx": ["/calendar", page(everybody)],
  "(console)/admin/working-time.tsx": ["/admin/working-time", page(administrators)],
  "ics/[file].ts": ["/ics/nobody-knows-this.ics", { GET: all(404) }],
  "api/calendar-feed.ts": ["/api/calendar-feed", {
    GET: api(everybody, 200),
    POST: api(everybody, 200),
    DELETE: api(everybody, 200),
  }],
  "api/v1/calendar/index.ts": ["/api/v1/calendar", { GET: api(everybody, 400) }],
  "api/v1/calendar/tasks.ics.ts": ["/api/v1/calendar/tasks.ics", { GET: api(leaders, 400) }],
  "api/v1/calendar/tasks/[id]/task.ics.ts": [`/api/v1/calendar/tasks/${NONE}/task.ics`, { GET: api(everybody, 404) }],
  "api/v1/working-time/index.ts": ["/api/v1/working-time", {
    GET: api(everybody, 200),
    PUT: api(administrators, 400),
  }],
  "api/v1/working-time/next.ts": ["/api/v1/working-time/next", { GET: api(everybody, 400) }],
  "api/v1/working-time/people/[id].ts": [`/api/v1/working-time/people/${NONE}`, {
    GET: api(everybody, 200),
    PUT: api(everybody, 400),
  }],
  "api/v1/working-time/days/index.ts": ["/api/v1/working-time/days", { POST: api(everybody, 400) }],
  "api/v1/working-time/days/[id].ts": [`/api/v1/working-time/days/${NONE}`, { DELETE: api(everybody, 404) }],

  "(console)/notifications.tsx": ["/notifications", page(everybody)],
  "(console)/admin/mail.tsx": ["/admin/mail", page(administrators)],
  "api/v1/notices/index.ts": ["/api/v1/notices", { GET: api(everybody, 200) }],
  "api/v1/notices/news.ts": ["/api/v1/notices/news", { GET: api(everybody, 200) }],
  "api/v1/notices/read.ts": ["/api/v1/notices/read", { POST: api(everybody, 200) }],
  "api/v1/notices/preferences.ts": ["/api/v1/notices/preferences", {
    GET: api(everybody, 200),
    PUT: api(everybody, 200),
  }],
  "api/v1/notices/[id]/snooze.ts": [`/api/v1/notices/${NONE}/snooze`, { POST: api(everybody, 404) }],
  "api/v1/push/index.ts": ["/api/v1/push", { GET: api(everybody, 200), POST: api(everybody, 400) }],
  "api/v1/push/remove.ts": ["/api/v1/push/remove", { POST: api(everybody, 400) }],
  "api/v1/tasks/[id]/reminders/index.ts": [`/api/v1/tasks/${NONE}/reminders`, { GET: api(everybody, 404) }],
  "api/v1/tasks/[id]/reminders/[delivery]/resend.ts": [
    `/api/v1/tasks/${NONE}/reminders/${NONE}/resend`,
    { POST: api(desks, 404) },
  ],
  "api/v1/mail/index.ts": ["/api/v1/mail", { GET: api(administrators, 200), PUT: api(administrators, 400) }],
  "api/v1/mail/test.ts": ["/api/v1/mail/test", { POST: api(administrators, 400) }],

  "(console)/desk.tsx": ["/desk", page(desks)],
  "(console)/profile.tsx": ["/profile", page(everybody)],
  "(console)/wallboard.tsx": ["/wallboard", page(leaders)],
  "(console)/calls/index.tsx": ["/calls", page(everybody)],
  "(console)/calls/[id].tsx": ["/calls/call-1", { GET: of(303, 200, 404, 200, 200, 200) }],
  "(console)/leads/index.tsx": ["/leads", page(everybody)],
  "(console)/board/index.tsx": ["/board", page(everybody)],
  "(console)/board/[pipeline].tsx": [`/board/${NONE}`, { GET: may(everybody, 404, 303) }],
  "api/v1/boards/[pipeline]/index.ts": [`/api/v1/boards/${NONE}`, { GET: api(everybody, 404) }],
  "api/v1/boards/[pipeline]/cards.ts": [`/api/v1/boards/${NONE}/cards`, { POST: api(everybody, 400) }],
  "api/v1/boards/[pipeline]/stages/[stage]/cards.ts": [`/api/v1/boards/${NONE}/stages/${NONE}/cards`, {
    GET: api(everybody, 404),
  }],
  "api/v1/deals/[id]/move.ts": [`/api/v1/deals/${NONE}/move`, { POST: api(desks, 400) }],
  "api/v1/leads/[id]/convert/index.ts": [`/api/v1/leads/${NONE}/convert`, {
    GET: api(everybody, 404),
    POST: api(desks, 404),
  }],
  "api/v1/leads/[id]/convert/undo.ts": [`/api/v1/leads/${NONE}/convert/undo`, { POST: api(desks, 404) }],
  "api/v1/[kind]/[id]/deals.ts": [`/api/v1/leads/${NONE}/deals`, { GET: api(everybody, 404) }],
  "api/v1/deals/[id]/stages.ts": [`/api/v1/deals/${NONE}/stages`, { GET: api(everybody, 404) }],
  "(console)/deals/index.tsx": ["/deals", page(everybody)],
  "(console)/deals/[id].tsx": [`/deals/${NONE}`, { GET: may(everybody, 404, 303) }],
  "(console)/companies/index.tsx": ["/companies", page(everybody)],
  "(console)/contacts/index.tsx": ["/contacts", page(everybody)],
  "(console)/contacts/[id].tsx": ["/contacts/{contact}", page(everybody)],
  "(console)/leads/[id].tsx": [`/leads/${NONE}`, { GET: may(everybody, 404, 303) }],
  "(console)/companies/[id].tsx": [`/companies/${NONE}`, { GET: may(everybody, 404, 303) }],
  "(console)/duplicates.tsx": ["/duplicates", page(mergers)],
  "(console)/import/index.tsx": ["/import", page(mergers)],
  "(console)/forecasting/index.tsx": ["/forecasting", page(leaders)],
  "(console)/forecasting/models/new.tsx": ["/forecasting/models/new", page(analysts)],
  "(console)/forecasting/models/[id]/index.tsx": [`/forecasting/models/${NONE}`, { GET: may(leaders, 404, 303) }],
  "(console)/import/[id].tsx": [`/import/${NONE}`, { GET: may(mergers, 404, 303) }],
  "(console)/admin/audit.tsx": ["/admin/audit", page(administrators)],
  "(console)/admin/fields.tsx": ["/admin/fields", page(administrators)],
  "(console)/admin/pipelines.tsx": ["/admin/pipelines", page(administrators)],
  "(console)/admin/products.tsx": ["/admin/products", page(administrators)],
  "(console)/admin/loss-reasons.tsx": ["/admin/loss-reasons", page(administrators)],
  "(console)/admin/dispositions.tsx": ["/admin/dispositions", page(administrators)],
  "(console)/admin/numbers.tsx": ["/admin/numbers", page(administrators)],
  "(console)/admin/pause-reasons.tsx": ["/admin/pause-reasons", page(administrators)],
  "(console)/admin/queues/index.tsx": ["/admin/queues", page(administrators)],
  "(console)/admin/queues/[id].tsx": ["/admin/queues/{queue}", page(administrators)],
  "(console)/admin/roles.tsx": ["/admin/roles", page(administrators)],
  "(console)/admin/settings.tsx": ["/admin/settings", page(administrators)],
  "(console)/admin/skills.tsx": ["/admin/skills", page(administrators)],
  "(console)/admin/teams.tsx": ["/admin/teams", page(administrators)],
  "(console)/admin/users/index.tsx": ["/admin/users", page(administrators)],
  "(console)/admin/users/[id].tsx": ["/admin/users/{agent}", page(administrators)],

  "api/agent/login.ts": ["/api/agent/login", { POST: api(desks, 400) }],
  "api/agent/logout.ts": ["/api/agent/logout", { POST: api(desks, 200) }],
  "api/agent/pause.ts": ["/api/agent/pause", { POST: api(desks, 400) }],
  "api/agent/phone.ts": ["/api/agent/phone", { POST: api(desks, 400) }],
  "api/agent/queues.ts": ["/api/agent/queues", { POST: api(desks, 400) }],
  "api/agent/ready.ts": ["/api/agent/ready", { POST: api(desks, 200) }],
  "api/agent/reattach.ts": ["/api/agent/reattach", { POST: api(desks, 400) }],
  "api/agent/wrap-up/extend.ts": ["/api/agent/wrap-up/extend", { POST: api(desks, 400) }],
  "api/agent/wrap-up/finish.ts": ["/api/agent/wrap-up/finish", { POST: api(desks, 200) }],
  "api/agents/[id]/logout.ts": ["/api/agents/{agent}/logout", { POST: of(401, 403, 409, 200, 403, 200) }],
  "api/agents/[id]/pause.ts": ["/api/agents/{agent}/pause", { POST: of(401, 403, 400, 400, 403, 400) }],
  "api/agents/[id]/ready.ts": ["/api/agents/{agent}/ready", { POST: of(401, 403, 409, 200, 403, 200) }],

  "api/calls/[id]/disposition.ts": ["/api/calls/call-1/disposition", { POST: api(everybody, 400) }],
  "api/calls/[id]/hangup.ts": ["/api/calls/call-1/hangup", { POST: of(401, 409, 409, 200, 403, 200) }],
  "api/calls/[id]/notes.ts": ["/api/calls/call-1/notes", { POST: api(everybody, 400) }],
  "api/calls/[id]/recording.ts": ["/api/calls/call-1/recording", { GET: of(401, 200, 404, 200, 200, 200) }],
  "api/contacts/index.ts": ["/api/contacts", { POST: api(desks, 409) }],
  "api/contacts/[id].ts": [`/api/contacts/${NONE}`, { PATCH: api(desks, 409) }],
  "api/v1/[kind]/index.ts": ["/api/v1/leads", { GET: api(everybody, 200), POST: api(desks, 400) }],
  "api/v1/[kind]/count.ts": ["/api/v1/leads/count", { GET: api(everybody, 200) }],
  "api/v1/[kind]/by-ids.ts": ["/api/v1/leads/by-ids", { POST: api(everybody, 400) }],
  "api/v1/[kind]/bulk.ts": ["/api/v1/leads/bulk", { POST: api(desks, 400) }],
  "api/v1/[kind]/export.ts": ["/api/v1/leads/export", { GET: api(leaders, 200) }],
  "api/v1/[kind]/delete.ts": ["/api/v1/leads/delete", { POST: of(401, 403, 400, 400, 403, 400) }],
  "api/v1/[kind]/restore.ts": ["/api/v1/leads/restore", { POST: of(401, 403, 400, 400, 403, 400) }],
  "api/v1/[kind]/[id]/index.ts": [`/api/v1/leads/${NONE}`, {
    GET: api(everybody, 404),
    PATCH: api(desks, 400),
    DELETE: of(401, 403, 404, 404, 403, 404),
  }],
  "api/v1/fields/index.ts": ["/api/v1/fields?kind=lead", { GET: api(everybody, 200), POST: api(administrators, 400) }],
  "api/v1/fields/order.ts": ["/api/v1/fields/order", { POST: api(administrators, 400) }],
  "api/v1/fields/[id]/index.ts": [`/api/v1/fields/${NONE}`, {
    PATCH: api(administrators, 404),
    DELETE: api(administrators, 404),
  }],
  "api/v1/fields/[id]/restore.ts": [`/api/v1/fields/${NONE}/restore`, { POST: api(administrators, 404) }],
  "api/v1/fields/[id]/conversion.ts": [`/api/v1/fields/${NONE}/conversion`, { POST: api(administrators, 400) }],
  "api/roles/[key]/fields.ts": ["/api/roles/none/fields", { PUT: api(administrators, 400) }],
  "api/v1/[kind]/[id]/timeline.ts": [`/api/v1/leads/${NONE}/timeline`, { GET: api(everybody, 404) }],
  "api/v1/[kind]/[id]/notes.ts": [`/api/v1/leads/${NONE}/notes`, { POST: api(desks, 400) }],
  "api/v1/[kind]/[id]/consents.ts": [`/api/v1/leads/${NONE}/consents`, {
    GET: api(everybody, 404),
    POST: api(desks, 400),
  }],
  "api/v1/[kind]/merge/index.ts": ["/api/v1/leads/merge", { POST: api(mergers, 400) }],
  "api/v1/[kind]/merge/preview.ts": ["/api/v1/leads/merge/preview", { POST: api(mergers, 400) }],
  "api/v1/[kind]/[id]/files.ts": [`/api/v1/leads/${NONE}/files`, { GET: api(everybody, 404), POST: api(desks, 400) }],
  "api/v1/products/import.ts": ["/api/v1/products/import?name=a.csv", { POST: api(administrators, 409) }],
  "api/v1/files/[id]/index.ts": [`/api/v1/files/${NONE}`, { GET: api(everybody, 404), PATCH: api(desks, 404) }],
  "api/v1/files/[id]/preview.ts": [`/api/v1/files/${NONE}/preview`, { GET: api(everybody, 404) }],
  "api/v1/notes/[id].ts": [`/api/v1/notes/${NONE}`, { PATCH: api(desks, 404) }],
  "api/v1/merges/[id]/undo.ts": [`/api/v1/merges/${NONE}/undo`, { POST: api(mergers, 404) }],
  "api/v1/audit/[id]/revert.ts": [`/api/v1/audit/${NONE}/revert`, { POST: api(desks, 404) }],
  "api/v1/duplicates/index.ts": ["/api/v1/duplicates?kind=lead", { GET: api(mergers, 200) }],
  "api/v1/duplicates/check.ts": ["/api/v1/duplicates/check", { POST: api(everybody, 400) }],
  "api/v1/duplicates/dismiss.ts": ["/api/v1/duplicates/dismiss", { POST: api(mergers, 400) }],
  "api/v1/duplicates/reopen.ts": ["/api/v1/duplicates/reopen", { POST: api(mergers, 400) }],
  "api/v1/imports/index.ts": ["/api/v1/imports", { GET: api(mergers, 200), POST: api(mergers, 400) }],
  "api/v1/imports/[id]/index.ts": [`/api/v1/imports/${NONE}`, { GET: api(mergers, 404), PATCH: api(mergers, 404) }],
  "api/v1/imports/[id]/check.ts": [`/api/v1/imports/${NONE}/check`, { POST: api(mergers, 404) }],
  "api/v1/imports/[id]/run.ts": [`/api/v1/imports/${NONE}/run`, { POST: api(mergers, 404) }],
  "api/v1/imports/[id]/pause.ts": [`/api/v1/imports/${NONE}/pause`, { POST: api(mergers, 404) }],
  "api/v1/imports/[id]/resume.ts": [`/api/v1/imports/${NONE}/resume`, { POST: api(mergers, 404) }],
  "api/v1/imports/[id]/cancel.ts": [`/api/v1/imports/${NONE}/cancel`, { POST: api(mergers, 404) }],
  "api/v1/imports/[id]/undo.ts": [`/api/v1/imports/${NONE}/undo`, { POST: api(mergers, 404) }],
  "api/v1/imports/[id]/errors.ts": [`/api/v1/imports/${NONE}/errors`, { GET: api(mergers, 404) }],
  "api/v1/imports/[id]/errors.csv.ts": [`/api/v1/imports/${NONE}/errors.csv`, { GET: api(mergers, 404) }],
  "api/v1/imports/[id]/kept.ts": [`/api/v1/imports/${NONE}/kept`, { GET: api(mergers, 404) }],
  "api/v1/import-presets/index.ts": ["/api/v1/import-presets?kind=lead", {
    GET: api(mergers, 200),
    POST: api(mergers, 400),
  }],
  "api/v1/import-presets/[id].ts": [`/api/v1/import-presets/${NONE}`, { DELETE: api(mergers, 404) }],
  "api/v1/pipelines/index.ts": ["/api/v1/pipelines", { GET: api(everybody, 200), POST: api(administrators, 400) }],
  "api/v1/pipelines/order.ts": ["/api/v1/pipelines/order", { POST: api(administrators, 400) }],
  "api/v1/pipelines/[id]/index.ts": [`/api/v1/pipelines/${NONE}`, { PATCH: api(administrators, 400) }],
  "api/v1/pipelines/[id]/archive.ts": [`/api/v1/pipelines/${NONE}/archive`, { POST: api(administrators, 404) }],
  "api/v1/pipelines/[id]/restore.ts": [`/api/v1/pipelines/${NONE}/restore`, { POST: api(administrators, 404) }],
  "api/v1/pipelines/[id]/stages/index.ts": [`/api/v1/pipelines/${NONE}/stages`, { POST: api(administrators, 400) }],
  "api/v1/pipelines/[id]/stages/order.ts": [`/api/v1/pipelines/${NONE}/stages/order`, {
    POST: api(administrators, 400),
  }],
  "api/v1/stages/[id]/index.ts": [`/api/v1/stages/${NONE}`, { PATCH: api(administrators, 404) }],
  "api/v1/stages/[id]/archive.ts": [`/api/v1/stages/${NONE}/archive`, { POST: api(administrators, 404) }],
  "api/v1/stages/[id]/restore.ts": [`/api/v1/stages/${NONE}/restore`, { POST: api(administrators, 404) }],
  "api/v1/products/index.ts": ["/api/v1/products", { GET: api(everybody, 200), POST: api(administrators, 400) }],
  "api/v1/products/[id]/index.ts": [`/api/v1/products/${NONE}`, {
    PATCH: api(administrators, 404),
    DELETE: api(administrators, 404),
  }],
  "api/v1/products/[id]/restore.ts": [`/api/v1/products/${NONE}/restore`, { POST: api(administrators, 404) }],
  "api/v1/loss-reasons/index.ts": ["/api/v1/loss-reasons", {
    GET: api(everybody, 200),
    POST: api(administrators, 400),
  }],
  "api/v1/loss-reasons/order.ts": ["/api/v1/loss-reasons/order", { POST: api(administrators, 400) }],
  "api/v1/loss-reasons/[id]/index.ts": [`/api/v1/loss-reasons/${NONE}`, {
    PATCH: api(administrators, 400),
    DELETE: api(administrators, 404),
  }],
  "api/v1/loss-reasons/[id]/restore.ts": [`/api/v1/loss-reasons/${NONE}/restore`, { POST: api(administrators, 404) }],
  "(console)/forecasting/revenue.tsx": ["/forecasting/revenue", page(leaders)],
  "(console)/forecasting/sales.tsx": ["/forecasting/sales", page(leaders)],
  "api/v1/forecasting/revenue/index.ts": ["/api/v1/forecasting/revenue", { GET: api(leaders, 200) }],
  "api/v1/forecasting/revenue/back-test.ts": ["/api/v1/forecasting/revenue/back-test", { GET: api(leaders, 200) }],
  "api/v1/forecasting/revenue/history.ts": ["/api/v1/forecasting/revenue/history", { GET: api(leaders, 200) }],
  "api/v1/forecasting/revenue/waterfall.ts": ["/api/v1/forecasting/revenue/waterfall", { GET: api(leaders, 400) }],
  "api/v1/forecasting/revenue/export.ts": ["/api/v1/forecasting/revenue/export", { GET: api(leaders, 400) }],
  "api/v1/forecasting/quotas/index.ts": ["/api/v1/forecasting/quotas", {
    GET: api(leaders, 400),
    PUT: api(mergers, 400),
  }],
  "(console)/reports/sales.tsx": ["/reports/sales", page(everybody)],
  "api/v1/reports/sales/index.ts": ["/api/v1/reports/sales?from=2026-01-01&to=2026-01-31", {
    GET: api(everybody, 200),
  }],
  "api/v1/reports/sales/export.ts": ["/api/v1/reports/sales/export", { GET: api(leaders, 400) }],
  "(console)/forecasting/days.tsx": ["/forecasting/days", page(leaders)],
  "api/v1/forecasting/inspect.ts": ["/api/v1/forecasting/inspect", { POST: api(leaders, 400) }],
  "api/v1/forecasting/uploads/index.ts": ["/api/v1/forecasting/uploads", {
    GET: api(analysts, 200),
    POST: api(analysts, 400),
  }],
  "api/v1/forecasting/uploads/[id].ts": [`/api/v1/forecasting/uploads/${NONE}`, { DELETE: api(analysts, 404) }],
  "api/v1/forecasting/days/index.ts": ["/api/v1/forecasting/days", {
    GET: api(leaders, 200),
    POST: api(analysts, 400),
  }],
  "api/v1/forecasting/days/[id].ts": [`/api/v1/forecasting/days/${NONE}`, { DELETE: api(analysts, 404) }],
  "api/v1/forecasting/models/index.ts": ["/api/v1/forecasting/models", {
    GET: api(leaders, 200),
    POST: api(analysts, 400),
  }],
  "api/v1/forecasting/models/[id]/index.ts": [`/api/v1/forecasting/models/${NONE}`, {
    GET: api(leaders, 404),
    PATCH: api(analysts, 400),
    DELETE: api(analysts, 404),
  }],
  "api/v1/forecasting/models/[id]/train.ts": [`/api/v1/forecasting/models/${NONE}/train`, { POST: api(analysts, 404) }],
  "api/v1/forecasting/models/[id]/cancel.ts": [`/api/v1/forecasting/models/${NONE}/cancel`, {
    POST: api(analysts, 404),
  }],
  "api/v1/forecasting/models/[id]/rollback.ts": [`/api/v1/forecasting/models/${NONE}/rollback`, {
    POST: api(analysts, 404),
  }],
  "api/v1/forecasting/models/[id]/runs.ts": [`/api/v1/forecasting/models/${NONE}/runs`, { GET: api(leaders, 404) }],
  "api/v1/forecasting/models/[id]/forecast.ts": [
    `/api/v1/forecasting/models/${NONE}/forecast?from=2026-01-01&to=2026-01-31`,
    { GET: api(leaders, 404) },
  ],
  "api/v1/forecasting/models/[id]/versions/index.ts": [`/api/v1/forecasting/models/${NONE}/versions`, {
    GET: api(leaders, 404),
  }],
  "api/v1/forecasting/models/[id]/versions/[version]/index.ts": [
    `/api/v1/forecasting/models/${NONE}/versions/${NONE}`,
    { GET: api(leaders, 404) },
  ],
  "api/v1/forecasting/models/[id]/versions/[version]/promote.ts": [
    `/api/v1/forecasting/models/${NONE}/versions/${NONE}/promote`,
    { POST: api(analysts, 404) },
  ],
  "api/v1/forecasting/models/[id]/versions/[version]/blob.ts": [
    `/api/v1/forecasting/models/${NONE}/versions/${NONE}/blob`,
    { GET: api(leaders, 404) },
  ],
  "api/v1/search.ts": ["/api/v1/search?text=a", { GET: api(everybody, 200) }],
  "api/v1/views/index.ts": ["/api/v1/views?kind=lead", { GET: api(everybody, 200), POST: api(everybody, 400) }],
  "api/v1/views/order.ts": ["/api/v1/views/order", { POST: api(everybody, 400) }],
  "api/v1/views/[id].ts": [`/api/v1/views/${NONE}`, {
    PATCH: api(everybody, 404),
    DELETE: api(everybody, 404),
  }],
  "api/v1/undo/[id].ts": [`/api/v1/undo/${NONE}`, { POST: api(desks, 404) }],
  "(console)/api-docs.tsx": ["/api-docs", page(everybody)],
  "(console)/admin/api/index.tsx": ["/admin/api", page(administrators)],
  "(console)/admin/api/webhooks/index.tsx": ["/admin/api/webhooks", page(administrators)],
  "(console)/admin/api/webhooks/[id].tsx": [`/admin/api/webhooks/${NONE}`, { GET: of(303, 403, 403, 403, 403, 404) }],
  "api/v1/openapi.json.ts": ["/api/v1/openapi.json", { GET: api(everybody, 200) }],
  "api/v1/me.ts": ["/api/v1/me", { GET: api(everybody, 200) }],
  "api/v1/changes.ts": ["/api/v1/changes", { GET: api(everybody, 200) }],
  "(console)/admin/automation/index.tsx": ["/admin/automation", page(administrators)],
  "(console)/admin/automation/runs.tsx": ["/admin/automation/runs", page(administrators)],
  "(console)/admin/automation/[id].tsx": ["/admin/automation/new", page(administrators)],
  "hook/[secret].ts": ["/hook/no-such-secret-at-all", { POST: all(404) }],
  "api/v1/automation/rules/index.ts": ["/api/v1/automation/rules", {
    GET: api(administrators, 200),
    POST: api(administrators, 400),
  }],
  "api/v1/automation/rules/[id]/index.ts": [`/api/v1/automation/rules/${NONE}`, {
    GET: api(administrators, 404),
    PUT: api(administrators, 400),
    DELETE: api(administrators, 404),
  }],
  "api/v1/automation/rules/[id]/switch.ts": [`/api/v1/automation/rules/${NONE}/switch`, {
    POST: api(administrators, 400),
  }],
  "api/v1/automation/rules/[id]/restore.ts": [`/api/v1/automation/rules/${NONE}/restore`, {
    POST: api(administrators, 404),
  }],
  "api/v1/automation/rules/[id]/secret.ts": [`/api/v1/automation/rules/${NONE}/secret`, {
    POST: api(administrators, 404),
  }],
  "api/v1/automation/order.ts": ["/api/v1/automation/order", { PUT: api(administrators, 400) }],
  "api/v1/automation/runs/index.ts": ["/api/v1/automation/runs", { GET: api(administrators, 200) }],
  "api/v1/automation/runs/[id].ts": [`/api/v1/automation/runs/${NONE}`, { GET: api(administrators, 404) }],
  "api/v1/automation/try.ts": ["/api/v1/automation/try", { POST: api(administrators, 400) }],
  "api/v1/automation/preview.ts": ["/api/v1/automation/preview", { POST: api(administrators, 400) }],
  "api/v1/webhooks/index.ts": ["/api/v1/webhooks", {
    GET: api(administrators, 200),
    POST: api(administrators, 400),
  }],
  "api/v1/webhooks/[id]/index.ts": [`/api/v1/webhooks/${NONE}`, {
    GET: api(administrators, 404),
    PATCH: api(administrators, 404),
    DELETE: api(administrators, 404),
  }],
  "api/v1/webhooks/[id]/secret.ts": [`/api/v1/webhooks/${NONE}/secret`, { POST: api(administrators, 404) }],
  "api/v1/webhooks/[id]/ping.ts": [`/api/v1/webhooks/${NONE}/ping`, { POST: api(administrators, 404) }],
  "api/v1/webhooks/[id]/deliveries/index.ts": [`/api/v1/webhooks/${NONE}/deliveries`, {
    GET: api(administrators, 200),
  }],
  "api/v1/webhooks/[id]/deliveries/[delivery]/resend.ts": [
    `/api/v1/webhooks/${NONE}/deliveries/${NONE}/resend`,
    { POST: api(administrators, 404) },
  ],
  "api/tokens/index.ts": ["/api/tokens", { POST: api(leaders, 400) }],
  "api/tokens/[id].ts": [`/api/tokens/${NONE}`, { DELETE: api(leaders, 409) }],
  "api/service-accounts/index.ts": ["/api/service-accounts", { POST: api(administrators, 400) }],
  "api/service-accounts/[id]/index.ts": [`/api/service-accounts/${NONE}`, { PATCH: api(administrators, 409) }],
  "api/service-accounts/[id]/tokens.ts": [`/api/service-accounts/${NONE}/tokens`, {
    POST: api(administrators, 400),
  }],
  "api/contacts/lookup.ts": ["/api/contacts/lookup?number=555", { GET: api(everybody, 200) }],

  "api/queues/index.ts": ["/api/queues", { POST: api(administrators, 400) }],
  "api/queues/[id]/index.ts": [`/api/queues/${NONE}`, changed],
  "api/queues/[id]/members.ts": ["/api/queues/{queue}/members", { PUT: api(administrators, 400) }],
  "api/numbers/index.ts": ["/api/numbers", { POST: api(administrators, 400) }],
  "api/numbers/[id].ts": [`/api/numbers/${NONE}`, changed],
  "api/dispositions/[code].ts": ["/api/dispositions/none", listed],
  "api/pause-reasons/[key].ts": ["/api/pause-reasons/none", listed],
  "api/skills/[key].ts": ["/api/skills/none", listed],
  "api/roles/index.ts": ["/api/roles", { POST: api(administrators, 400) }],
  "api/roles/[key].ts": ["/api/roles/none", listed],
  "api/teams/index.ts": ["/api/teams", { POST: api(administrators, 400) }],
  "api/teams/[id].ts": [`/api/teams/${NONE}`, { PATCH: api(administrators, 400), DELETE: api(administrators, 409) }],
  "api/users/index.ts": ["/api/users", { POST: api(administrators, 400) }],
  "api/users/[id]/index.ts": [`/api/users/${NONE}`, { PATCH: api(administrators, 409) }],
  "api/users/[id]/password.ts": [`/api/users/${NONE}/password`, { POST: api(administrators, 400) }],
  "api/users/[id]/skills.ts": [`/api/users/${NONE}/skills`, { PUT: api(administrators, 400) }],
  "api/settings.ts": ["/api/settings", { PATCH: api(administrators, 200) }],
  "api/profile/index.ts": ["/api/profile", { PATCH: api(everybody, 200) }],
  "api/profile/password.ts": ["/api/profile/password", { POST: api(everybody, 400) }],
  "api/profile/sessions/[id].ts": [`/api/profile/sessions/${NONE}`, { DELETE: api(everybody, 409) }],
};

/** What a method that a route does not know is answered with. */
function unknownMethod(file: string, role: Role): number {
  if (role === "nobody" && file.startsWith("api/")) return 401;
  if (role === "nobody" && file.startsWith("(console)/")) return 303;
  return 405;
}

Deno.test("every route answers each role and method as the table says, or somebody opens a door unasked", async () => {
  const files = (await readRouteFiles(routes)).filter(({ kind }) => kind === "route")
    .map(({ path }) => relative(routes, path)).sort();
  assert.deepEqual(Object.keys(TABLE).sort(), files, "each route file stands in the table of this test");
  await withDoor(async (door) => {
    const places: Record<string, string> = {
      agent: door.userOf("agent")!,
      contact: door.contact,
      queue: door.centre.queues[0],
    };
    const wrong: string[] = [];
    for (const [file, [pattern, methods]] of Object.entries(TABLE)) {
      const path = pattern.replace(/\{(\w+)\}/g, (_, name) => places[name]);
      await Promise.all(ROLES.map(async (role) => {
        for (const method of METHODS) {
          const expected = methods[method === "HEAD" ? "GET" : method]?.[role] ?? unknownMethod(file, role);
          const accept = file.startsWith("api/") ? "application/json" : "text/html";
          const headers = { ...await door.headersOf(role), accept };
          const response = await door.send(path, { method, headers });
          const text = await response.text();
          if (response.status !== expected) {
            wrong.push(`${method} ${path} ${role}: ${response.status}, not ${expected}`);
          }
          if (/\bat .+\.tsx?:\d+/.test(text)) wrong.push(`${method} ${path} ${role}: shows a stack`);
          if (role === "nobody" && /rec-1|\+7916|7903111/.test(text)) wrong.push(`${method} ${path}: shows data`);
          const csp = response.headers.get("content-security-policy") ?? "";
          if (!csp.includes("default-src 'none'")) wrong.push(`${method} ${path} ${role}: no policy`);
        }
      }));
    }
    assert.deepEqual(wrong, []);
  });
});

Deno.test("what belongs to others is neither shown nor changed, or calls leak between teams", async () => {
  await withDoor(async (door) => {
    const { store, asked, centre } = door;
    const [, second] = centre.agents;
    const ask = async (role: Role, method: string, path: string, body?: unknown) => {
      const headers = {
        ...await door.headersOf(role),
        "content-type": "application/json",
        accept: path.startsWith("/api/") ? "application/json" : "text/html",
      };
      const response = await door.send(path, {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
      });
      return { status: response.status, text: await response.text() };
    };
    for (const role of ["agent", "supervisor"] as const) {
      const list = await ask(role, "GET", "/calls");
      const shown = ["call-1", "call-2"].filter((id) => list.text.includes(`/calls/${id}`));
      assert.deepEqual(shown, ["call-1"], `${role} in the list of calls`);
      assert.equal((await ask(role, "GET", "/calls/call-2")).status, 404);
      const found = await ask(role, "GET", "/api/contacts/lookup?number=%2B79161234567");
      assert.match(found.text, /"call-1"/);
      assert.doesNotMatch(found.text, /"call-2"/, `${role} finds the other team's call by its number`);
      const heard = await ask(role, "GET", "/api/calls/call-2/recording");
      assert.deepEqual([heard.status, heard.text.includes("rec-2")], [404, false]);
      assert.equal((await ask(role, "POST", "/api/calls/call-2/notes", { notes: "mine" })).status, 409);
      assert.equal((await ask(role, "POST", "/api/calls/call-2/disposition", { disposition: null })).status, 409);
      assert.equal((await ask(role, "POST", "/api/calls/call-2/hangup")).status, 409);
    }
    const reason = (await store.db.selectFrom("pause_reasons").select("key").executeTakeFirst())?.key ?? "lunch";
    assert.equal((await ask("supervisor", "POST", `/api/agents/${second.user}/pause`, { reason })).status, 409);
    assert.equal((await ask("supervisor", "POST", `/api/agents/${second.user}/logout`)).status, 409);
    assert.deepEqual(asked, [], "nothing of this reached the switchboard");
    const kept = await store.db.selectFrom("calls").select("notes").where("id", "=", "call-2").executeTakeFirst();
    assert.equal(kept?.notes, "");
    const analyst = await ask("analyst", "GET", "/calls/call-2");
    assert.equal(analyst.status, 200, "the analyst sees all of them");
  });
});

Deno.test("nobody ends another's session or follows another's desk, or a colleague is spied on", async () => {
  await withDoor(async (door) => {
    const theirs = (await door.headersOf("analyst")).cookie.replace("kommutator=", "");
    const row = await accessOf(door.store, theirs, { ip: "" });
    const headers = await door.headersOf("agent");
    const answer = await door.send(`/api/profile/sessions/${row!.id}`, { method: "DELETE", headers });
    assert.equal(answer.status, 409);
    assert.ok(await accessOf(door.store, theirs, { ip: "" }));
    const agent = await sessionOf(door, "agent");
    const topics = [
      "wallboard",
      "training",
      `agent/${agent.user.id}`,
      `agent/${door.centre.agents[1].user}`,
      "agent/",
      "board/1",
      "",
    ];
    const followed = async (role: Role) => {
      const session = await sessionOf(door, role);
      return topics.filter((topic) => mayFollow(session, topic));
    };
    assert.deepEqual(await followed("agent"), [`agent/${agent.user.id}`]);
    assert.deepEqual(await followed("supervisor"), ["wallboard", "training"]);
    assert.deepEqual(await followed("analyst"), ["wallboard", "training"]);
  });
});

Deno.test(
  "a role without rights opens only its own profile, and a temporary password opens nothing else",
  async () => {
    await withDoor(async (door) => {
      const { store } = door;
      await createRole(store, SYSTEM, { key: "empty", title: "Empty", permissions: [] });
      const agent = door.userOf("agent")!;
      await store.db.updateTable("user_roles").set({ role: "empty" }).where("user_id", "=", agent).execute();
      const headers = await door.headersOf("agent");
      const status = async (path: string, method = "GET") => {
        const accept = path.startsWith("/api/") ? "application/json" : "text/html";
        const response = await door.send(path, { method, headers: { ...headers, accept } });
        await response.body?.cancel();
        return response.status;
      };
      for (const path of ["/desk", "/calls", "/contacts", "/wallboard", "/admin/users"]) {
        assert.equal(await status(path), 403, path);
      }
      assert.equal(await status("/profile"), 200);
      assert.equal(await status("/api/calls/call-1/recording"), 403);
      await store.db.updateTable("users").set({ must_change_password: true }).execute();
      assert.equal(await status("/profile"), 200);
      assert.equal(await status("/desk"), 303);
      assert.equal(await status("/api/profile", "PATCH"), 403);
      assert.equal(await status("/live"), 403);
      assert.equal(await status("/api/profile/password", "POST"), 400, "this door stays open");
    });
  },
);

async function sessionOf(door: Door, role: Role) {
  const { cookie } = await door.headersOf(role);
  const session = await accessOf(door.store, cookie.replace("kommutator=", ""), { ip: "" });
  assert.ok(session);
  return session;
}
