/** All keys of the console. */
import { X } from "lucide-preact";
import type { RefObject } from "preact";
import { useT } from "@/components/i18n.ts";

const GROUPS: [string, [string, string[]][]][] = [
  ["everywhere", [["palette", ["Ctrl", "K"]], ["help", ["Shift", "/"]], ["close", ["Esc"]]]],
  ["call", [
    ["answer", ["A"]],
    ["reject", ["X"]],
    ["mute", ["M"]],
    ["hold", ["H"]],
    ["keypad", ["K"]],
    ["hang-up", ["E"]],
    ["finish", ["F"]],
    ["extend", ["T"]],
  ]],
  ["line", [["ready", ["R"]], ["pause", ["P"]]]],
  ["lists", [
    ["search", ["/"]],
    ["move", ["J", "K"]],
    ["choose", ["X"]],
    ["all", ["Ctrl", "A"]],
    ["open", ["Enter"]],
    ["edit", ["E"]],
    ["new", ["N"]],
  ]],
];

export function ShortcutsDialog(props: { dialog: RefObject<HTMLDialogElement> }) {
  const t = useT();
  return (
    <dialog ref={props.dialog} aria-labelledby="shortcuts-title" closedby="any">
      <header>
        <h2 id="shortcuts-title">{t("shell.keys.title")}</h2>
        <button
          type="button"
          class="btn icon small plain"
          aria-label={t("shell.close")}
          onClick={() => props.dialog.current?.close()}
        >
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <div class="dialog-body">
        <p class="quiet">{t("shell.keys.alt")}</p>
        {GROUPS.map(([group, keys]) => (
          <section key={group}>
            <h3>{t(`shell.keys.${group}`)}</h3>
            <dl class="keys-list">
              {keys.map(([what, letters]) => (
                <>
                  <dt key={what}>{t(`shell.keys.${group}.${what}`)}</dt>
                  <dd>{letters.map((letter) => <kbd key={letter}>{letter}</kbd>)}</dd>
                </>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}
