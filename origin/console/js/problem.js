/** A refusal of the server (RFC 9457), or our own `offline` and `no_answer` when there was none. */
export class Problem extends Error {
  /** @param {{code: string, title?: string, detail?: string, status?: number, request_id?: string, [extra: string]: any}} body */
  constructor(body) {
    super(body.detail ?? body.title ?? body.code);
    this.code = body.code;
    this.status = body.status ?? 0;
    this.body = body;
  }

  /** Worth trying again by itself: no answer, too many requests, or a server that is not well. */
  get passing() {
    return this.status === 0 || this.status === 429 || (this.status >= 502 && this.status <= 504);
  }

  /** The sign-in is missing or over. */
  get needsSignIn() {
    return this.status === 401 && this.code !== "credentials_wrong";
  }
}

const OURS = {
  offline: "This computer is offline. Nothing was lost; try again when the connection is back.",
  no_answer: "The core did not answer in time. Nothing was lost; trying again is safe.",
  unexpected: "The console met something it does not know. Reload the page; if it happens again, report it.",
};

/** What happened, as one sentence. @param {any} problem */
export const sentence = (problem) => OURS[problem.code] ?? problem.body?.title ?? OURS.unexpected;

const plain = (text = "") => text.toLowerCase().replace(/\.$/, "");

/**
 * What is peculiar to this occurrence, when it says more than the sentence; a field's path becomes words.
 * @param {any} problem @returns {string|null}
 */
export function detail(problem) {
  const text = problem.body?.detail;
  if (!text || plain(text) === plain(problem.body.title)) return null;
  return text.replace(/^[\w.[\]]+(?=: )/, (path) => path.replaceAll("_", " ")).replace(/^./, (first) => first.toUpperCase());
}
