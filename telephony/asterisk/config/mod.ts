/** All configuration files of an Asterisk for the product, by name. Pure: settings in, texts out. */
import type { AsteriskSettings } from "../settings.ts";
import { asteriskConf, coreFiles, type InstanceDirs } from "./core.ts";
import { extensionsConf } from "./dialplan.ts";
import { modulesConf } from "./modules.ts";
import { pjsipConf } from "./pjsip.ts";

export { CHANNEL_VARIABLES, type InstanceDirs } from "./core.ts";

/** What an existing Asterisk needs: everything but the folders. */
export function configFiles(settings: AsteriskSettings): Record<string, string> {
  return {
    ...coreFiles(settings),
    "modules.conf": modulesConf(settings.queues.length > 0),
    "pjsip.conf": pjsipConf(settings),
    "extensions.conf": extensionsConf(settings),
  };
}

/** What an instance of ours needs. */
export function instanceFiles(dirs: InstanceDirs, settings: AsteriskSettings): Record<string, string> {
  return { "asterisk.conf": asteriskConf(dirs, settings), ...configFiles(settings) };
}
