import type { Digester } from '../digests/digester';
import { blocks } from '../fs/blocks';
import { onDestination } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { removeAny } from '../fs/removeTree';
import { LineWriter } from '../lines/lineWriter';
import { BAG_PAYLOAD } from '../model/audit/manifestNames';
import type { Digests, HashAlgorithm } from '../model/proof/digest';
import { publishFile } from '../publish/place';
import { bagAlgorithms, bagManifestLine } from './bagManifest';

/** The name of a tag manifest (RFC 8493 §2.2.1). */
export function tagManifestName(algorithm: HashAlgorithm): string {
  return `tagmanifest-${algorithm}.txt`;
}

/** What writing tag manifests needs. Folders stay the caller's. */
export interface TagManifestsContext {
  readonly bag: Folder;
  /** Holds them until they have their names. */
  readonly scratch: Folder;
  readonly algorithms: readonly HashAlgorithm[];
  readonly digester: Digester;
  checkpoint(): void;
}

/** Writes the tag manifests of a bag over all its tag files, the records among them. The last step: nothing changes after it. */
export function writeTagManifests({ bag, scratch, algorithms, digester, checkpoint }: TagManifestsContext): void {
  onDestination(() => {
    const manifests = bagAlgorithms(algorithms).map((algorithm) => {
      const name = tagManifestName(algorithm);
      for (const folder of [bag, scratch]) if (folder.find(name) !== undefined) removeAny(folder, name);
      const file = scratch.createFile(name);
      file.setMode(0o644);
      return { algorithm, name, lines: new LineWriter(file) };
    });
    try {
      for (const { path, digests } of tagFiles(bag, '', digester, checkpoint)) {
        for (const { algorithm, lines } of manifests) lines.write(bagManifestLine(digests[algorithm] ?? '', path));
      }
      for (const { lines } of manifests) lines.sync();
    } finally {
      for (const { lines } of manifests) lines.close();
    }
    for (const { name } of manifests) publishFile(scratch, name, bag, name);
    bag.sync();
  });
}

/** Every file of a bag but its payload, by name. */
function* tagFiles(
  folder: Folder,
  above: string,
  digester: Digester,
  checkpoint: () => void,
): IterableIterator<{ readonly path: string; readonly digests: Digests }> {
  for (const name of [...folder.names()].sort()) {
    const path = `${above}${name}`;
    if (path === BAG_PAYLOAD) continue;
    if (folder.find(name)?.kind === 'folder') {
      const inner = folder.openFolder(name);
      try {
        yield* tagFiles(inner, `${path}/`, digester, checkpoint);
      } finally {
        inner.close();
      }
      continue;
    }
    yield { path, digests: digestsOf(folder, name, digester, checkpoint) };
  }
}

function digestsOf(folder: Folder, name: string, digester: Digester, checkpoint: () => void): Digests {
  const file = folder.openFile(name);
  try {
    const digests = digester.begin();
    for (const block of blocks(file, 0, file.stat().size, checkpoint)) digests.update(block);
    return digests.finish();
  } finally {
    file.close();
  }
}
