/** What was found in data, in words, with what to do about it. Also for findings that a version keeps. */
import { Info, TriangleAlert } from "lucide-preact";
import type { QualityFinding } from "@/ml/datasets/types.ts";
import { momentOf } from "@/components/datasets/say.ts";
import { useT } from "@/components/i18n.ts";

/** Nothing to do: told so that nobody wonders. */
const CALM = new Set(["closed-days", "daylight-saving", "zeros-left-out", "other-zone"]);

export function Findings(props: { findings: readonly QualityFinding[]; locale: string }) {
  const t = useT();
  return (
    <ul class="dq-findings">
      {props.findings.map((finding) => {
        const calm = CALM.has(finding.code);
        const Icon = calm ? Info : TriangleAlert;
        const hours = Math.abs(Number(finding.detail?.hours ?? 0));
        return (
          <li key={finding.code} data-tone={calm ? "calm" : "warn"}>
            <Icon size={16} aria-hidden="true" />
            <div>
              <b>{t(`datasets.finding.${finding.code}`, { count: finding.count })}</b>
              <p>{t(`datasets.hint.${finding.code}`, { ...finding.detail, hours })}</p>
              {finding.examples.length > 0 && (
                <p class="quiet">
                  {t("datasets.quality.examples", {
                    list: finding.examples.map((one) => momentOf(one, props.locale)).join(" · "),
                  })}
                </p>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
