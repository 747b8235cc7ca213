/** How one try of a delivery went. `failure` is a word for `notices.reason.<word>`. */
export type Attempt = { failure: null; retry?: false } | { failure: string; retry: boolean };
