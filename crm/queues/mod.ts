/** The door of the contact centre's set-up: queues, numbers, members, skills, pause reasons, dispositions, site. */
export * from "@/crm/queues/schemas.ts";
export {
  archiveDisposition,
  archivePauseReason,
  archiveSkill,
  type Disposition,
  listDispositions,
  listPauseReasons,
  listSkills,
  listUserSkills,
  type PauseReason,
  putDisposition,
  putPauseReason,
  putSkill,
  setUserSkills,
  type Skill,
} from "@/crm/queues/catalogue.ts";
export { seedDefaults } from "@/crm/queues/defaults.ts";
export { type AgentProfile, type Directory, loadDirectory, routeOf, SETUP_CHANNEL } from "@/crm/queues/directory.ts";
export { archiveNumber, createNumber, listNumbers, type PhoneNumber, updateNumber } from "@/crm/queues/numbers.ts";
export {
  archiveQueue,
  createQueue,
  listQueueNames,
  listQueues,
  type Queue,
  type QueueMember,
  type QueueName,
  setMembers,
  updateQueue,
} from "@/crm/queues/queues.ts";
export { type SiteSettings, siteSettings, updateSiteSettings } from "@/crm/queues/site.ts";
