/** What every route finds in `ctx.state`. Services are put there by main, the rest by `routes/_middleware.ts`. */
import { createDefine } from "fresh";
import type { Access } from "@/store/access.ts";
import type { RecordFiles } from "@/crm/files/mod.ts";
import type { Imports } from "@/crm/import/mod.ts";
import type { Session, SessionUser } from "@/crm/people/mod.ts";
import type { SiteSettings } from "@/crm/queues/mod.ts";
import type { Store } from "@/crm/records.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import type { Switchboard } from "./switchboard.ts";

/** A log-in that the log-in page offers in demo mode. Never set outside of it. */
export interface DemoLogin {
  login: string;
  password: string;
  role: "agent" | "supervisor" | "analyst" | "administrator";
}

export interface Services {
  store: Store;
  switchboard: Switchboard;
  /** Work that a request begins and does not wait for. */
  jobs: Jobs;
  imports: Imports;
  files: RecordFiles;
  /** Logins shown at the door; empty when this is not a demo. */
  demo: readonly DemoLogin[];
  /** Upgrades to the live topics; the session was checked, the Origin is checked inside. */
  live(request: Request, session: Session, token: string): Response;
  /** Upgrades to SIP over WebSocket; rights were checked, the Origin is checked inside. */
  sip(request: Request, session: Session, token: string): Response;
  health(): Promise<{ ok: boolean; [part: string]: unknown }>;
  /** Prometheus text. */
  metrics(): Promise<string>;
  /** Cookies only over HTTPS (or on localhost). */
  secureCookies: boolean;
  /** Origin that people see when a reverse proxy stands before us; null: none does. */
  publicOrigin: string | null;
}

export interface State extends Services {
  /** null: nobody is logged in. */
  session: Session | null;
  user: SessionUser | null;
  access: Access | null;
  locale: "ru" | "en";
  theme: "auto" | "light" | "dark";
  /** Where the request comes from, behind the proxy if there is one. */
  ip: string;
  /** For forms and the `x-csrf` header. */
  csrf: string;
  site: SiteSettings;
}

export const define = createDefine<State>();
