/** Every page of the console: where it is, who may see it, and its sign. Words: `shell.nav.<key>`. */
import {
  Bell,
  BookOpen,
  BookUser,
  BrainCircuit,
  Building2,
  CalendarClock,
  CalendarDays,
  ChartNoAxesCombined,
  ChartSpline,
  CircleUserRound,
  Coffee,
  Columns3Cog,
  Combine,
  FileInput,
  Funnel,
  Gauge,
  Handshake,
  Headset,
  Inbox,
  LayoutDashboard,
  Lightbulb,
  ListChecks,
  ListTodo,
  ListX,
  type LucideIcon,
  Mailbox,
  MailCheck,
  Package,
  Phone as PhoneIcon,
  PhoneCall,
  ScrollText,
  Settings,
  ShieldCheck,
  Split,
  SquareKanban,
  Target,
  TextCursorInput,
  TrendingUp,
  UserRoundCheck,
  Users,
  UsersRound,
  Webhook,
  Workflow,
} from "lucide-preact";
import type { Permission } from "@/store/access.ts";

export type NavGroup = "work" | "clients" | "analysis" | "setup" | "people" | "own";

export interface NavItem {
  key: string;
  href: string;
  icon: LucideIcon;
  group: NavGroup;
  /** One of these is needed; empty: everybody. */
  needs: readonly Permission[];
}

export const ANY_CALLS: readonly Permission[] = ["calls.view.own", "calls.view.team", "calls.view.all"];
export const ANY_LEADS: readonly Permission[] = ["leads.view.own", "leads.view.team", "leads.view.all"];
export const ANY_CONTACTS: readonly Permission[] = ["contacts.view.own", "contacts.view.team", "contacts.view.all"];
export const ANY_COMPANIES: readonly Permission[] = ["companies.view.own", "companies.view.team", "companies.view.all"];

export const ANY_DEALS: readonly Permission[] = ["deals.view.own", "deals.view.team", "deals.view.all"];
export const ANY_TASKS: readonly Permission[] = ["tasks.view.own", "tasks.view.team", "tasks.view.all"];

export const NAV: readonly NavItem[] = [
  { key: "desk", href: "/desk", icon: Headset, group: "work", needs: ["console.use"] },
  { key: "wallboard", href: "/wallboard", icon: Gauge, group: "work", needs: ["wallboard.view"] },
  { key: "calls", href: "/calls", icon: PhoneCall, group: "work", needs: ANY_CALLS },
  { key: "inbox", href: "/inbox", icon: Mailbox, group: "clients", needs: ["inbox.handle"] },
  { key: "leads", href: "/leads", icon: Target, group: "clients", needs: ANY_LEADS },
  { key: "board", href: "/board", icon: SquareKanban, group: "clients", needs: ANY_DEALS },
  { key: "deals", href: "/deals", icon: Handshake, group: "clients", needs: ANY_DEALS },
  { key: "tasks", href: "/tasks", icon: ListTodo, group: "clients", needs: ANY_TASKS },
  { key: "calendar", href: "/calendar", icon: CalendarDays, group: "clients", needs: ANY_TASKS },
  { key: "contacts", href: "/contacts", icon: BookUser, group: "clients", needs: ANY_CONTACTS },
  { key: "companies", href: "/companies", icon: Building2, group: "clients", needs: ANY_COMPANIES },
  { key: "duplicates", href: "/duplicates", icon: Combine, group: "clients", needs: ["records.merge"] },
  { key: "import", href: "/import", icon: FileInput, group: "clients", needs: ["records.import"] },
  {
    key: "sales-dashboard",
    href: "/forecasting/sales",
    icon: LayoutDashboard,
    group: "analysis",
    needs: ["analytics.view"],
  },
  { key: "sales-reports", href: "/reports/sales", icon: ChartNoAxesCombined, group: "analysis", needs: ANY_DEALS },
  { key: "revenue", href: "/forecasting/revenue", icon: TrendingUp, group: "analysis", needs: ["analytics.view"] },
  {
    key: "forecast-calls",
    href: "/forecasting/calls",
    icon: ChartSpline,
    group: "analysis",
    needs: ["analytics.view"],
  },
  {
    key: "staffing",
    href: "/forecasting/staffing",
    icon: UserRoundCheck,
    group: "analysis",
    needs: ["analytics.view"],
  },
  { key: "forecasting", href: "/forecasting", icon: BrainCircuit, group: "analysis", needs: ["analytics.view"] },
  { key: "queues", href: "/admin/queues", icon: Inbox, group: "setup", needs: ["queues.manage"] },
  { key: "numbers", href: "/admin/numbers", icon: PhoneIcon, group: "setup", needs: ["queues.manage"] },
  { key: "dispositions", href: "/admin/dispositions", icon: ListChecks, group: "setup", needs: ["queues.manage"] },
  { key: "pause-reasons", href: "/admin/pause-reasons", icon: Coffee, group: "setup", needs: ["queues.manage"] },
  { key: "skills", href: "/admin/skills", icon: Lightbulb, group: "setup", needs: ["queues.manage"] },
  { key: "sources", href: "/admin/sources", icon: Funnel, group: "setup", needs: ["sources.manage"] },
  { key: "assignment", href: "/admin/assignment", icon: Split, group: "setup", needs: ["sources.manage"] },
  { key: "automation", href: "/admin/automation", icon: Workflow, group: "setup", needs: ["automation.manage"] },
  {
    key: "working-time",
    href: "/admin/working-time",
    icon: CalendarClock,
    group: "people",
    needs: ["pipelines.manage", "settings.manage"],
  },
  { key: "pipelines", href: "/admin/pipelines", icon: Columns3Cog, group: "setup", needs: ["pipelines.manage"] },
  { key: "products", href: "/admin/products", icon: Package, group: "setup", needs: ["pipelines.manage"] },
  { key: "loss-reasons", href: "/admin/loss-reasons", icon: ListX, group: "setup", needs: ["pipelines.manage"] },
  { key: "users", href: "/admin/users", icon: Users, group: "people", needs: ["users.manage"] },
  { key: "teams", href: "/admin/teams", icon: UsersRound, group: "people", needs: ["users.manage"] },
  { key: "roles", href: "/admin/roles", icon: ShieldCheck, group: "people", needs: ["users.manage"] },
  { key: "fields", href: "/admin/fields", icon: TextCursorInput, group: "people", needs: ["fields.manage"] },
  { key: "api", href: "/admin/api", icon: Webhook, group: "people", needs: ["api.manage"] },
  { key: "audit", href: "/admin/audit", icon: ScrollText, group: "people", needs: ["audit.view"] },
  { key: "mail", href: "/admin/mail", icon: MailCheck, group: "people", needs: ["mail.manage"] },
  { key: "settings", href: "/admin/settings", icon: Settings, group: "people", needs: ["settings.manage"] },
  { key: "notifications", href: "/notifications", icon: Bell, group: "own", needs: [] },
  { key: "profile", href: "/profile", icon: CircleUserRound, group: "own", needs: [] },
  { key: "api-docs", href: "/api-docs", icon: BookOpen, group: "own", needs: ["api.use", "api.manage"] },
];

/** What a person with these rights may open. */
export function navFor(permissions: ReadonlySet<Permission>): NavItem[] {
  return NAV.filter((item) => item.needs.length === 0 || item.needs.some((need) => permissions.has(need)));
}

/** Whether a page stands under the item: the longest address that fits is meant. */
export function isAt(item: NavItem, path: string): boolean {
  const fits = (href: string) => path === href || path.startsWith(`${href}/`);
  return fits(item.href) && !NAV.some(({ href }) => href.length > item.href.length && fits(href));
}

/** The pages that are opened most, for the bar of a phone, which has room for four. Words: `shell.nav-short.<key>`. */
const MOST_USED = [
  "desk",
  "wallboard",
  "leads",
  "board",
  "tasks",
  "inbox",
  "calls",
  "contacts",
  "companies",
  "deals",
  "duplicates",
];

export function barFor(permissions: ReadonlySet<Permission>): NavItem[] {
  const items = navFor(permissions);
  return MOST_USED.flatMap((key) => items.find((item) => item.key === key) ?? []).slice(0, 4);
}

/** Where a person lands after logging in. */
export function homeFor(permissions: ReadonlySet<Permission>): string {
  const [first] = navFor(permissions);
  return first?.href ?? "/profile";
}
