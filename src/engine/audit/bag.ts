import { onSource } from '../fs/failures';
import type { Folder } from '../fs/fileSystem';
import { BAG_DECLARATION, BAG_PAYLOAD } from '../model/audit/manifestNames';
import { type PathText, printable } from '../model/text/pathText';
import { algorithmName, digitsOf } from './algorithms';
import type { Expectations } from './expectations';
import type { Findings } from './findings';
import { listedPath } from './listedPath';
import { linesOf, readManifest } from './manifestText';
import { AuditRefusal } from './refusal';

const MANIFEST = /^(tag)?manifest-([A-Za-z0-9-]+)\.txt$/;
const ENTRY = /^([0-9A-Fa-f]+)([ \t]+)(\*?)(.+)$/s;
const FETCH = /^\S+[ \t]+(?:\d+|-)[ \t]+(.+)$/s;

/** What a bag says of itself. */
export interface Bag {
  /** Such as `1.0`. */
  readonly version: string;
  /** Number of payload manifests; each has to list all of the payload from version 1.0 on. */
  readonly payloadManifests: readonly string[];
  /** Bytes and files of the payload as `Payload-Oxum` has them. */
  readonly oxum?: { readonly bytes: number; readonly files: number };
}

/**
 * Reads the tag files of a bag (RFC 8493; version 0.97: draft-kunze-bagit-14) and adds what they list, as paths below the
 * bag. Throws {@link AuditRefusal} where the folder is no bag or lists what lies outside of it.
 */
export function readBag(folder: Folder, into: Expectations, findings: Findings): Bag {
  const { version, encoding } = readDeclaration(folder);
  const isFinal = Number.parseFloat(version) >= 1;
  const payloadManifests: string[] = [];
  for (const name of onSource(() => [...folder.names()]).sort()) {
    const [, tag, algorithm = ''] = MANIFEST.exec(name) ?? [];
    if (algorithm === '') continue;
    const used = algorithmName(algorithm);
    if (tag === undefined) payloadManifests.push(used);
    readBagManifest(folder, name, encoding, { algorithm: used, isPayload: tag === undefined, isFinal }, into, findings);
  }
  if (payloadManifests.length === 0) {
    findings.add('errors', { path: '', detail: 'the bag has no payload manifest, so nothing of it can be checked' });
  }
  readFetch(folder, encoding, into, findings);
  const oxum = readOxum(folder, encoding, findings);
  return { version, payloadManifests, ...(oxum && { oxum }) };
}

/** Holds what was found of the payload against the bag's own count, and each manifest against the whole payload. */
export function checkBag(
  bag: Bag,
  payload: { bytes: number; files: number },
  expectations: Expectations,
  findings: Findings,
): void {
  const { oxum, version, payloadManifests } = bag;
  if (oxum !== undefined && (oxum.bytes !== payload.bytes || oxum.files !== payload.files)) {
    const detail = `Payload-Oxum says ${oxum.bytes} bytes in ${oxum.files} files, but there are ${payload.bytes} in ${payload.files}`;
    findings.add('errors', { path: 'bag-info.txt', detail });
  }
  if (Number.parseFloat(version) < 1) return;
  for (const [path, { digests }] of expectations.entries()) {
    if (!path.startsWith(`${BAG_PAYLOAD}/`)) continue;
    const lacking = payloadManifests.filter((algorithm) => digests[algorithm] === undefined);
    for (const algorithm of lacking) {
      findings.add('errors', {
        path,
        detail: `manifest-${algorithm}.txt does not list it, although another manifest does`,
      });
    }
  }
}

/** RFC 8493 §2.1.1: exactly two lines. */
function readDeclaration(folder: Folder): { version: string; encoding: string } {
  const lines = [...linesOf(readManifest(folder, BAG_DECLARATION), true)].map(({ text }) => text);
  const version = /^BagIt-Version:\s*(\d+\.\d+)\s*$/.exec(lines[0] ?? '')?.[1];
  const encoding = /^Tag-File-Character-Encoding:\s*(\S+)\s*$/.exec(lines[1] ?? '')?.[1];
  if (version === undefined || encoding === undefined || lines.length !== 2) {
    throw new AuditRefusal(
      `${BAG_DECLARATION} does not declare a bag: it needs its version and the encoding of its tag files.`,
    );
  }
  if (version !== '0.97' && version !== '1.0') {
    throw new AuditRefusal(`This is a bag of version ${version}; versions 0.97 and 1.0 are known here.`);
  }
  return { version, encoding };
}

const OUT_OF_PAYLOAD = 'the name leads out of the payload. This bag is not used.';
const OUT_OF_BAG = 'the name leads out of the bag. This bag is not used.';

interface BagManifest {
  readonly algorithm: string;
  readonly isPayload: boolean;
  /** Whether the rules of version 1.0 hold. */
  readonly isFinal: boolean;
}

function readBagManifest(
  folder: Folder,
  name: PathText,
  encoding: string,
  { algorithm, isPayload, isFinal }: BagManifest,
  into: Expectations,
  findings: Findings,
): void {
  const digits = digitsOf(algorithm);
  let unusual = 0;
  const listed = new Set<PathText>();
  for (const line of linesOf(readManifest(folder, name, encoding), true)) {
    const where = `${name}, line ${line.number}`;
    const [, digest = '', , star = '', written = ''] = ENTRY.exec(line.text) ?? [];
    if (digest.length !== digits) throw new AuditRefusal(`${where}: this is no entry with a ${algorithm} digest.`);
    const path = listedPath(decodePath(written, isFinal));
    if (path === undefined || (isPayload && !path.startsWith(`${BAG_PAYLOAD}/`))) {
      throw new AuditRefusal(`${where}: ${isPayload ? OUT_OF_PAYLOAD : OUT_OF_BAG}`);
    }
    if (!isPayload && path.startsWith(`${BAG_PAYLOAD}/`)) {
      findings.add('errors', { path, detail: `${name} lists it, but tag manifests may list no payload` });
    }
    if (star !== '' || written.startsWith('./')) unusual++;
    const result = into.addDigest(path, algorithm, digest.toLowerCase());
    if (result === 'contradicts') throw new AuditRefusal(`${where}: the name is listed before, with another digest.`);
    if (!listed.has(path)) listed.add(path);
    else if (isFinal)
      findings.add('errors', { path, detail: `${name} lists it twice, which bags from version 1.0 on may not` });
    else findings.warn(`${name} lists ${printable(path)} twice, with equal digests.`);
  }
  if (unusual > 0) findings.warn(`${name} has ${unusual} names with * or ./, which bags do not need.`);
}

/** RFC 8493 §2.1.3: LF and CR, and from version 1.0 on the percent sign itself, are percent-encoded; nothing else is. */
function decodePath(path: PathText, isFinal: boolean): PathText {
  return path.replaceAll(/%(0A|0D|25)/gi, (code) => {
    if (code === '%25') return isFinal ? '%' : code;
    return code.toUpperCase() === '%0A' ? '\n' : '\r';
  });
}

/** RFC 8493 §2.2.3: what is still to be fetched. A bag with such files is not complete. */
function readFetch(folder: Folder, encoding: string, listed: Expectations, findings: Findings): void {
  if (onSource(() => folder.find('fetch.txt')) === undefined) return;
  for (const { number, text } of linesOf(readManifest(folder, 'fetch.txt', encoding), true)) {
    const path = listedPath(decodePath(FETCH.exec(text)?.[1] ?? '', true));
    if (path === undefined || !path.startsWith(`${BAG_PAYLOAD}/`)) {
      throw new AuditRefusal(`fetch.txt, line ${number}: this names nothing in the payload. This bag is not used.`);
    }
    if (listed.find(path) === undefined) {
      findings.add('errors', { path, detail: 'fetch.txt lists it, but no manifest does' });
    }
    findings.warn(`${printable(path)} is listed in fetch.txt: it may still have to be fetched.`);
  }
}

/** RFC 8493 §2.2.2. Absent where the bag does not say, or says nothing that is a count. */
function readOxum(folder: Folder, encoding: string, findings: Findings): Bag['oxum'] {
  if (onSource(() => folder.find('bag-info.txt')) === undefined) return undefined;
  for (const { text } of linesOf(readManifest(folder, 'bag-info.txt', encoding), true)) {
    const [, written] = /^Payload-Oxum:\s*(.*?)\s*$/is.exec(text) ?? [];
    if (written === undefined) continue;
    const [, bytes, files] = /^(\d+)\.(\d+)$/.exec(written) ?? [];
    if (bytes !== undefined && files !== undefined) return { bytes: Number(bytes), files: Number(files) };
    findings.add('errors', { path: 'bag-info.txt', detail: `Payload-Oxum is no count of bytes and files: ${written}` });
  }
  return undefined;
}
