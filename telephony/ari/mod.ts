/** Door of the ARI client: the port, its errors, and the types generated from Asterisk's API description. */
export type * from "./generated/models.ts";
export type { AriEvent, AriEventType } from "./generated/events.ts";
export type { OperationName, Operations, VariablesToSet } from "./generated/operations.ts";
export { AriDisconnected, AriError, AriOverloaded, AriTimeout } from "./errors.ts";
export type {
  Ari,
  AriState,
  AriStateReason,
  CallArguments,
  CallOptions,
  ConnectContext,
  Download,
  DownloadOptions,
} from "./port.ts";
export { AriClient } from "./client.ts";
export type { AriClientOptions, AriCounts } from "./options.ts";
export { WANTED_EVENTS } from "./wanted.ts";
