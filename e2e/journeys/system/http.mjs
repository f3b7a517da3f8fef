/**
 * One JSON request that must succeed.
 * @param {string} method @param {string} url @param {any} [body] @param {Record<string, string>} [headers]
 * @returns {Promise<any>}
 */
export async function json(method, url, body, headers = {}) {
  const answer = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${text}`);
  return text ? JSON.parse(text) : null;
}
