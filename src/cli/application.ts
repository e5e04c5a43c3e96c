/** What records say that the engine ran in. */
export const APPLICATION = 'command line';
