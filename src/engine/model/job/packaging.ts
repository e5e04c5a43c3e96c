import * as z from 'zod/mini';
import { safeName } from '../text/safeName';

export const LayoutSchema = z.enum(['plain', 'bag']);
/** How the payload lies in the destination: directly, or in the folder `data` of a bag (RFC 8493). */
export type Layout = z.infer<typeof LayoutSchema>;

export const ZipSchema = z.enum(['none', 'store', 'deflate']);
/** Whether a ZIP is made beside the payload, and whether its members are compressed. */
export type Zip = z.infer<typeof ZipSchema>;

/** Room in a ZIP for what is not content, in bytes for each item: two headers, two names, one descriptor; generous. */
const ZIP_BYTES_PER_ITEM = 1024;

/** What a package is named by. */
interface Named {
  readonly label: string;
  readonly packageName?: string | undefined;
}

/** The name of a job's bag and of its ZIP (without `.zip`): one for each job, however many sources it has. */
export function packageNameOf({ packageName, label }: Named): string {
  return packageName ?? safeName(label);
}

/** The file name of a job's ZIP. */
export function zipNameOf(request: Named): string {
  return `${packageNameOf(request)}.zip`;
}

/** Name of the file with the digest of a ZIP: it stands beside it, and `sha256sum -c` takes it. */
export function zipDigestName(zipName: string): string {
  return `${zipName}.sha256`;
}

/** Bytes that a ZIP takes at most. Holes of sparse files are bytes there, and some content does not get smaller. */
export function zipBytes(zip: Zip, { bytes, items }: { readonly bytes: number; readonly items: number }): number {
  return zip === 'none' ? 0 : bytes + items * ZIP_BYTES_PER_ITEM;
}
