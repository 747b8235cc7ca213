/** Theme and language, kept in the profile. The theme changes at once; the language needs the page anew. */
import { Monitor, Moon, Sun } from "lucide-preact";
import { useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { setTheme, type Theme } from "@/components/shell/theme.ts";
import { useT } from "@/components/i18n.ts";

const THEMES = [["auto", Monitor], ["light", Sun], ["dark", Moon]] as const;

export default function Preferences(props: { locale: "ru" | "en"; theme: Theme }) {
  const t = useT();
  const [theme, choose] = useState(props.theme);
  return (
    <>
      <div class="menu-row">
        <span>{t("shell.theme")}</span>
        <span class="segmented">
          {THEMES.map(([value, Icon]) => (
            <button
              type="button"
              key={value}
              aria-pressed={theme === value}
              title={t(`shell.theme.${value}`)}
              aria-label={t(`shell.theme.${value}`)}
              onClick={async () => {
                choose(value);
                setTheme(value);
                explain(await call("PATCH", "/api/profile", { theme: value }), t);
              }}
            >
              <Icon size={15} aria-hidden="true" />
            </button>
          ))}
        </span>
      </div>
      <div class="menu-row">
        <span>{t("shell.language")}</span>
        <span class="segmented">
          {(["ru", "en"] as const).map((value) => (
            <button
              type="button"
              key={value}
              lang={value}
              aria-pressed={props.locale === value}
              onClick={async () => {
                if (explain(await call("PATCH", "/api/profile", { locale: value }), t)) location.reload();
              }}
            >
              {t(`shell.language.${value}`)}
            </button>
          ))}
        </span>
      </div>
    </>
  );
}
