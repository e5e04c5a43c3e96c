import { type AuditServices, auditFolder } from '../../src/engine/audit/auditFolder';
import { DigestStock } from '../../src/engine/digests/digester';
import { nodeFileSystem } from '../../src/engine/fs/nodeFileSystem';
import { BufferStock } from '../../src/engine/memory/bufferStock';
import type { AuditRequest, AuditSummary } from '../../src/engine/model/audit/audit';
import { SharedState } from '../../src/engine/model/thread/sharedState';

const digests = new DigestStock();
const buffers = new BufferStock();

/** How a folder is audited in a test. */
export interface AuditOptions extends Partial<Omit<AuditRequest, 'folder'>> {
  /** Another file system port. */
  readonly fs?: AuditServices['fs'];
  readonly shared?: SharedState;
}

/** Audits a folder on this thread; throws what the audit throws. */
export function audit(
  folder: string,
  { fs = nodeFileSystem, shared = new SharedState(), ...request }: AuditOptions = {},
): Promise<AuditSummary> {
  return auditFolder({ folder, ...request }, { fs, digests, buffers }, shared);
}

/** What an audit found, as sorted paths; kinds of which nothing was found are left out. */
export function found({ changed, missing, unlisted, moved, errors }: AuditSummary): Record<string, readonly string[]> {
  const paths = {
    changed: changed.map(({ path }) => path),
    missing: missing.map(({ path }) => path),
    unlisted: unlisted.map(({ path }) => path),
    moved: moved.map(({ path, to }) => `${path} → ${to}`),
    errors: errors.map(({ path }) => path),
  };
  return Object.fromEntries(
    Object.entries(paths).flatMap(([kind, list]) => (list.length === 0 ? [] : [[kind, list.sort()]])),
  );
}
