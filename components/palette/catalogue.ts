/** All commands a person may run, with names in the page's language first and in the other after it. */
import { KINDS, PLURAL } from "@/crm/record/kinds.ts";
import type { Permission } from "@/store/access.ts";
import type { Command } from "@/components/palette/commands.ts";
import { navFor } from "@/components/shell/nav.ts";
import { wordsIn } from "@/components/i18n.ts";

type Spec = Omit<Command, "names"> & { key: string };

const AGENT: Spec[] = [
  {
    id: "ready",
    key: "desk.ready",
    group: "actions",
    icon: "agent",
    run: { do: "post", path: "/api/agent/ready", body: {} },
    keys: ["R"],
  },
  {
    id: "leave",
    key: "desk.leave",
    group: "actions",
    icon: "agent",
    run: { do: "post", path: "/api/agent/logout", body: {} },
  },
  {
    id: "finish",
    key: "desk.wrap-up.finish",
    group: "actions",
    icon: "agent",
    run: { do: "post", path: "/api/agent/wrap-up/finish", body: {} },
    keys: ["F"],
  },
  {
    id: "extend",
    key: "desk.wrap-up.extend",
    group: "actions",
    icon: "agent",
    run: { do: "post", path: "/api/agent/wrap-up/extend", body: { byMs: 30_000 } },
    keys: ["T"],
  },
];

const EVERYBODY: Spec[] = [
  { id: "light", key: "shell.command.light", group: "actions", icon: "look", run: { do: "theme", theme: "light" } },
  { id: "dark", key: "shell.command.dark", group: "actions", icon: "look", run: { do: "theme", theme: "dark" } },
  { id: "auto", key: "shell.command.auto", group: "actions", icon: "look", run: { do: "theme", theme: "auto" } },
  { id: "ru", key: "shell.command.ru", group: "actions", icon: "look", run: { do: "locale", locale: "ru" } },
  { id: "en", key: "shell.command.en", group: "actions", icon: "look", run: { do: "locale", locale: "en" } },
  { id: "help", key: "shell.keys.title", group: "actions", icon: "help", run: { do: "help" }, keys: ["Shift", "/"] },
  { id: "log-out", key: "shell.log-out", group: "actions", icon: "exit", run: { do: "logout" } },
];

/** New records, for those who may make them. */
const NEW: (Spec & { needs: Permission | readonly Permission[] })[] = [
  ...KINDS.map((kind) => {
    const entity = PLURAL[kind];
    return {
      id: `new-${kind}`,
      key: `shell.command.new-${kind}`,
      group: "actions" as const,
      icon: "new" as const,
      // A task is made wherever one is.
      ...(kind === "task"
        ? { run: { do: "task" as const }, keys: ["Alt", "N"] }
        : { run: { do: "open" as const, href: `/${entity}?new=1` } }),
      needs: (["own", "team", "all"] as const).map((reach): Permission => `${entity}.edit.${reach}`),
    };
  }),
  {
    id: "new-user",
    key: "admin.users.new",
    group: "actions",
    icon: "page",
    run: { do: "open", href: "/admin/users/new" },
    needs: "users.manage",
  },
  {
    id: "new-queue",
    key: "admin.queues.new",
    group: "actions",
    icon: "page",
    run: { do: "open", href: "/admin/queues/new" },
    needs: "queues.manage",
  },
  {
    id: "wall",
    key: "wallboard.wall",
    group: "actions",
    icon: "page",
    run: { do: "open", href: "/wallboard?wall=1" },
    needs: "wallboard.view",
  },
];

export function commandsFor(permissions: ReadonlySet<Permission>, locale: "ru" | "en"): Command[] {
  const here = wordsIn(locale);
  const there = wordsIn(locale === "ru" ? "en" : "ru");
  const named = ({ key, ...spec }: Spec): Command => ({ ...spec, names: [here(key), there(key)] });
  const pages = navFor(permissions).map((item) =>
    named({
      id: item.key,
      key: `shell.nav.${item.key}`,
      group: "pages",
      icon: "page",
      run: { do: "open", href: item.href },
    })
  );
  return [
    ...pages,
    ...(permissions.has("console.use") ? AGENT.map(named) : []),
    ...NEW.filter(({ needs }) => [needs].flat().some((need) => permissions.has(need))).map(({ needs: _, ...spec }) =>
      named(spec)
    ),
    ...EVERYBODY.map(named),
  ];
}
