/** The command palette (Ctrl or Cmd with K, by key and not by letter) and the list of shortcuts (Shift with /). */
import { FileText, Headset, HelpCircle, LogOut, Palette as PaletteIcon, Search } from "lucide-preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { call, post } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { listenForKeys } from "@/components/keys.ts";
import type { Command, CommandIcon } from "@/components/palette/commands.ts";
import { rank } from "@/components/palette/fuzzy.ts";
import { ShortcutsDialog } from "@/components/palette/ShortcutsDialog.tsx";
import { setTheme } from "@/components/shell/theme.ts";
import { useT } from "@/components/i18n.ts";

const ICONS: Record<CommandIcon, typeof FileText> = {
  page: FileText,
  agent: Headset,
  look: PaletteIcon,
  help: HelpCircle,
  search: Search,
  exit: LogOut,
};
const MOST = 40;
/** Names of keys are the same in every language. */
const [ESC, ENTER] = ["Esc", "Enter"];

export default function Palette(props: { commands: Command[]; searchCalls: boolean; searchContacts: boolean }) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const help = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const found = useMemo(() => {
    const ranked = rank(query, props.commands).slice(0, MOST);
    const text = query.trim();
    const search = (key: "calls" | "contacts"): Command => ({
      id: `search-${key}`,
      group: "search",
      icon: "search",
      names: [t(`shell.palette.search-${key}`, { text })],
      run: { do: "open", href: `/${key}?text=${encodeURIComponent(text)}` },
    });
    if (text.length > 1) {
      if (props.searchCalls) ranked.push({ item: search("calls"), marks: [] });
      if (props.searchContacts) ranked.push({ item: search("contacts"), marks: [] });
    }
    return ranked;
  }, [query, props.commands]);

  const open = () => {
    setQuery("");
    setAt(0);
    if (!dialog.current?.open) dialog.current?.showModal();
  };
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      if (event.target instanceof Element && event.target.closest("[data-open-palette]")) open();
    };
    document.addEventListener("click", onClick);
    const stop = listenForKeys(() => [
      { code: "KeyK", mod: true, run: () => dialog.current?.open ? dialog.current.close() : open() },
      { code: "Slash", shift: true, run: () => help.current?.showModal() },
    ]);
    return () => {
      document.removeEventListener("click", onClick);
      stop();
    };
  }, []);

  const run = async (command: Command) => {
    dialog.current?.close();
    const what = command.run;
    switch (what.do) {
      case "open":
        return follow(what.href);
      case "post":
        return void explain(await post(what.path, what.body), t);
      case "theme":
        setTheme(what.theme);
        return void explain(await call("PATCH", "/api/profile", { theme: what.theme }), t);
      case "locale":
        if (explain(await call("PATCH", "/api/profile", { locale: what.locale }), t)) location.reload();
        return;
      case "help":
        return help.current?.showModal();
      case "logout":
        return document.querySelector<HTMLFormElement>('form[action="/logout"]')?.submit();
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setAt((index) => (index + step + found.length) % Math.max(1, found.length));
    } else if (event.key === "Enter" && found[at]) {
      event.preventDefault();
      void run(found[at].item);
    }
  };
  useEffect(() => {
    document.getElementById(`command-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [at]);

  return (
    <>
      <dialog class="palette" ref={dialog} aria-label={t("shell.palette.title")} closedby="any">
        <div class="palette-input">
          <Search size={18} aria-hidden="true" />
          <input
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-controls="command-list"
            aria-activedescendant={found[at] ? `command-${at}` : undefined}
            aria-label={t("shell.palette.title")}
            placeholder={t("shell.palette.placeholder")}
            autocomplete="off"
            spellcheck={false}
            value={query}
            onInput={(event) => {
              setQuery(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
          <kbd>{ESC}</kbd>
        </div>
        <div class="palette-list" id="command-list" role="listbox" aria-label={t("shell.palette.title")}>
          {found.length === 0 && <p class="palette-group">{t("shell.palette.nothing")}</p>}
          {found.map(({ item, marks }, index) => {
            const Icon = ICONS[item.icon];
            const first = !query && item.group !== found[index - 1]?.item.group;
            return (
              <>
                {first && <div class="palette-group" role="presentation">{t(`shell.palette.group.${item.group}`)}</div>}
                <div
                  class="palette-item"
                  id={`command-${index}`}
                  key={item.id}
                  role="option"
                  aria-selected={index === at}
                  onPointerMove={() => setAt(index)}
                  onClick={() => void run(item)}
                >
                  <Icon size={16} aria-hidden="true" />
                  <span class="grow">
                    <Marked text={item.names[0]} marks={marks} />
                  </span>
                  {item.keys?.map((key) => <kbd key={key}>{key}</kbd>)}
                </div>
              </>
            );
          })}
        </div>
        <div class="palette-foot">
          <span>
            <kbd>↑</kbd> <kbd>↓</kbd> {t("shell.palette.move")}
          </span>
          <span>
            <kbd>{ENTER}</kbd> {t("shell.palette.run")}
          </span>
        </div>
      </dialog>
      <ShortcutsDialog dialog={help} />
    </>
  );
}

/** A click on a link and not a jump, so that the desk can open the page beside itself. */
function follow(href: string): void {
  const link = Object.assign(document.createElement("a"), { href });
  document.body.append(link);
  link.click();
  link.remove();
}

function Marked(props: { text: string; marks: number[] }) {
  if (props.marks.length === 0) return <>{props.text}</>;
  const marked = new Set(props.marks);
  return <>{[...props.text].map((letter, i) => marked.has(i) ? <mark key={i}>{letter}</mark> : letter)}</>;
}
