import { arch, hostname, platform, release } from 'node:os';
import * as z from 'zod/mini';
import { clockFacts } from '../fs/clockFacts';
import { formatOffset } from '../model/time/zonedTime';
import { userName } from '../model/userName';
import { VERSION } from '../model/version';

export const SurroundingsSchema = z.object({
  tool: z.object({
    name: z.string(),
    version: z.string(),
    node: z.string(),
    /** What the engine ran in, such as an editor with its version; null where it was not told. */
    application: z.nullable(z.string()),
    /** SHA-256 of each bundle of the engine, by file name; empty where it did not run from bundles. */
    bundles: z.record(z.string(), z.string()),
  }),
  host: z.object({ name: z.string(), system: z.string(), user: z.string() }),
  clock: z.object({
    /** UTC, when the attempt was begun. */
    startedAt: z.string(),
    /** IANA name of the local zone, and its distance from UTC then. */
    zone: z.string(),
    utcOffset: z.string(),
    source: z.nullable(z.string()),
    wasSynchronised: z.nullable(z.boolean()),
  }),
});
/** Which program ran where, as whom, and by which clock. */
export type Surroundings = z.infer<typeof SurroundingsSchema>;

/** What the engine knows of the program that it is part of. */
export interface ToolBuild {
  readonly application: string | null;
  readonly bundles: Readonly<Record<string, string>>;
}

/** Looks at what surrounds an attempt that began at `startedAt`. */
export function lookAround(startedAt: Date, { build, timeZone }: { build: ToolBuild; timeZone: string }): Surroundings {
  const { application, bundles } = build;
  return {
    tool: { name: 'Evidence Copy', version: VERSION, node: process.versions.node, application, bundles },
    host: { name: hostname(), system: `${platform()} ${release()} ${arch()}`, user: userName() },
    clock: {
      startedAt: startedAt.toISOString(),
      zone: timeZone,
      utcOffset: formatOffset(-startedAt.getTimezoneOffset() * 60_000),
      ...clockFacts(),
    },
  };
}
