import { type Mount, mountOf } from '../fs/mounts';
import { printable } from '../model/pathText';
import type { SelectedSource } from './selection';

/** Sentences about the sources that a person should know and that are no failures. */
export function sourceNotices(sources: readonly SelectedSource[]): string[] {
  const notices: string[] = [];
  const writable = new Map<string, Mount>();
  for (const source of sources) {
    if (source.stat.kind === 'link') {
      notices.push(`${printable(source.path)} is itself a link: the link is copied, not what it points to.`);
    }
    const mount = mountOf(source.parent);
    if (mount !== undefined && !mount.readOnly) writable.set(mount.mountPoint, mount);
  }
  for (const { mountPoint, type, device } of writable.values()) {
    const where = `${printable(mountPoint)} (${printable(type)} on ${printable(device)})`;
    notices.push(`The file system of the source, ${where}, is mounted read-write: use a write blocker for originals.`);
  }
  return notices;
}
