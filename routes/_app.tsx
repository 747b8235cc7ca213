/** The document. */
import { asset } from "fresh/runtime";
import type { PageProps } from "fresh";
import type { State } from "@/routes/(_door)/state.ts";
import { useT } from "@/components/i18n.ts";

export default function App({ Component, state }: PageProps<unknown, State>) {
  const t = useT();
  return (
    <html
      lang={state.locale}
      data-theme={state.theme === "auto" || !state.theme ? undefined : state.theme}
      data-now={Date.now()}
    >
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <meta name="csrf" content={state.csrf} />
        <meta name="robots" content="noindex" />
        <link rel="icon" type="image/svg+xml" href={asset("/icon.svg")} />
        <title>{t("shell.product")}</title>
      </head>
      <body>
        <Component />
      </body>
    </html>
  );
}
