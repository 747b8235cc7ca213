/**
 * What a shipped Asterisk is set up from. Everything a person or a caller of {@link startAsterisk} may choose stands
 * here and is checked here, because the values go into configuration files where a stray line would be a setting.
 */
import { z } from "zod";

const port = z.number().int().min(1).max(65535);
/** Section names, dialplan contexts, file names. */
const word = z.string().regex(/^[\w.-]{1,64}$/, "letters, digits, _ . and - only");
/** A value of an Asterisk configuration file: one line without a comment in it. */
// deno-lint-ignore no-control-regex
const line = z.string().max(256).regex(/^[^;\[\]\x00-\x1f\x7f]*$/, "one line without ; [ or ]");
const address = z.string().regex(/^[\w.:-]{1,255}$/, "a host name or address");
const hostPort = z.string().regex(/^[\w.-]{1,253}(:\d{1,5})?$/, "host or host:port");
const languages = z.enum(["ru", "en"]);

/** A line to an operator (or to SIPp playing one). */
export const TRUNK = z.object({
  name: word,
  /** Where our calls to it go. */
  address: hostPort,
  /** Source addresses its calls come from (CIDR allowed). */
  match: z.array(z.string().regex(/^[\w.:/-]{1,64}$/)).min(1),
  codecs: z.array(word).min(1).default(["alaw", "ulaw"]),
  language: languages.default("ru"),
  /** Where the operator wants us to register, and to authenticate our calls. */
  account: z.object({ server: hostPort, user: line, password: line }).optional(),
});

/** A desk phone of an agent. */
export const DESK = z.object({
  /** Endpoint (`PJSIP/<name>`) and user name. */
  name: word,
  /** For its registration. Without one the phone must have a `contact`. */
  password: line.optional(),
  /** Fixed address `host:port`, for phones that do not register. */
  contact: hostPort.optional(),
  callerId: line.optional(),
}).refine((desk) => desk.password !== undefined || desk.contact !== undefined, {
  message: "a password or a fixed contact is needed",
});

/** Asterisk's own app_queue, only to measure ours against it: `<prefix>XX` from the trunk goes to it. */
export const PEER_QUEUE = z.object({
  name: word,
  /** Dialled numbers that lead to it, a dialplan pattern such as `_8XX`. */
  pattern: z.string().regex(/^_?[0-9XZN.!+]{1,32}$/),
  strategy: z.enum(["rrmemory", "leastrecent", "fewestcalls", "random", "ringall", "linear"]).default("rrmemory"),
  /** Desk phones by name. */
  members: z.array(word),
  ringSeconds: z.number().int().min(1).default(15),
  wrapUpSeconds: z.number().int().min(0).default(0),
});

export const SETTINGS = z.object({
  http: z.object({ address: address.default("127.0.0.1"), port: port.default(8088) }).prefault({}),
  /** SIP over UDP. `address` is also what Asterisk offers for media. */
  sip: z.object({ address: address.default("127.0.0.1"), port: port.default(5060) }).prefault({}),
  rtp: z.object({ from: port.default(20_000), to: port.default(29_999) }).prefault({}),
  /** Account and application of the product. */
  ari: z.object({ user: word.default("crm"), password: line.min(1), app: word.default("crm") }),
  /** Becomes `asterisk_id` of every event. */
  systemName: word.default("ast1"),
  trunks: z.array(TRUNK).default([]),
  desks: z.array(DESK).default([]),
  queues: z.array(PEER_QUEUE).default([]),
  /** How long a call tries to reach our application (every 0.5 s) before it hears that nobody is there. */
  applicationWaitSeconds: z.number().int().min(0).max(600).default(10),
  /** No call outlives a lost application for longer. */
  longestCallSeconds: z.number().int().min(60).default(7_200),
});

export type AsteriskSettings = z.infer<typeof SETTINGS>;
export type AsteriskSettingsInput = z.input<typeof SETTINGS>;
export type Trunk = z.infer<typeof TRUNK>;
export type Desk = z.infer<typeof DESK>;
export type PeerQueue = z.infer<typeof PEER_QUEUE>;
