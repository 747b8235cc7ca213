/** Every route file with every role: who may not, gets no page and no data; who may, gets no error. */
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { readRouteFiles } from "@/web/fresh/route_files.ts";
import { anyReach, DEFAULT_ROLES, type Permission } from "@/store/access.ts";
import { type Fixture, withFixture } from "./fixture.ts";

type Role = keyof typeof DEFAULT_ROLES;

const ANY_CALLS: Permission[] = ["calls.view.own", "calls.view.team", "calls.view.all"];
const ANY_LEADS = anyReach("leads", "view");
const ANY_CONTACTS = anyReach("contacts", "view");
const ANY_COMPANIES = anyReach("companies", "view");
const ANY_DEALS = anyReach("deals", "view");
const ANY_EDIT: Permission[] = (["leads", "contacts", "companies"] as const).flatMap((kind) => anyReach(kind, "edit"));
/** What a route needs: one of these; empty: a session; null: nothing. First match counts. */
const NEEDS: [pattern: RegExp, needs: Permission[] | null][] = [
  [/^\/login$|^\/logout$|^\/$|^\/health$/, null],
  // From this machine, where the test runs, monitoring may read them without a session.
  [/^\/metrics$/, null],
  [/^\/live$/, []],
  [/^\/sip$/, ["console.use"]],
  [/^\/profile$|^\/api\/profile/, []],
  [/^\/notifications$|^\/api\/v1\/(notices|push)/, []],
  [/^\/admin\/mail$|^\/api\/v1\/mail/, ["mail.manage"]],
  [/^\/api\/v1\/tasks\/:id\/reminders$/, anyReach("tasks", "view")],
  [/^\/api\/v1\/tasks\/:id\/reminders\//, anyReach("tasks", "edit")],
  [/^\/desk$|^\/api\/agent\//, ["console.use"]],
  [/^\/wallboard$/, ["wallboard.view"]],
  [/^\/api\/agents\//, ["agents.control"]],
  [/^\/api\/calls\/:id\/hangup$/, ["console.use", "agents.control"]],
  [/^\/api\/calls\/:id\/recording$/, ["recordings.play"]],
  [/^\/calls|^\/api\/calls/, ANY_CALLS],
  [/^\/api\/v1\/:kind\/(delete|restore)$/, ["leads.delete"]],
  [/^\/api\/v1\/:kind\/export$/, ["leads.export"]],
  [/^\/api\/v1\/:kind\/merge|^\/api\/v1\/(merges|duplicates\/(dismiss|reopen))|^\/duplicates$/, ["records.merge"]],
  [/^\/api\/v1\/duplicates$/, ["records.merge"]],
  [/^\/api\/v1\/leads\/:id\/convert/, ANY_LEADS],
  [/^\/api\/v1\/deals\/:id\/stages$/, anyReach("deals", "view")],
  [/^\/api\/v1\/(audit|notes)\//, ANY_EDIT],
  [/^\/api\/v1\/files\//, []],
  [/^\/api\/v1\/(sources|assignment\/(try|rules|order))|^\/admin\/(sources|assignment)/, ["sources.manage"]],
  [/^\/api\/v1\/assignment\/run$/, ["leads.edit.team", "leads.edit.all"]],
  [/^\/api\/v1\/reports\/sales\/export$/, ["deals.export"]],
  [/^\/reports\/|^\/api\/v1\/reports/, ANY_DEALS],
  [/^\/api\/v1\/forecasting\/revenue\/export$/, ["deals.export"]],
  [/^\/api\/v1\/forecasting\/scores\/:kind\/:id$/, [...ANY_LEADS, ...ANY_DEALS]],
  [/^\/api\/v1\/forecasting\/(uploads|days\/:id)|^\/forecasting\/models\/new$/, ["models.manage"]],
  [/^\/api\/v1\/forecasting\/models\/:id\/.*(train|cancel|rollback|promote)$/, ["models.manage"]],
  [/^(\/api\/v1)?\/forecasting/, ["analytics.view"]],
  [/^\/api\/v1\/(pipelines|stages|products|loss-reasons)|^\/admin\/(pipelines|products|loss-reasons)/, [
    "pipelines.manage",
  ]],
  [/^\/api\/v1\/inbox\/figures$/, ["inbox.handle", "sources.manage"]],
  [/^\/api\/v1\/(inbox|callbacks)|^\/inbox$/, ["inbox.handle"]],
  [/^\/admin\/api|^\/api\/service-accounts|^\/api\/v1\/webhooks/, ["api.manage"]],
  [/^\/admin\/automation|^\/api\/v1\/automation/, ["automation.manage"]],
  [/^\/api\/tokens$/, ["api.use"]],
  [/^\/api\/tokens\/:id$/, ["api.use", "api.manage"]],
  [/^\/api-docs$|^\/api\/v1\/(me|changes|openapi)/, []],
  [/^\/import|^\/api\/v1\/imports/, ["records.import"]],
  [/^\/api\/v1\/:kind\/export/, ["leads.export"]],
  [/^\/api\/v1\/import(s|-presets)|^\/import/, ["records.import"]],
  [/^\/api\/v1\/tasks\/:id\/take$/, ["inbox.handle"]],
  [/^\/api\/v1\/tasks\/(:id\/)?(complete|skip|reopen|postpone|occurrence)$/, anyReach("tasks", "edit")],
  [/^\/tasks|^\/api\/v1\/tasks/, anyReach("tasks", "view")],
  // Everybody who sees records reads what fields there are.
  [/^\/api\/v1\/fields\/|^\/admin\/fields$/, ["fields.manage"]],
  [/^\/api\/v1\/calendar\/tasks\.ics$/, ["tasks.export"]],
  [/^\/api\/v1\/calendar/, anyReach("tasks", "view")],
  [/^\/api\/v1\/working-time/, []],
  [/^\/api\/v1\/(:kind|undo|search|views|fields|duplicates\/check)/, []],
  // Doors for people and programs outside.
  [/^\/(f|hook|intake)\//, null],
  [/^\/calendar$|^\/api\/calendar-feed$/, anyReach("tasks", "view")],
  [/^\/admin\/working-time$/, ["pipelines.manage", "settings.manage"]],
  [/^\/ics\//, null],
  [/^\/leads/, ANY_LEADS],
  [/^\/deals/, anyReach("deals", "view")],
  [/^\/board|^\/api\/v1\/boards\//, ANY_DEALS],
  [/^\/api\/v1\/deals\/:id\/move$/, anyReach("deals", "edit")],
  [/^\/companies/, ANY_COMPANIES],
  [/^\/contacts|^\/api\/contacts\/lookup$/, ANY_CONTACTS],
  [/^\/api\/contacts/, ["contacts.edit.own", "contacts.edit.team", "contacts.edit.all"]],
  [/^\/api\/users\/:id\/skills$/, ["queues.manage"]],
  [/^\/admin\/(users|teams|roles)|^\/api\/(users|teams|roles)/, ["users.manage"]],
  [/^\/admin\/(queues|numbers|dispositions|pause-reasons|skills)/, ["queues.manage"]],
  [/^\/api\/(queues|numbers|dispositions|pause-reasons|skills)/, ["queues.manage"]],
  [/^\/admin\/audit$/, ["audit.view"]],
  [/^\/admin\/settings$|^\/api\/settings$/, ["settings.manage"]],
];

/** Where reading and writing differ: looked at first. */
const BY_METHOD: [route: RegExp, needs: Permission[]][] = [
  [/^PUT \/api\/v1\/forecasting\/quotas$/, ["quotas.manage"]],
  [/^(POST|PATCH|DELETE) \/api\/v1\/forecasting\/(models(\/:id)?|days)$/, ["models.manage"]],
  [/^PUT \/api\/v1\/forecasting\/staffing\/:id\/settings$/, ["models.manage"]],
  [/^PUT \/api\/v1\/working-time$/, ["pipelines.manage", "settings.manage"]],
  [/^POST \/api\/v1\/fields$/, ["fields.manage"]],
  [/^GET \/api\/v1\/sources$/, []],
  [/^GET \/api\/v1\/(pipelines|products|loss-reasons)$/, ANY_DEALS],
  [/^DELETE \/api\/v1\/:kind\/:id$/, ["leads.delete"]],
  [/^(POST|PATCH) \/api\/v1\/:kind(\/bulk|\/:id|\/:id\/(consents|notes|files))?$/, ANY_EDIT],
  [/^PATCH \/api\/v1\/files\/:id$/, ANY_EDIT],
  [/^POST \/api\/v1\/undo/, ANY_EDIT],
  [/^POST \/api\/v1\/leads\/:id\/convert/, anyReach("leads", "edit")],
];

const LOGINS: Record<Role, string> = { agent: "anna", supervisor: "olga", analyst: "rita", administrator: "admin" };

Deno.test("no role reaches a page or an answer that it has no right to", async () => {
  const root = new URL("../../routes", import.meta.url).pathname;
  const routes = (await readRouteFiles(root)).filter((file) => file.kind === "route");
  assert.ok(routes.length > 40);
  await withFixture(0, async (fixture) => {
    const sessions = new Map<Role | null, Session>([[null, { cookie: "", csrf: "" }]]);
    for (const role of Object.keys(LOGINS) as Role[]) sessions.set(role, await logIn(fixture, LOGINS[role]));
    const wrong: string[] = [];
    for (const { pattern, path } of routes) {
      const rule = NEEDS.find(([match]) => match.test(pattern));
      assert.ok(rule, `${pattern}: say in NEEDS who may`);
      const module = await import(pathToFileURL(path).href);
      const methods = Object.keys(module.handlers ?? {});
      for (const method of methods) {
        for (const [role, session] of sessions) {
          const needs = BY_METHOD.find(([match]) => match.test(`${method} ${pattern}`))?.[1] ?? rule[1];
          const may = needs === null ||
            role !== null && (needs.length === 0 || needs.some((need) => DEFAULT_ROLES[role].includes(need)));
          const status = await ask(fixture, session, { method, path: fill(pattern) });
          const refused = status === 401 || status === 403 ||
            (status === 303 && pattern !== "/login" && pattern !== "/logout");
          if (needs === null ? status >= 500 : may ? status >= 500 || status === 403 || status === 401 : !refused) {
            wrong.push(`${method} ${pattern} as ${role ?? "nobody"}: ${status}`);
          }
        }
      }
    }
    assert.deepEqual(wrong, []);
  });
});

interface Session {
  cookie: string;
  csrf: string;
}

/** An id that exists nowhere, so that nothing is changed by those who may. */
function fill(pattern: string): string {
  return pattern.replace(
    /:(id|key|code|kind)/g,
    (_, name) => name === "kind" ? "leads" : name === "id" ? "0190aaaa-0000-7000-8000-000000000000" : "none-such",
  );
}

async function ask(fixture: Fixture, session: Session, request: { method: string; path: string }): Promise<number> {
  if (request.path === "/logout") return 303;
  const response = await fetch(fixture.url + request.path, {
    method: request.method,
    redirect: "manual",
    headers: {
      cookie: session.cookie,
      accept: request.path.startsWith("/api/") ? "application/json" : "text/html",
      ...(request.method === "GET" ? {} : { "content-type": "application/json", "x-csrf": session.csrf }),
    },
    ...(request.method === "GET" ? {} : { body: "{}" }),
  });
  await response.body?.cancel();
  return response.status;
}

async function logIn(fixture: Fixture, login: string): Promise<Session> {
  const door = await fetch(`${fixture.url}/login`);
  const cookie = door.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
  const csrf = /name="csrf" content="([^"]+)"/.exec(await door.text())?.[1] ?? "";
  const entered = await fetch(`${fixture.url}/login`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrf, login, password: fixture.password }),
  });
  await entered.body?.cancel();
  assert.equal(entered.status, 303);
  const own = [cookie, ...entered.headers.getSetCookie().map((one) => one.split(";")[0])].join("; ");
  const page = await fetch(`${fixture.url}/profile`, { headers: { cookie: own, accept: "text/html" } });
  return { cookie: own, csrf: /name="csrf" content="([^"]+)"/.exec(await page.text())?.[1] ?? "" };
}
