/** Door of the shipped Asterisk: its configuration, its installation, its instances, and what we ask of it. */
import { ensureInstallation } from "./installation.ts";
import { AsteriskInstance, type InstanceOptions } from "./instance.ts";

export { ensureInstallation, type Installation, InstallError, type InstallOptions } from "./installation.ts";
export { AsteriskInstance } from "./instance.ts";
export { type BrowserPhone, type BrowserPhoneOptions, BrowserPhones } from "./provisioning.ts";
export { type PhoneState, PhoneStates } from "./phone_states.ts";
export { deleteRecording, openRecording } from "./recordings.ts";
export { type Announcement, announcementSounds, expectedWaitSounds, positionSounds } from "./sounds.ts";
export { CHANNEL_VARIABLES, configFiles } from "./config/mod.ts";
export type { AsteriskSettings, AsteriskSettingsInput, Desk, PeerQueue, Trunk } from "./settings.ts";

export type StartOptions = Omit<InstanceOptions, "installation"> & {
  /** The installed tree. Default `$ASTERISK_ROOT`, else `data/asterisk/root`; made when it is not there. */
  root?: string;
  progress?: (line: string) => void;
};

export function defaultRoot(): string {
  return Deno.env.get("ASTERISK_ROOT") ?? "data/asterisk/root";
}

/**
 * Installs when needed, writes the configuration into `dir`, starts, and resolves when ARI answers.
 * @throws {InstallError} or with Asterisk's last words
 */
export async function startAsterisk({ root, progress, ...options }: StartOptions): Promise<AsteriskInstance> {
  const installation = await ensureInstallation({ root: root ?? defaultRoot(), progress });
  const instance = new AsteriskInstance({ ...options, installation });
  await instance.start();
  return instance;
}
