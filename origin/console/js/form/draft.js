/**
 * What was typed into a form that has not been taken yet. It outlives a failed submit, a reload and a sign-in; the
 * Idempotency-Key stays with it, so that sending the same again makes the same thing once.
 */
export class Draft {
  /** @param {string} name one a form */
  constructor(name) {
    this.name = `fr.console.draft.${name}`;
    try {
      this.now = JSON.parse(sessionStorage.getItem(this.name) ?? "null") ?? {};
    } catch {
      this.now = {};
    }
  }

  /** What was typed, if anything. @returns {any} */
  get values() {
    return this.now.values ?? null;
  }

  /** @param {any} values */
  keep(values) {
    this.now.values = values;
    this.#store();
  }

  /** The key for sending this body: the same until the body changes. @param {any} body */
  key(body) {
    const text = JSON.stringify(body);
    if (this.now.body !== text) Object.assign(this.now, { body: text, key: crypto.randomUUID() });
    this.#store();
    return this.now.key;
  }

  /** It was taken. */
  done() {
    this.now = {};
    sessionStorage.removeItem(this.name);
  }

  #store() {
    try {
      sessionStorage.setItem(this.name, JSON.stringify(this.now));
    } catch {
      // A plan too large for the storage is kept on the page alone.
    }
  }
}
