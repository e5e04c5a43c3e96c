import { Pulse } from '../model/thread/pulse';
import { evict, flushAround, flushMeanwhile } from './coreutils';
import { fetchedByThread } from './fetchedByThread';
import type { FileSystem } from './fileSystem';
import { native } from './nativePath';
import { NodeFolder } from './nodeFolder';
import { NodeOpenFile, type OpenFileMaker } from './nodeOpenFile';

const asItIs: OpenFileMaker = (fd, path, access, pulse) => new NodeOpenFile(fd, path, access, pulse);

/**
 * The file system of this machine, through blocking calls; each that returns is a beat of `pulse`. The self-test has some
 * files opened as faulty ones.
 */
export function nodeFileSystemWith(pulse: Pulse, openedAs: OpenFileMaker = asItIs): FileSystem {
  return {
    openFolder: (path, address = path) => NodeFolder.open(native(address), path, { pulse, openedAs }),
    isSameForAll: openedAs === asItIs,
    fetchedByThread,
    evict,
    flushAround: (file) => pulse.whileFlushing(() => flushAround(file)),
    flushMeanwhile: (file) => pulse.whileFlushing(() => flushMeanwhile(file)),
  };
}

/** The same where nobody watches for a sign of life. */
export const nodeFileSystem: FileSystem = nodeFileSystemWith(new Pulse());
