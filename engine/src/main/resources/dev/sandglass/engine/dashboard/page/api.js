// Questions to the engine.

const KEY = 'sandglass.dashboard-key';
const HEADER = 'X-Sandglass-Dashboard';

/** The engine did not let us in: the session is over. */
export class SessionEnded extends Error {}

/** Nobody answers. */
export class EngineGone extends Error {}

/** The engine says no. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function answer(path, options) {
  let response;
  try {
    response = await fetch(`api/${path}`, { credentials: 'same-origin', redirect: 'error', ...options });
  } catch (error) {
    throw error.name === 'AbortError' ? error : new EngineGone('The engine does not answer');
  }
  if (response.status === 401) throw new SessionEnded('The session has ended');
  let body;
  try {
    body = await response.json();
  } catch (error) {
    throw error.name === 'AbortError' ? error : new EngineGone('The answer broke off');
  }
  if (!response.ok) throw new Refused(response.status, String(body.message ?? response.status));
  return body;
}

/** Exchanges the code that a session began with for the key that all tabs of this browser share. */
export async function begin(code) {
  const { key } = await answer('key', { method: 'POST', headers: { [HEADER]: code } });
  localStorage.setItem(KEY, key);
}

/**
 * Asks for data.
 *
 * @param path below the API; parts that came from elsewhere must be encoded
 * @param parameters of the query; undefined and empty ones are left out
 */
export function get(path, parameters = {}, signal = undefined) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') query.set(name, value);
  }
  const target = query.size === undefined || query.size > 0 ? `${path}?${query}` : path;
  // Read each time: another tab may have begun a newer session.
  const key = localStorage.getItem(KEY) ?? '';
  return answer(target, { headers: { [HEADER]: key }, signal });
}

/** The path of what one sandbox told. */
export function told(id, rest) {
  return `sandboxes/${encodeURIComponent(id)}/telemetry/${rest}`;
}
