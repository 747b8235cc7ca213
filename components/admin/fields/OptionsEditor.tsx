/** Options of a select field: in both languages, in their order; a retired one stays in records. */
import { ArchiveRestore, ArrowDown, ArrowUp, Plus, X } from "lucide-preact";
import type { DraftOption } from "@/components/admin/fields/draft.ts";
import { useT } from "@/components/i18n.ts";

export function OptionsEditor(props: { options: DraftOption[]; change(options: DraftOption[]): void }) {
  const t = useT();
  const { options, change } = props;
  const put = (n: number, patch: Partial<DraftOption>) =>
    change(options.map((one) => one.n === n ? { ...one, ...patch } : one));
  const move = (at: number, by: number) => {
    const next = [...options];
    [next[at], next[at + by]] = [next[at + by], next[at]];
    change(next);
  };
  const remove = (option: DraftOption) =>
    option.value ? put(option.n, { retired: true }) : change(options.filter((one) => one !== option));
  const add = () =>
    change([...options, { n: Math.max(-1, ...options.map((one) => one.n)) + 1, titleRu: "", titleEn: "" }]);
  const nameOf = (option: DraftOption) => option.titleRu || option.titleEn || t("records.fields.option");
  return (
    <fieldset class="option-list">
      <legend class="label">{t("records.fields.options")}</legend>
      {options.map((option, at) =>
        option.retired
          ? (
            <div class="option-line" key={option.n} data-retired>
              <span class="grow clip">{nameOf(option)}</span>
              <span class="badge">{t("records.fields.retired")}</span>
              <button type="button" class="btn small plain" onClick={() => put(option.n, { retired: undefined })}>
                <ArchiveRestore size={15} aria-hidden="true" />
                {t("records.fields.offer-again")}
              </button>
            </div>
          )
          : (
            <div class="option-line" key={option.n}>
              {(["titleRu", "titleEn"] as const).map((title) => (
                <input
                  key={title}
                  class="input"
                  maxLength={120}
                  aria-label={t(`records.fields.option.${title === "titleRu" ? "ru" : "en"}`)}
                  placeholder={t(`records.fields.option.${title === "titleRu" ? "ru" : "en"}`)}
                  value={option[title]}
                  onInput={(event) => put(option.n, { [title]: event.currentTarget.value })}
                />
              ))}
              <span class="option-keys">
                <button
                  type="button"
                  class="btn icon small plain"
                  aria-label={t("records.fields.up", { name: nameOf(option) })}
                  disabled={at === 0}
                  onClick={() => move(at, -1)}
                >
                  <ArrowUp size={15} aria-hidden="true" />
                </button>
                <button
                  type="button"
                  class="btn icon small plain"
                  aria-label={t("records.fields.down", { name: nameOf(option) })}
                  disabled={at === options.length - 1}
                  onClick={() => move(at, 1)}
                >
                  <ArrowDown size={15} aria-hidden="true" />
                </button>
                <button
                  type="button"
                  class="btn icon small plain"
                  aria-label={t("records.fields.option-remove", { name: nameOf(option) })}
                  onClick={() => remove(option)}
                >
                  <X size={15} aria-hidden="true" />
                </button>
              </span>
            </div>
          )
      )}
      <div>
        <button type="button" class="btn small" onClick={add}>
          <Plus size={15} aria-hidden="true" />
          {t("records.fields.option-add")}
        </button>
      </div>
      <span class="hint">{t("records.fields.options.hint")}</span>
    </fieldset>
  );
}
