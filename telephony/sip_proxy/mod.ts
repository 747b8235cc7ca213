/** The door of the SIP proxy. */
export { CLOSE, proxySip, type SipProxyOptions } from "./proxy.ts";
