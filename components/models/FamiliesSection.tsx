/** Which families a model may be made of. */
import { CheckField } from "@/components/form/Field.tsx";
import { toggled } from "@/components/models/draft.ts";
import { FieldsetError } from "@/components/models/FieldsetError.tsx";
import { Term } from "@/components/workshop/Term.tsx";
import type { Sheet } from "@/components/models/types.ts";

export interface FamiliesSectionProps<Family extends string> {
  sheet: Sheet;
  hint: string;
  all: readonly Family[];
  chosen: readonly Family[];
  error: string | null;
  onChange(chosen: Family[]): void;
}

export function FamiliesSection<Family extends string>(props: FamiliesSectionProps<Family>) {
  const { t } = props.sheet;
  const { all, chosen } = props;
  return (
    <section class="form-section">
      <div>
        <h2>{t("workshop.setting.families")}</h2>
        <p>{props.hint}</p>
      </div>
      <div
        class="mp-families"
        id="mp-families"
        tabIndex={-1}
        role="group"
        aria-label={t("workshop.setting.families")}
      >
        {all.map((family) => (
          <div class="row" key={family}>
            <CheckField
              label={t(`workshop.family.${family}`)}
              checked={chosen.includes(family)}
              onChange={() => props.onChange(toggled(all, chosen, family))}
            />
            <Term of={family} kind="family" bare />
          </div>
        ))}
        <FieldsetError text={props.error} />
      </div>
    </section>
  );
}
