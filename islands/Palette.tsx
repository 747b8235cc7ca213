/**
 * The command palette (Ctrl or Cmd with K, by key and not by letter), which finds people and companies too, and the
 * list of shortcuts (Shift with /).
 */
import { Search } from "lucide-preact";
import { Fragment } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { call, post } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { listenForKeys } from "@/components/keys.ts";
import type { Command } from "@/components/palette/commands.ts";
import { PaletteRow } from "@/components/palette/PaletteRow.tsx";
import { rowsOf } from "@/components/palette/rows.ts";
import { ShortcutsDialog } from "@/components/palette/ShortcutsDialog.tsx";
import { useSearch } from "@/components/palette/use_search.ts";
import { setTheme } from "@/components/shell/theme.ts";
import { useT } from "@/components/i18n.ts";

/** Names of keys are the same in every language. */
const [ESC, ENTER] = ["Esc", "Enter"];

/** Lists that a text can be looked for in, by their address. */
export type SearchedList = "leads" | "contacts" | "companies" | "calls";

export default function Palette(props: { commands: Command[]; lists: SearchedList[]; locale: "ru" | "en" }) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const help = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState("");
  /** Row that was chosen by hand; null: the first one, whatever it is. */
  const [chosen, setChosen] = useState<string | null>(null);
  const [shown, setShown] = useState(false);
  const search = useSearch(query, { on: shown && props.lists.length > 0 });
  const rows = useMemo(() => {
    const text = query.trim();
    const lists = text.length < 2 ? [] : props.lists.map((list): Command => ({
      id: `search-${list}`,
      group: "search",
      icon: "search",
      names: [t(`shell.palette.search-${list}`, { text })],
      run: { do: "open", href: `/${list}?text=${encodeURIComponent(text)}` },
    }));
    // The answer to another text is no exact hit of this one.
    const waiting = search.state === "searching";
    const hits = search.found?.hits.map((hit) => waiting ? { ...hit, exact: false } : hit) ?? [];
    return rowsOf({ query, commands: props.commands, found: { hits, corrected: null }, lists });
  }, [query, props.commands, search.found, search.state]);
  const at = Math.max(0, rows.findIndex((row) => row.id === chosen));

  const open = () => {
    setQuery("");
    setChosen(null);
    setShown(true);
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

  const run = async (what: Command["run"]) => {
    dialog.current?.close();
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
      case "task":
        return void dispatchEvent(new CustomEvent("task:new", { detail: null }));
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
      setChosen(rows[(at + step + rows.length) % Math.max(1, rows.length)]?.id ?? null);
    } else if (event.key === "Enter" && rows[at]) {
      event.preventDefault();
      void run(rows[at].run);
    }
  };
  useEffect(() => {
    document.getElementById(`command-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [at]);

  return (
    <>
      <dialog
        class="palette"
        ref={dialog}
        aria-label={t("shell.palette.title")}
        closedby="any"
        onClose={() => setShown(false)}
      >
        <div class="palette-input">
          <Search size={18} aria-hidden="true" />
          <input
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-controls="command-list"
            aria-activedescendant={rows[at] ? `command-${at}` : undefined}
            aria-label={t("shell.palette.title")}
            placeholder={t("shell.palette.placeholder")}
            autocomplete="off"
            spellcheck={false}
            maxLength={200}
            value={query}
            onInput={(event) => {
              setQuery(event.currentTarget.value);
              setChosen(null);
            }}
            onKeyDown={onKeyDown}
          />
          <kbd>{ESC}</kbd>
        </div>
        <div
          class="palette-list"
          id="command-list"
          role="listbox"
          aria-label={t("shell.palette.title")}
          aria-busy={search.state === "searching"}
        >
          {search.found?.corrected && (
            <p class="palette-group" role="presentation">
              {t("shell.palette.corrected", { text: search.found.corrected })}
            </p>
          )}
          {rows.length === 0 && <p class="palette-group">{t("shell.palette.nothing")}</p>}
          {rows.map((row, index) => (
            <Fragment key={row.id}>
              {row.group !== rows[index - 1]?.group && (
                <div class="palette-group" role="presentation">{t(`shell.palette.group.${row.group}`)}</div>
              )}
              <PaletteRow
                row={row}
                index={index}
                chosen={index === at}
                locale={props.locale}
                point={() => setChosen(row.id)}
                run={() => void run(row.run)}
              />
            </Fragment>
          ))}
        </div>
        <div class="palette-foot">
          <span>
            <kbd>↑</kbd> <kbd>↓</kbd> {t("shell.palette.move")}
          </span>
          <span>
            <kbd>{ENTER}</kbd> {t("shell.palette.run")}
          </span>
          <span class="grow" />
          <span role="status">
            {search.state === "searching" && t("shell.palette.searching")}
            {search.state === "failed" && (
              <button type="button" class="btn small plain" onClick={search.retry}>{t("shell.palette.failed")}</button>
            )}
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
