/** How long a device may be silent. */
export interface Patience {
  /** A job in which no system call has finished for so many seconds is marked as stalled. */
  readonly stallSeconds: number;
  /** A job that has been stalled for so many minutes is abandoned; 0: a person decides. */
  readonly abandonAfterMinutes: number;
}

/** With a person at hand, who is asked. */
export const ATTENDED: Patience = Object.freeze({ stallSeconds: 120, abandonAfterMinutes: 0 });

/** With nobody there who could be asked. */
export const UNATTENDED: Patience = Object.freeze({ ...ATTENDED, abandonAfterMinutes: 30 });
