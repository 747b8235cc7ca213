/** The door of intake: leads from outside, from the public address to the inbox. */
export * from "@/crm/intake/sources/schemas.ts";
export {
  archiveSource,
  BUILTIN,
  createSource,
  getSource,
  listSources,
  mailboxState,
  rotate,
  type Source,
  sourceByKey,
  sourceNames,
  SOURCES_CHANNEL,
  updateSource,
} from "@/crm/intake/sources/sources.ts";
export { hasProof, readSecret } from "@/crm/intake/sources/secrets.ts";
export { type Callback, finishCallback, listCallbacks } from "@/crm/intake/calls/callbacks.ts";
export { type SourceFigures, sourceFigures } from "@/crm/intake/figures.ts";
export { MailboxKeeper } from "@/crm/intake/email/keeper.ts";
export { readMail } from "@/crm/intake/email/mime.ts";
export {
  acceptRequest,
  declineRequest,
  type Handled,
  handleMany,
  linkRequest,
  undoRequest,
} from "@/crm/intake/requests/handle.ts";
export {
  countInbox,
  getRequest,
  type InboxCount,
  type InboxPage,
  inboxSchema,
  listRequests,
  type RequestDetail,
  type RequestLine,
} from "@/crm/intake/requests/inbox.ts";
export { readPayload, treeOf } from "@/crm/intake/requests/payload.ts";
export { retry } from "@/crm/intake/requests/process.ts";
export { INBOX_CHANNEL, INTAKE_CHANNEL, LARGEST_RAW, receive, type Received } from "@/crm/intake/requests/receive.ts";
export { sample, type Sampled } from "@/crm/intake/requests/sample.ts";
export { seal } from "@/crm/intake/spam/seal.ts";
export { PAGE, SEALED, suspicionOfForm, TRAP } from "@/crm/intake/spam/verdict.ts";
export { IntakeWorker } from "@/crm/intake/worker.ts";
