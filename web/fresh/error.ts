/** HTTP errors as Fresh names them: thrown in handlers, middlewares and pages; shown by `_error`, `_404` or as JSON. */

/** An answer other than 2xx that the code chose. Its message is for logs and for `_error` pages, never a stack. */
export class HttpError extends Error {
  override name = "HttpError";
  /**
   * @param status HTTP status, 400 to 599
   * @param message for people who read logs; defaults to the status number
   */
  constructor(readonly status: number, message: string = String(status), options?: ErrorOptions) {
    super(message, options);
  }
}

/** 405: the path is there, the method is not. */
export class MethodError extends HttpError {
  /** @param allow methods there are, for the Allow header */
  constructor(readonly allow: string) {
    super(405, "web.error.method");
  }
}

/** Adds what an error's response must say besides its status. */
export function withErrorHeaders(error: unknown, response: Response): Response {
  if (error instanceof MethodError) response.headers.set("allow", error.allow);
  return response;
}
