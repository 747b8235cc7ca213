/** The doors of the web: headers, origins, tokens, limits, the log. Each is a middleware; main puts them in order. */
export { type AddressOptions, clientAddress } from "./address.ts";
export { LARGEST_BODY, limitBodies, readJson, readValid } from "./bodies.ts";
export { csrfToken, isCsrfToken, type OwnPageOptions, requireOwnPage } from "./csrf.ts";
export { type HeaderOptions, securityHeaders } from "./headers.ts";
export { type OriginOptions, sameOrigin } from "./origin.ts";
export { type BucketOptions, type Draw, limitRate, TokenBuckets, TooManyError } from "./rate_limit.ts";
export { type LogOptions, logRequests, requestIdOf } from "./request_log.ts";
export { limitTime } from "./time_limit.ts";
