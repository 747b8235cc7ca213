/** What people may send about people; used by the door (routes) and by the verbs' types. */
import { z } from "zod";
import { PERMISSIONS } from "@/store/access.ts";
import { pageSchema } from "@/crm/page.ts";

const id = z.uuid();
const name = z.string().trim().min(1).max(120);

/** Logins are lower case: people type them either way. */
export const loginSchema = z.string().trim().toLowerCase().regex(/^[\p{Ll}\p{Lo}0-9][\p{Ll}\p{Lo}0-9._@-]{0,63}$/u);

/** NIST SP 800-63B: length, no rules of composition. The upper bound keeps hashing cheap. */
export const passwordSchema = z.string().min(10).max(256);

export const roleKeySchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/** An Asterisk endpoint such as `PJSIP/201`. */
const endpoint = z.string().trim().regex(/^(PJSIP|SIP|Local)\/[A-Za-z0-9_.@/-]{1,80}$/);

const userFields = {
  name,
  email: z.email().max(254).nullable(),
  locale: z.enum(["ru", "en"]),
  theme: z.enum(["auto", "light", "dark"]),
  team: id.nullable(),
  /** Teams looked after besides the own one. */
  oversees: z.array(id).max(100),
  roles: z.array(roleKeySchema).max(20),
  phone: z.enum(["browser", "desk"]),
  deskEndpoint: endpoint.nullable(),
  graceMs: z.number().int().min(0).max(3_600_000),
};

export const createUserSchema = z.object({
  login: loginSchema,
  password: passwordSchema.optional(),
  mustChangePassword: z.boolean().default(false),
  ...userFields,
  email: userFields.email.default(null),
  locale: userFields.locale.default("ru"),
  theme: userFields.theme.default("auto"),
  team: userFields.team.default(null),
  oversees: userFields.oversees.default([]),
  roles: userFields.roles.default([]),
  phone: userFields.phone.default("browser"),
  deskEndpoint: userFields.deskEndpoint.default(null),
  graceMs: userFields.graceMs.default(30_000),
});
export type CreateUser = z.input<typeof createUserSchema>;

export const updateUserSchema = z.object({
  id,
  /** Version that was edited; a newer one is a refusal. Absent: last writer wins. */
  version: z.number().int().optional(),
  login: loginSchema.optional(),
  disabled: z.boolean().optional(),
  ...z.object(userFields).partial().shape,
});
export type UpdateUser = z.input<typeof updateUserSchema>;

export const ownProfileSchema = z.object({
  locale: userFields.locale.optional(),
  theme: userFields.theme.optional(),
  phone: userFields.phone.optional(),
});
export type OwnProfile = z.input<typeof ownProfileSchema>;

export const setPasswordSchema = z.object({ id, password: passwordSchema, mustChange: z.boolean().default(true) });
export type SetPassword = z.input<typeof setPasswordSchema>;

export const changePasswordSchema = z.object({ current: z.string().max(256), next: passwordSchema });
export type ChangePassword = z.input<typeof changePasswordSchema>;

export const listUsersSchema = z.object({
  /** Part of name or login. */
  text: z.string().trim().max(100).optional(),
  team: id.optional(),
  disabled: z.boolean().default(false),
});
export type ListUsers = z.input<typeof listUsersSchema>;

export const teamSchema = z.object({ name });
export const renameTeamSchema = z.object({ id, name });

const permissions = z.array(z.enum(PERMISSIONS)).max(PERMISSIONS.length).transform((all) => [...new Set(all)].sort());
export const roleSchema = z.object({ key: roleKeySchema, title: name.nullable(), permissions });
export type RoleInput = z.input<typeof roleSchema>;

export const logInSchema = z.object({ login: z.string().trim().min(1).max(64), password: z.string().min(1).max(256) });

export const listAuditSchema = pageSchema.extend({
  actor: z.union([id, z.literal("system")]).optional(),
  /** An exact action (`user.updated`) or a prefix of words ending in a dot (`user.`). */
  action: z.string().max(80).regex(/^[a-z-]+(\.[a-z-]*)?$/).optional(),
  entityKind: z.string().max(40).optional(),
  entityId: z.string().max(128).optional(),
  from: z.coerce.date().optional(),
  to: z.coerce.date().optional(),
});
export type ListAudit = z.input<typeof listAuditSchema>;
