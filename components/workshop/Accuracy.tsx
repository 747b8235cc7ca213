/** How good a version is: in plain words, with the figure beside them, and against the simple ways of telling. */
import { besideInWords, fewerErrors, headline, inFigures, moreInWords } from "@/components/workshop/accuracy.ts";
import { Term } from "@/components/workshop/Term.tsx";
import type { Verdict } from "@/ml/registry/types.ts";
import { useT } from "@/components/i18n.ts";

export interface AccuracyProps {
  figure: Verdict["figure"];
  locale: string;
  /** Also against the champion of that time. */
  champion?: boolean;
  /** The figure explains itself when pressed. */
  explain?: boolean;
}

export function Accuracy({ figure, locale, champion = false, explain = true }: AccuracyProps) {
  const t = useT();
  const own = { name: figure.name, value: figure.own };
  const words = headline(figure);
  const figures = inFigures(own, locale);
  const beside = [
    besideInWords(fewerErrors(own, figure.baseline), "simple", locale),
    champion ? besideInWords(fewerErrors(own, figure.champion), "champion", locale) : null,
  ].flatMap((one) => one ?? []);
  return (
    <div class="ws-accuracy">
      <p>
        <b>{t(words.key, words.values)}</b>
        {figures && (
          <span class="quiet nowrap">
            {figures}
            {explain && <Term of={figure.name} bare />}
          </span>
        )}
      </p>
      {moreInWords(figure, locale).map(({ key, values }) => <p key={key} class="small-text quiet">{t(key, values)}</p>)}
      {beside.map(({ key, values }) => (
        <p key={key} class="small-text ws-beside" data-beside={key.split(".").at(-1)}>{t(key, values)}</p>
      ))}
    </div>
  );
}
