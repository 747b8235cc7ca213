/** The door of tokens: how programs come in. */
export * from "@/crm/tokens/schemas.ts";
export { accessOfToken, type TokenAccess } from "@/crm/tokens/access.ts";
export {
  changeServiceAccount,
  createServiceAccount,
  listServiceAccounts,
  type ServiceAccount,
} from "@/crm/tokens/service_accounts.ts";
export {
  createOwnToken,
  createServiceToken,
  listOwnTokens,
  type MadeToken,
  revokeToken,
  type Token,
} from "@/crm/tokens/tokens.ts";
