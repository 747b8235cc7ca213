/** Logs: LogTape to the console, as text for people or JSON lines for machines. Nothing of ours logs a secret. */
import { configure, getConsoleSink, getJsonLinesFormatter, getTextFormatter } from "@logtape/logtape";
import type { Config } from "./config.ts";

export async function startLogs(config: Pick<Config, "LOG_LEVEL" | "LOG_FORMAT">): Promise<void> {
  const formatter = config.LOG_FORMAT === "json" ? getJsonLinesFormatter() : getTextFormatter({ timestamp: "time" });
  await configure({
    sinks: { console: getConsoleSink({ formatter }) },
    loggers: [
      { category: [], lowestLevel: config.LOG_LEVEL, sinks: ["console"] },
      { category: ["logtape", "meta"], lowestLevel: "warning", sinks: ["console"] },
    ],
    reset: true,
  });
}
