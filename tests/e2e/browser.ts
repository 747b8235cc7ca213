/** Starts the Chromium of this machine for end-to-end tests. `CHROMIUM` names another binary. */
import { type Browser, chromium, type LaunchOptions } from "npm:playwright-core@1.65.1";

export type { Browser, BrowserContext, Page } from "npm:playwright-core@1.65.1";

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Flags for tests with audio: a microphone that beeps, granted without asking. */
export const FAKE_MICROPHONE = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"];

/** @param options.args are added to those that keep Chromium quiet; close the browser in `finally` */
export function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium",
    ...options,
    args: [...QUIET, ...options.args ?? []],
  });
}
