/** Those parts of a text that there are. */
export function present(parts: readonly (string | null)[]): readonly string[] {
  return parts.filter((part) => part !== null);
}

/** The parts of a line that there are, with dots between them: `Copying · 12% · 20 s left`. */
export function dotted(parts: readonly (string | null)[]): string {
  return present(parts).join(' · ');
}
