/** Colours of stages, each with its name: colour alone tells some people nothing. */
import { Check } from "lucide-preact";
import { STAGE_COLOURS, type StageColour } from "@/crm/pipeline/types.ts";
import { useT } from "@/components/i18n.ts";

export function ColourPicker(props: { value: StageColour; change(colour: StageColour): void }) {
  const t = useT();
  return (
    <fieldset class="field">
      <legend class="label">{t("pipelines.colour")}</legend>
      <div class="swatches">
        {STAGE_COLOURS.map((colour) => (
          <label class="swatch" key={colour} data-colour={colour} title={t(`pipelines.colour.${colour}`)}>
            <input
              type="radio"
              name="stage-colour"
              class="unseen"
              value={colour}
              checked={colour === props.value}
              onChange={() =>
                props.change(colour)}
            />
            <span class="unseen">{t(`pipelines.colour.${colour}`)}</span>
            {colour === props.value && <Check size={14} strokeWidth={3} aria-hidden="true" />}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
