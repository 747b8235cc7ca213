/** What can go wrong with a request to Asterisk. Every request settles with its answer or one of these. */

/** Asterisk answered, with a refusal: 404 (gone), 409 (conflict), 422, 5xx. The request was not carried out. */
export class AriError extends Error {
  override name = "AriError";
  constructor(readonly status: number, message: string, readonly operation: string) {
    super(`${operation}: ${status} ${message}`);
  }
}

/** No answer in time. The request may or may not have been carried out: read the state back before repeating. */
export class AriTimeout extends Error {
  override name = "AriTimeout";
  constructor(readonly operation: string, readonly afterMs: number) {
    super(`${operation}: no answer within ${afterMs} ms`);
  }
}

/** The connection went away (`sent`: under the request, so it may have been carried out; else it was never sent). */
export class AriDisconnected extends Error {
  override name = "AriDisconnected";
  constructor(readonly operation: string, readonly sent: boolean, reason: string) {
    super(`${operation}: ${reason}`);
  }
}

/** Too many requests are waiting for Asterisk; this one was never sent. */
export class AriOverloaded extends Error {
  override name = "AriOverloaded";
  constructor(readonly operation: string, readonly pending: number) {
    super(`${operation}: ${pending} requests are waiting already`);
  }
}
