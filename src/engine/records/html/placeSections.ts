import type { JobRequest } from '../../model/job/job';
import { ALGORITHM_TITLES, HASH_ALGORITHMS } from '../../model/proof/digest';
import type { JobSummary } from '../../model/result/summary';
import type { Volume } from '../../model/result/volume';
import type { PathText } from '../../model/text/pathText';
import { formatBytes } from '../../model/text/units';
import type { RecordHead } from '../attemptRecord';
import { code, facts, type Html, html, section } from './markup';

/** Where the bytes came from and went to. */
export function placesSection({ destinations }: JobRequest, summary: JobSummary): Html {
  const { sources, sourceVolumes, destination, destinationVolume } = summary;
  const [, ...others] = destinations;
  return section(
    'places',
    'Source and destination',
    html`<h3>Source</h3><ul>${sources.map((source) => html`<li>${code(source)}</li>`)}</ul>`,
    ...sourceVolumes.map(volumeFacts),
    html`<h3>Destination</h3><ul><li>${code(destination)}</li></ul>`,
    destinationVolume === null
      ? html`<p class="soft">The system does not say on which file system the destination lies.</p>`
      : volumeFacts(destinationVolume),
    ...(others.length === 0 ? [] : [othersText(others)]),
  );
}

function othersText(others: readonly PathText[]): Html {
  return html`<p>From the same reading of the source the job also went to the following. Each has records of its own; these say nothing about it.</p><ul>${others.map((other) => html`<li>${code(other)}</li>`)}</ul>`;
}

function volumeFacts({ mountPoint, type, device, uuid, isReadOnly, disk }: Volume): Html {
  return facts([
    ['File system', `${type}, mounted ${isReadOnly ? 'read-only' : 'read-write'}`],
    ['Mounted at', code(mountPoint)],
    ['Device', code(device)],
    ['File system id (UUID)', uuid === null ? 'not told by the system' : code(uuid)],
    ['Disk', disk === null ? 'none that the system names' : diskText(disk)],
  ]);
}

function diskText({ name, model, transport, isRotational }: NonNullable<Volume['disk']>): string {
  const kind = isRotational === null ? '' : isRotational ? ', rotating' : ', solid state';
  return `${name}${model === null ? '' : `, ${model}`}, ${transport}${kind}`;
}

/** Settings, machine, clock and program. */
export function circumstancesSections({ attempt, surroundings }: RecordHead, summary: JobSummary): Html {
  const { request } = attempt;
  const { tool, host, clock } = surroundings;
  const yes = (value: boolean) => (value ? 'yes' : 'no');
  return html`${section(
    'settings',
    'Settings in force',
    facts([
      ['Grade asked for', `${request.verification}${request.requireGrade ? ', required' : ''}`],
      ['Method', request.useBufferReuse ? 'one read, buffers hashed and written' : 'three passes'],
      ['Digests', request.hashAlgorithms.map((name) => ALGORITHM_TITLES[name]).join(', ')],
      ['Buffer', `${request.bufferSizeKB} KiB`],
      ['Threads', request.lanes],
      ['Existing names', request.conflict],
      ['On a failed item', request.onItemError],
      ['On parts that cannot be read', request.onReadError],
      ['On a source that changes', request.onSourceChange],
      ['Retry a mismatch', yes(request.retryMismatch)],
      ['Reads', `source ${summary.sourceReads}, destination ${summary.destinationReads}, saved ${summary.readsSaved}`],
      ['Peak memory', formatBytes(summary.peakMemoryBytes)],
      [
        'Size classes',
        Object.entries(summary.sizeClasses)
          .map(([name, count]) => `${name} ${count}`)
          .join(', '),
      ],
    ]),
  )}${section(
    'machine',
    'Machine, clock and program',
    facts([
      ['Host', host.name],
      ['System', host.system],
      ['User', host.user],
      ['Started', `${summary.startedAt} (UTC)`],
      ['Ended', `${summary.endedAt} (UTC)`],
      ['Local time', `${clock.zone}, UTC${clock.utcOffset}`],
      ['Clock', clockText(clock)],
      ['Program', `${tool.name} ${tool.version}, in ${tool.application ?? 'an unnamed program'}`],
      ['Node.js', tool.node],
      ...HASH_ALGORITHMS.map((name) => [`${ALGORITHM_TITLES[name]} by`, summary.digestImplementations[name]] as const),
    ]),
    html`<h3>SHA-256 of the engine that ran</h3>`,
    ...Object.entries(tool.bundles).map(([name, digest]) => html`<p>${code(`${digest}  ${name}`)}</p>`),
  )}`;
}

function clockText({ source, wasSynchronised }: RecordHead['surroundings']['clock']): string {
  const counted = source === null ? 'source not known' : `counted by ${source}`;
  return `${counted}; ${wasSynchronised === true ? 'a time service has set it' : 'whether it was right is not known'}`;
}
