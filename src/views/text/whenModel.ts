/**
 * A moment as the person writes it, to the minute, by the clock of this machine.
 *
 * @param utc ISO 8601.
 * @param locale BCP 47.
 */
export function whenText(utc: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(utc));
}
