import { fs } from './nodeFs';

/** Where the kernel says what it counts time with (Linux, "clocksource"). */
const CLOCK_SOURCE = '/sys/devices/system/clocksource/clocksource0/current_clocksource';

/** Made by systemd-timesyncd when the clock was set from the network for the first time since the start of the machine. */
const SYNCHRONISED = '/run/systemd/timesync/synchronized';

/** What the system tells of its clock. */
export interface ClockFacts {
  /** What the kernel counts time with; null where it does not say. */
  readonly source: string | null;
  /** Whether a time service says that it has set the clock since the machine was started; null where none can be asked. */
  readonly wasSynchronised: boolean | null;
}

/** Looks at what is known of this machine's clock. Never throws: what cannot be found out stays unknown. */
export function clockFacts(): ClockFacts {
  return { source: clockSource(), wasSynchronised: fs.existsSync(SYNCHRONISED) ? true : null };
}

function clockSource(): string | null {
  try {
    return fs.readFileSync(CLOCK_SOURCE, 'utf8').trim() || null;
  } catch {
    // Not Linux, or a container that hides it.
    return null;
  }
}
