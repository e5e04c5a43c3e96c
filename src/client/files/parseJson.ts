/** What a JSON text says, to be held against a schema; undefined where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Cut off, damaged or something else: for whoever has a schema it is no different from JSON that does not fit it.
    return undefined;
  }
}
