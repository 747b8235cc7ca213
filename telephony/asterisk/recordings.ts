/** Recordings as Asterisk keeps them: how they are named, and how one comes out. */
import { type Ari, AriError, type Download, type DownloadOptions } from "@/telephony/ari/mod.ts";

/** What `record` and `getStoredFile` take: no folders, nothing that a path or an address would read differently. */
const NAME = /^[\w.-]{1,200}$/;

/**
 * Streams a stored recording through ARI, so that it works wherever Asterisk runs. Bounded in size and in silence.
 * Null: there is no such recording (not finished yet, or deleted).
 * @throws {AriTimeout} {AriDisconnected} {AriError}, and the body's stream fails past its limits
 */
export async function openRecording(ari: Ari, name: string, options: DownloadOptions = {}): Promise<Download | null> {
  if (!NAME.test(name)) return null;
  try {
    return await ari.download(`recordings/stored/${encodeURIComponent(name)}/file`, options);
  } catch (error) {
    if (error instanceof AriError && error.status === 404) return null;
    throw error;
  }
}

/** Deletes a stored recording; false when there was none. */
export async function deleteRecording(ari: Ari, name: string): Promise<boolean> {
  if (!NAME.test(name)) return false;
  try {
    await ari.call("deleteStored", { recordingName: name }, { key: name });
    return true;
  } catch (error) {
    if (error instanceof AriError && error.status === 404) return false;
    throw error;
  }
}
