/** The door of outgoing mail. */
export { type MailServerInput, mailServerSchema, testLetterSchema } from "@/crm/mail_out/schemas.ts";
export { getMailServer, type MailServer, updateMailServer } from "@/crm/mail_out/server.ts";
export { type Letter, Mailer, type MailerOptions } from "@/crm/mail_out/send.ts";
