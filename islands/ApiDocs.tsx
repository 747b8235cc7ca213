/** The API's reference: its operations, their shapes, and a way to try each with one's own rights. */
import { BookOpen, Search } from "lucide-preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { type Chapter, chaptersOf, found, type Operation } from "@/components/api_docs/model.ts";
import { Coded, Prose } from "@/components/api_docs/Prose.tsx";
import { SchemaView } from "@/components/api_docs/SchemaView.tsx";
import { TryIt } from "@/components/api_docs/TryIt.tsx";
import type { OpenApi } from "@/components/api_docs/types.ts";
import { Empty } from "@/components/Empty.tsx";
import { useT } from "@/components/i18n.ts";

export default function ApiDocs(props: { locale: "ru" | "en"; origin: string }) {
  const t = useT();
  const [document, setDocument] = useState<OpenApi | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState("");
  const load = async () => {
    setFailed(null);
    const answer = await call<OpenApi>("GET", `/api/v1/openapi.json?language=${props.locale}`);
    if (answer.ok) setDocument(answer.value);
    else setFailed(t(answer.code, answer.detail));
  };
  useEffect(() => {
    void load();
    const look = () => setChosen(location.hash.slice(1));
    look();
    addEventListener("hashchange", look);
    return () => removeEventListener("hashchange", look);
  }, []);
  const chapters = useMemo(() => document ? chaptersOf(document) : [], [document]);
  if (failed) {
    const again = <button type="button" class="btn primary" onClick={() => void load()}>{t("shell.retry")}</button>;
    return (
      <div class="card">
        <Empty icon={BookOpen} title={t("api.docs.failed")} action={again}>{failed}</Empty>
      </div>
    );
  }
  if (!document) return <p class="loading" role="status">{t("shell.loading")}</p>;
  const shown = found(chapters, text);
  const operation = chapters.flatMap(({ operations }) => operations).find(({ id }) => id === chosen) ?? null;
  return (
    <div class="api-docs">
      <nav class="api-list card" aria-label={t("api.docs.operations")}>
        <div class="search">
          <Search size={15} aria-hidden="true" />
          <input
            class="input"
            type="search"
            aria-label={t("api.docs.search")}
            placeholder={t("api.docs.search")}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </div>
        {shown.length === 0 && <p class="quiet body">{t("api.docs.nothing")}</p>}
        {shown.map((chapter) => <ChapterLinks key={chapter.tag} chapter={chapter} chosen={chosen} />)}
      </nav>
      <div class="stack">
        {operation
          ? <OperationView key={operation.id} operation={operation} document={document} origin={props.origin} />
          : (
            <section class="card" aria-label={document.info.title}>
              <div class="body stack prose" data-tight>
                <h2>{document.info.title} {document.info.version}</h2>
                <Prose text={document.info.description} />
              </div>
            </section>
          )}
      </div>
    </div>
  );
}

function ChapterLinks(props: { chapter: Chapter; chosen: string }) {
  return (
    <>
      <h2>{props.chapter.title}</h2>
      <ul>
        {props.chapter.operations.map(({ id, method, summary }) => (
          <li key={id}>
            <a href={`#${id}`} aria-current={id === props.chosen ? "true" : undefined}>
              <span class="method" data-method={method}>{method}</span>
              <span>{summary}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function OperationView(props: { operation: Operation; document: OpenApi; origin: string }) {
  const t = useT();
  const { operation, document } = props;
  const heading = (element: HTMLHeadingElement | null) => element?.focus({ preventScroll: false });
  return (
    <>
      <section class="card" aria-labelledby="operation">
        <div class="body stack prose" data-tight>
          <h2 id="operation" tabIndex={-1} ref={heading}>{operation.summary}</h2>
          <p class="break">
            <span class="method" data-method={operation.method}>{operation.method}</span> <code>{operation.path}</code>
          </p>
          <Prose text={operation.description} />
        </div>
        <div class="body">
          <TryIt operation={operation} origin={props.origin} />
        </div>
      </section>
      {operation.body && (
        <section class="card" aria-label={t("api.docs.body")}>
          <header>
            <h2>{t("api.docs.body")}</h2>
          </header>
          <div class="body">
            <SchemaView schema={operation.body.schema} document={document} asked />
          </div>
        </section>
      )}
      <section class="card" aria-label={t("api.docs.answers")}>
        <header>
          <h2>{t("api.docs.answers")}</h2>
        </header>
        <div class="body stack" data-tight>
          {operation.answers.map(({ status, answer }) => {
            const [media] = Object.values(answer.content ?? {});
            return (
              <details key={status} open={status === "200"}>
                <summary>
                  <span class="badge" data-tone={status < "300" ? "good" : "warn"}>{status}</span>{" "}
                  <Coded text={answer.description ?? ""} />
                </summary>
                {media && <SchemaView schema={media.schema} document={document} />}
              </details>
            );
          })}
        </div>
      </section>
    </>
  );
}
