/** What a token may do: of the account's rights, all, some, or nearer. */
import { type ReachBase, reachIn, withReach } from "@/components/admin/roles/words.ts";
import type { Reach } from "@/components/admin/roles/words.ts";
import { allScopes, scopeGroups, type ScopeLine } from "@/components/admin/api/scopes.ts";
import { useT } from "@/components/i18n.ts";

export function ScopePicker(props: { held: readonly string[]; scopes: string[]; change(scopes: string[]): void }) {
  const t = useT();
  const { held, scopes, change } = props;
  const all = allScopes(held);
  return (
    <fieldset class="scope-picker">
      <legend class="label">{t("api.tokens.scopes")}</legend>
      <div class="row wrap">
        <button type="button" class="btn small" onClick={() => change(all)}>{t("api.tokens.scopes.all")}</button>
        <button type="button" class="btn small" onClick={() => change([])}>{t("api.tokens.scopes.none")}</button>
        <span class="quiet small-text">
          {t("api.tokens.scopes.chosen", { count: scopes.length, all: all.length })}
        </span>
      </div>
      <div class="scope-list" tabIndex={0} role="group" aria-label={t("api.tokens.scopes")}>
        {scopeGroups(held).map(({ key, lines }) => (
          <div key={key}>
            <h3>{t(`admin.roles.group.${key}`)}</h3>
            {lines.map((line) => <Choice key={line.word} line={line} scopes={scopes} change={change} />)}
          </div>
        ))}
      </div>
    </fieldset>
  );
}

function Choice(props: { line: ScopeLine; scopes: string[]; change(scopes: string[]): void }) {
  const t = useT();
  const { line: { word, reaches }, scopes, change } = props;
  const label = t(`admin.permission.${word}`);
  if (!reaches) {
    const others = scopes.filter((one) => one !== word);
    return (
      <label class="check">
        <input
          type="checkbox"
          checked={scopes.includes(word)}
          onChange={(event) => change(event.currentTarget.checked ? [...others, word] : others)}
        />
        <span>{label}</span>
      </label>
    );
  }
  const base = word as ReachBase;
  const reach = reachIn(scopes, base);
  return (
    <label class="scope-reach">
      <span>{label}</span>
      <select
        class="select"
        value={reach}
        onChange={(event) => change(withReach(scopes, base, event.currentTarget.value as Reach))}
      >
        {reaches.map((one) => (
          <option key={one} value={one} selected={one === reach}>{t(`admin.roles.reach.${one}`)}</option>
        ))}
      </select>
    </label>
  );
}
