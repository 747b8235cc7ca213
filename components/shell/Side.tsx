/** The frame's navigation: beside the page, or as bars on a phone. */
import { ChevronsUpDown, Ellipsis, LogOut, Search } from "lucide-preact";
import type { Permission } from "@/store/access.ts";
import type { SessionUser } from "@/crm/people/sessions.ts";
import { barFor, isAt, navFor, type NavGroup, type NavItem } from "@/components/shell/nav.ts";
import { Avatar } from "@/components/Avatar.tsx";
import { Logo } from "@/components/Logo.tsx";
import { useT } from "@/components/i18n.ts";
import Preferences from "@/islands/Preferences.tsx";
import Bell from "@/islands/Bell.tsx";
import InboxBadge from "@/islands/InboxBadge.tsx";
import TaskBadge from "@/islands/TaskBadge.tsx";
import LinkState from "@/islands/LinkState.tsx";

export interface FrameProps {
  path: string;
  user: SessionUser;
  permissions: ReadonlySet<Permission>;
  company: string;
  locale: "ru" | "en";
  theme: "auto" | "light" | "dark";
  csrf: string;
}

/** Names of keys are the same in every language. */
const PALETTE_KEYS = "Ctrl K";
const GROUPS: NavGroup[] = ["work", "clients", "analysis", "setup", "people"];

export function Side(props: FrameProps) {
  const t = useT();
  const items = navFor(props.permissions);
  return (
    <nav class="side" aria-label={t("shell.nav.title")}>
      <div class="side-head">
        <a class="brand" href="/">
          <Logo />
          <span>
            {t("shell.product")}
            {props.company && <small>{props.company}</small>}
          </span>
        </a>
        <Bell here={props.path === "/notifications"} />
      </div>
      <button type="button" class="side-search" data-open-palette aria-keyshortcuts="Control+K Meta+K">
        <Search size={15} aria-hidden="true" />
        <span>{t("shell.search")}</span>
        <kbd aria-hidden="true">{PALETTE_KEYS}</kbd>
      </button>
      {GROUPS.map((group) => {
        const own = items.filter((item) => item.group === group);
        return own.length > 0 && (
          <div class="nav-group" key={group}>
            {group !== "work" && <h2>{t(`shell.nav.group.${group}`)}</h2>}
            {own.map((item) => <NavLink key={item.key} item={item} path={props.path} />)}
          </div>
        );
      })}
      <div class="side-foot">
        <LinkState />
        <button type="button" class="who" popovertarget="who-menu">
          <Avatar name={props.user.name} />
          <span class="who-text">
            <b>{props.user.name}</b>
            <small>{props.user.login}</small>
          </span>
          <ChevronsUpDown size={15} aria-hidden="true" />
        </button>
      </div>
      <UserMenu {...props} />
    </nav>
  );
}

function NavLink(props: { item: NavItem; path: string }) {
  const t = useT();
  const { item, path } = props;
  const here = isAt(item, path);
  const Icon = item.icon;
  return (
    <a class="nav-link" href={item.href} aria-current={here ? "page" : undefined} data-nav={item.key}>
      <Icon size={17} strokeWidth={1.9} aria-hidden="true" />
      {t(`shell.nav.${item.key}`)}
      {item.key === "inbox" && <InboxBadge />}
      {item.key === "tasks" && <TaskBadge />}
    </a>
  );
}

function UserMenu(props: FrameProps) {
  const t = useT();
  return (
    <div class="menu from-who" popover="auto" id="who-menu">
      <Preferences locale={props.locale} theme={props.theme} />
      <hr />
      {navFor(props.permissions).filter((item) => item.group === "own").map((item) => (
        <a href={item.href} key={item.key}>
          <item.icon size={16} aria-hidden="true" />
          {t(`shell.nav.${item.key}`)}
        </a>
      ))}
      <LogOutForm csrf={props.csrf} />
    </div>
  );
}

function LogOutForm(props: { csrf: string }) {
  const t = useT();
  return (
    <form method="post" action="/logout">
      <input type="hidden" name="csrf" value={props.csrf} />
      <button type="submit">
        <LogOut size={16} aria-hidden="true" />
        {t("shell.log-out")}
      </button>
    </form>
  );
}

/** On a phone: brand and search above. */
export function TopBar() {
  const t = useT();
  return (
    <div class="top-bar">
      <a class="brand" href="/">
        <Logo size={24} />
        {t("shell.product")}
      </a>
      <Bell />
      <button type="button" class="btn icon plain" data-open-palette aria-label={t("shell.search")}>
        <Search size={19} aria-hidden="true" />
      </button>
    </div>
  );
}

/** On a phone: the four most used pages below, the rest behind "More". */
export function BottomBar(props: FrameProps) {
  const t = useT();
  const items = navFor(props.permissions);
  const shown = barFor(props.permissions);
  return (
    <nav class="bottom-bar" aria-label={t("shell.nav.title")}>
      {shown.map((item) => (
        <a
          key={item.key}
          href={item.href}
          aria-current={isAt(item, props.path) ? "page" : undefined}
        >
          <item.icon size={20} strokeWidth={1.9} aria-hidden="true" />
          <span>{t(`shell.nav-short.${item.key}`)}</span>
        </a>
      ))}
      <button type="button" popovertarget="more-menu">
        <Ellipsis size={20} aria-hidden="true" />
        <span>{t("shell.more")}</span>
      </button>
      <div class="menu from-bottom" popover="auto" id="more-menu">
        {items.filter((item) => !shown.includes(item)).map((item) => (
          <a href={item.href} key={item.key}>
            <item.icon size={16} aria-hidden="true" />
            {t(`shell.nav.${item.key}`)}
          </a>
        ))}
        <hr />
        <Preferences locale={props.locale} theme={props.theme} />
        <hr />
        <LogOutForm csrf={props.csrf} />
      </div>
    </nav>
  );
}
