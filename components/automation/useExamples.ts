/** How the texts of a draft would read, asked a moment after the typing stops. */
import { useEffect, useState } from "preact/hooks";
import type { Preview } from "@/crm/automation/preview.ts";
import type { SubjectKind } from "@/crm/automation/types.ts";
import { call } from "@/components/api.ts";
import { type Draft, textsOf } from "@/components/automation/draft.ts";
import type { EditorSetup } from "@/components/automation/types.ts";

const PAUSE_MS = 500;

export interface Examples {
  /** By place. */
  examples: ReadonlyMap<string, string>;
  /** Placeholders that mean nothing, by place. */
  unknown: ReadonlyMap<string, readonly string[]>;
}

export function useExamples(draft: Draft, setup: EditorSetup, subject: SubjectKind): Examples {
  const [found, setFound] = useState<Examples>({ examples: new Map(), unknown: new Map() });
  const texts = textsOf(draft, setup);
  const key = JSON.stringify([subject, texts]);
  useEffect(() => {
    if (texts.length === 0) return setFound({ examples: new Map(), unknown: new Map() });
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const body = { kind: subject, texts: texts.map(({ text }) => text) };
      const answer = await call<Preview>("POST", "/api/v1/automation/preview", body, { signal: stop.signal });
      if (!answer.ok || stop.signal.aborted) return;
      const { of, texts: read } = answer.value;
      const example = of === null ? [] : texts.map(({ path }, n) => [path, read[n].text] as const);
      const strange = texts.map(({ path }, n) => [path, read[n].unknown] as const).filter(([, names]) =>
        names.length > 0
      );
      setFound({ examples: new Map(example), unknown: new Map(strange) });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [key]);
  return found;
}
