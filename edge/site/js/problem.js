/** A refusal of the server (RFC 9457), or our own `offline` and `no_answer` when there was none. */
export class Problem extends Error {
  /**
   * @param {{code: string, status?: number, detail?: string, request_id?: string, [extra: string]: any}} body
   * @param {number} [retryAfterMs]
   */
  constructor(body, retryAfterMs = 0) {
    super(body.detail ?? body.code);
    this.code = body.code;
    this.status = body.status ?? 0;
    this.body = body;
    this.retryAfterMs = retryAfterMs;
  }

  /** Worth trying again by itself: no answer, too many requests, or a server that is not well. */
  get passing() {
    return this.status === 0 || this.status === 429 || (this.status >= 502 && this.status <= 504);
  }

  /** The access token is missing or over: sign in (again). */
  get needsSignIn() {
    return this.status === 401 && /^(access_|refresh_|sign_in_)/.test(this.code);
  }

  /** The pass to choose seats is missing or over: back to the line. */
  get needsPass() {
    return this.status === 401 && this.code.startsWith("pass_");
  }
}
