/** Where figures change colour. Kept in this browser: a wall screen and a supervisor want different ones. */
import { X } from "lucide-preact";
import type { RefObject } from "preact";
import { DEFAULT_THRESHOLDS, type Thresholds } from "@/components/board/service_level.ts";
import { useT } from "@/components/i18n.ts";

export function ThresholdsDialog(
  props: { dialog: RefObject<HTMLDialogElement>; value: Thresholds; change(next: Thresholds): void },
) {
  const t = useT();
  const set = (key: keyof Thresholds, index: 0 | 1, text: string) => {
    const pair: [number, number] = [...props.value[key]];
    pair[index] = Math.max(0, Number(text) || 0);
    props.change({ ...props.value, [key]: pair });
  };
  return (
    <dialog ref={props.dialog} aria-labelledby="thresholds-title" closedby="any">
      <header>
        <h2 id="thresholds-title">{t("wallboard.thresholds")}</h2>
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
        <p class="quiet">{t("wallboard.thresholds.hint")}</p>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t("wallboard.thresholds.figure")}</th>
              <th scope="col">{t("wallboard.thresholds.warn")}</th>
              <th scope="col">{t("wallboard.thresholds.bad")}</th>
            </tr>
          </thead>
          <tbody>
            {(Object.keys(DEFAULT_THRESHOLDS) as (keyof Thresholds)[]).map((key) => (
              <tr key={key}>
                <th scope="row">{t(`wallboard.thresholds.${key}`)}</th>
                {([0, 1] as const).map((index) => (
                  <td key={index}>
                    <input
                      class="input"
                      type="number"
                      min={0}
                      aria-label={`${t(`wallboard.thresholds.${key}`)}: ${
                        t(`wallboard.thresholds.${index ? "bad" : "warn"}`)
                      }`}
                      value={props.value[key][index]}
                      onChange={(event) => set(key, index, event.currentTarget.value)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="dialog-foot">
        <button type="button" class="btn" onClick={() => props.change(DEFAULT_THRESHOLDS)}>
          {t("shell.defaults")}
        </button>
        <button type="button" class="btn primary" onClick={() => props.dialog.current?.close()}>
          {t("shell.done")}
        </button>
      </div>
    </dialog>
  );
}
