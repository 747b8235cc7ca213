/** The web: pages, files and their doors, in the order a request meets them. */
import { getLogger } from "@logtape/logtape";
import { App, compress, type Context, openSite } from "fresh";
import type { Clock } from "@/actors/runtime/types.ts";
import { loadCatalogues } from "@/locales/load.ts";
import { LOCALES, setCatalogue, t } from "@/locales/mod.ts";
import { languages } from "@/locales/rendering.ts";
import { isAttachment, LARGEST_ATTACHMENT } from "@/routes/(_door)/files.ts";
import { isUpload, LARGEST_UPLOAD, LONGEST_UPLOAD_MS } from "@/routes/(_door)/imports.ts";
import type { Services, State } from "@/routes/(_door)/state.ts";
import { errorPolicy } from "@/web/errors.ts";
import { LARGEST_BODY, limitBodies, limitTime, logRequests, securityHeaders } from "@/web/security/mod.ts";

const log = getLogger(["kommutator", "web"]);

/** No page or API answer may take longer; streams and sockets only have to begin by then. */
const LONGEST_REQUEST_MS = 20_000;
/** Messages that only the server says. */
const SERVER_ONLY = ["store.", "start.", "api.about", "api.op.", "api.field.", "api.status.", "api.tag."];

export interface WebOptions {
  root: string;
  clock: Clock;
  https: boolean;
  dev?: boolean;
}

export interface Web {
  /** Makes the request handler once all services are there. */
  serve(services: Services): (request: Request, info: Deno.ServeHandlerInfo) => Promise<Response>;
  close(): Promise<void>;
}

/** Loads messages for {@link t}; the first thing a start needs. */
export async function openMessages(): Promise<Awaited<ReturnType<typeof loadCatalogues>>> {
  const catalogues = await loadCatalogues();
  for (const locale of LOCALES) setCatalogue(locale, catalogues[locale]);
  return catalogues;
}

export async function openWeb(
  catalogues: Awaited<ReturnType<typeof loadCatalogues>>,
  options: WebOptions,
): Promise<Web> {
  const site = await openSite<State>({ root: options.root, client: "locales/browser.ts", dev: options.dev });
  return {
    serve(services) {
      const app = new App<State>({
        site,
        rendering: languages<State>({
          site,
          catalogues,
          serverOnly: SERVER_ONLY,
          localeOf: (state) => state.locale ?? "ru",
        }),
        errors: errorPolicy<State>({
          logger: log,
          translate: (ctx, key, values) => t(ctx.state.locale ?? "ru")(key, values),
        }),
      });
      app.use(logRequests<State>({ logger: log, who: (ctx) => ctx.state.user?.id }));
      app.use(securityHeaders<State>({ https: options.https }));
      app.use(compress<State>());
      app.use(
        limitBodies<State>((ctx) =>
          isUpload(ctx) ? LARGEST_UPLOAD : isAttachment(ctx) ? LARGEST_ATTACHMENT : LARGEST_BODY
        ),
      );
      const longest = (ctx: Context<State>) =>
        isUpload(ctx) || isAttachment(ctx) ? LONGEST_UPLOAD_MS : LONGEST_REQUEST_MS;
      app.use(limitTime<State>(longest, options.clock));
      app.use(site.files);
      app.use((ctx) => {
        Object.assign(ctx.state, services);
        return ctx.next();
      });
      app.fsRoutes();
      const handler = app.handler();
      return async (request, info) => {
        // The parser of HTTP lets addresses through that are none, and nothing further in could even name them.
        if (!URL.canParse(request.url)) return new Response(null, { status: 400 });
        return await handler(request, info);
      };
    },
    close: () => site.close(),
  };
}
