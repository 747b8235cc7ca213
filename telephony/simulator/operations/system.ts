/** Operations on the system, applications, endpoints and dynamic configuration. */
import { AriFault } from "../model.ts";
import { DONE, type Operation, operation } from "./request.ts";

/** What was pushed with `PUT /asterisk/config/dynamic/res_pjsip/{type}/{id}`: a phone's endpoint, auth or aor. */
export type DynamicConfig = Map<string, Record<string, string>>;

export interface SystemState {
  asteriskId: string;
  startedAt: number;
  config: DynamicConfig;
  /** Applications with an open events' WebSocket. */
  apps: () => string[];
  /** Event types each application wants; absent: all. */
  filters: Map<string, Set<string>>;
  /** Phones that are there, by resource: registered browser phones and virtual desk phones. */
  endpoints: () => { resource: string; online: boolean }[];
}

export function systemOperations(state: SystemState): Operation[] {
  const application = (name: string) => {
    if (!state.apps().includes(name)) throw new AriFault(404, "Application not found");
    const allowed = state.filters.get(name);
    return {
      name,
      channel_ids: [],
      bridge_ids: [],
      endpoint_ids: [],
      device_names: [],
      events_allowed: allowed ? [...allowed].map((type) => ({ type })) : [],
      events_disallowed: [],
    };
  };
  const key = (params: Record<string, string>) => `${params.type}/${params.id}`;
  return [
    operation("GET asterisk/info", () => ({
      status: 200,
      body: {
        build: { os: "simulator", kernel: "", machine: "", options: "", date: "", user: "" },
        system: { version: "22.0-simulator", entity_id: state.asteriskId },
        config: { name: "simulator", default_language: "en" },
        status: {
          startup_time: new Date(state.startedAt).toISOString(),
          last_reload_time: new Date(state.startedAt).toISOString(),
        },
      },
    })),
    operation("GET asterisk/ping", () => ({
      status: 200,
      body: { asterisk_id: state.asteriskId, ping: "pong", timestamp: new Date().toISOString() },
    })),
    operation("GET asterisk/config/dynamic/res_pjsip/{type}/{id}", (_, params) => {
      const fields = state.config.get(key(params));
      if (!fields) throw new AriFault(404, "No object exists with given id");
      return { status: 200, body: tuples(fields) };
    }),
    operation("PUT asterisk/config/dynamic/res_pjsip/{type}/{id}", (request, params) => {
      const fields: Record<string, string> = {};
      const given = request.body.fields;
      if (Array.isArray(given)) {
        for (const field of given) {
          if (isTuple(field)) fields[field.attribute] = field.value;
        }
      }
      state.config.set(key(params), fields);
      return { status: 200, body: tuples(fields) };
    }),
    operation("DELETE asterisk/config/dynamic/res_pjsip/{type}/{id}", (_, params) => {
      if (!state.config.delete(key(params))) throw new AriFault(404, "No object exists with given id");
      return DONE;
    }),
    operation("GET applications", () => ({ status: 200, body: state.apps().map(application) })),
    operation("GET applications/{app}", (_, { app }) => ({ status: 200, body: application(app) })),
    operation("PUT applications/{app}/eventFilter", (request, { app }) => {
      application(app);
      const allowed = request.body.allowed;
      if (Array.isArray(allowed) && allowed.length > 0) {
        state.filters.set(
          app,
          new Set(allowed.flatMap((entry) => typeof entry?.type === "string" ? [entry.type] : [])),
        );
      } else state.filters.delete(app);
      return { status: 200, body: application(app) };
    }),
    operation("POST applications/{app}/subscription", (_, { app }) => ({ status: 200, body: application(app) })),
    operation("DELETE applications/{app}/subscription", (_, { app }) => ({ status: 200, body: application(app) })),
    operation("GET endpoints", () => ({ status: 200, body: state.endpoints().map(showEndpoint) })),
    operation("GET endpoints/{tech}", () => ({ status: 200, body: state.endpoints().map(showEndpoint) })),
    operation("GET endpoints/{tech}/{resource}", (_, { resource }) => {
      const found = state.endpoints().find((endpoint) => endpoint.resource === resource);
      if (!found) throw new AriFault(404, "Endpoint not found");
      return { status: 200, body: showEndpoint(found) };
    }),
    operation("GET deviceStates", () => ({ status: 200, body: [] })),
  ];
}

export function showEndpoint(endpoint: { resource: string; online: boolean }): Record<string, unknown> {
  return {
    technology: "PJSIP",
    resource: endpoint.resource,
    state: endpoint.online ? "online" : "offline",
    channel_ids: [],
  };
}

function tuples(fields: Record<string, string>): { attribute: string; value: string }[] {
  return Object.entries(fields).map(([attribute, value]) => ({ attribute, value }));
}

function isTuple(value: unknown): value is { attribute: string; value: string } {
  return typeof value === "object" && value !== null && "attribute" in value && "value" in value &&
    typeof value.attribute === "string" && typeof value.value === "string";
}
