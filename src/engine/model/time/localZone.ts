/**
 * IANA name of the zone of this machine. `Etc/Unknown`, as Unicode calls it, where the environment names none that is one, such
 * as `TZ=:/etc/localtime`: local times are UTC then.
 */
export function localZone(): string {
  const { timeZone }: { timeZone?: string } = new Intl.DateTimeFormat().resolvedOptions();
  return timeZone ?? 'Etc/Unknown';
}
