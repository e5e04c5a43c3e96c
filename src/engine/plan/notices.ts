import type { Folder } from '../fs/fileSystem';
import { type Mount, mountOf } from '../fs/mounts';
import { volumeOf } from '../fs/volumes';
import type { Volume } from '../model/result/volume';
import { printable } from '../model/text/pathText';
import type { SelectedSource } from './selection';

/** Where what is worth knowing about a job's sources and file systems is put down. */
interface Notebook {
  sourceVolumes: readonly Volume[];
  destinationVolume: Volume | null;
  addNotice(sentence: string): void;
}

/** Puts down what a person should know about the sources and is no failure, and which file systems are at work. */
export function noteSurroundings(sources: readonly SelectedSource[], target: Folder, notebook: Notebook): void {
  const mounts = sourceMounts(sources);
  for (const notice of sourceNotices(sources, mounts)) notebook.addNotice(notice);
  notebook.sourceVolumes = mounts.map(volumeOf);
  const mount = target.mount();
  notebook.destinationVolume = mount === undefined ? null : volumeOf(mount);
}

/** The mounts that the sources lie on, each once. */
function sourceMounts(sources: readonly SelectedSource[]): Mount[] {
  const mounts = new Map<number, Mount>();
  for (const { parent } of sources) {
    const mount = mountOf(parent);
    if (mount !== undefined) mounts.set(mount.id, mount);
  }
  return [...mounts.values()];
}

function sourceNotices(sources: readonly SelectedSource[], mounts: readonly Mount[]): string[] {
  const notices: string[] = [];
  for (const { stat, path } of sources) {
    if (stat.kind !== 'link') continue;
    notices.push(`${printable(path)} is itself a link: the link is copied, not what it points to.`);
  }
  for (const { mountPoint, type, device, readOnly } of mounts) {
    if (readOnly) continue;
    const where = `${printable(mountPoint)} (${printable(type)} on ${printable(device)})`;
    notices.push(`The file system of the source, ${where}, is mounted read-write: use a write blocker for originals.`);
  }
  return notices;
}
