/** Whether a version got better, in words, and the one thing to do about it. */
import { CircleCheck, CircleHelp, TriangleAlert, Trophy } from "lucide-preact";
import { nameOf } from "@/components/models/names.ts";
import type { Sheet } from "@/components/models/types.ts";
import { Accuracy } from "@/components/workshop/Accuracy.tsx";
import { verdictInWords } from "@/components/workshop/accuracy.ts";
import { dateTimeOf } from "@/components/time/format.ts";
import type { VersionRow } from "@/ml/registry/types.ts";

export interface VerdictBoxProps {
  sheet: Sheet;
  version: VersionRow;
  busy: boolean;
  promote(): void;
}

const SIGNS = { good: CircleCheck, warn: CircleHelp, bad: TriangleAlert } as const;

export function VerdictBox(props: VerdictBoxProps) {
  const { t, mayManage, zone } = props.sheet;
  const { version } = props;
  const { champion, verdict } = version;
  const words = verdictInWords(verdict);
  const Sign = champion ? Trophy : SIGNS[words.tone];
  return (
    <div
      class="note-box mp-verdict"
      data-tone={champion ? undefined : words.tone}
      data-verdict={champion ? "champion" : words.code}
    >
      <Sign size={20} aria-hidden="true" />
      <div class="grow">
        <h2>{champion ? t("models.verdict.champion", { n: version.n }) : t(words.key)}</h2>
        {!champion && <p>{t(`${words.key}.what`)}</p>}
        {champion
          ? version.promotedAt && (
            <p>
              {t("models.verdict.since", {
                at: dateTimeOf(Date.parse(version.promotedAt), zone),
                who: version.promotedBy?.name ?? t("models.by-itself"),
              })}
            </p>
          )
          : <Accuracy figure={verdict.figure} locale={zone.locale} champion />}
        {!champion && verdict.lostTo.length > 0 && (
          <p>{t("models.verdict.lost-to", { list: verdict.lostTo.map((name) => nameOf(name, t)).join(", ") })}</p>
        )}
      </div>
      {mayManage && !champion && version.blobBytes > 0 && (
        <button
          type="button"
          class={`btn ${verdict.promotable ? "primary" : ""}`}
          disabled={props.busy}
          onClick={props.promote}
        >
          {t(verdict.promotable ? "models.promote" : "models.promote.anyway")}
        </button>
      )}
    </div>
  );
}
