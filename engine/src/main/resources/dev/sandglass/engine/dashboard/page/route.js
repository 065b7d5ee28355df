// Where the page is: everything that is shown stands in the part of the address after "#".

/** Reads the address: its parts, and the filters after "?". */
export function here() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const parts = path.split('/').filter((part) => part !== '').map(decoded);
  return { parts, filters: new URLSearchParams(query ?? '') };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // somebody wrote it by hand
  }
}

/** Returns an address with its parts encoded; empty filters are left out. */
export function link(parts, filters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value !== undefined && value !== '') query.set(name, value);
  }
  const text = query.toString();
  return `#/${parts.map(encodeURIComponent).join('/')}${text === '' ? '' : `?${text}`}`;
}

/** Writes other filters into the address, without a step in the history for each letter typed. */
export function refine(filters) {
  history.replaceState(null, '', link(here().parts, filters));
}
