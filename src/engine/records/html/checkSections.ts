import { LAST_EVENTS } from '../../journal/closing';
import { ALGORITHM_TITLES, type HashAlgorithm } from '../../model/proof/digest';
import type { RecordEnding, RecordHead } from '../attemptRecord';
import { HASHDEEP_NAME } from '../hashdeepList';
import { code, type Html, html, NOTHING, section } from './markup';

/** Programs that check a list of one digest, where there is one. */
const CHECKERS: Readonly<Partial<Record<HashAlgorithm, string>>> = {
  sha256: 'sha256sum',
  sha512: 'sha512sum',
  sha1: 'sha1sum',
  md5: 'md5sum',
  blake3: 'b3sum',
  xxh128: 'xxh128sum',
};

/** The head of the custody log to be signed on paper: it stands on page one. */
export function handOverSection({ custodyLog: { entries, head } }: RecordEnding): Html {
  const lines = ['Handed over by (name, date)', 'Signature', 'Received by (name, date)', 'Signature'];
  return section(
    'custody',
    'Custody',
    html`<p>Head of the custody log after ${entries} entries, when this report was written:<br>${code(head)}</p>`,
    html`<p class="soft">The log must go on with exactly two entries, ${LAST_EVENTS.join(' and ')}; the first holds the digest of this file, and <code>seal.json</code> holds the final head. Whoever can rewrite all of it can rewrite the chain too: sign this page, sign the seal (<code>ssh-keygen -Y sign</code>) or have it time-stamped (RFC 3161).</p>`,
    html`<div class="sign">${lines.map((line) => html`<div><span>${line}</span></div>`)}</div>`,
  );
}

/** How to check the copy with programs of others. */
export function checkSection({ attempt }: RecordHead, ending: RecordEnding, leftOut: number): Html {
  const { destination, recordsDir } = ending.summary;
  const { hashAlgorithms } = attempt.request;
  const list = (name: string) => shellWord(`${recordsDir ?? '.'}/${name}`);
  const checks = hashAlgorithms.flatMap((name) => {
    const program = CHECKERS[name];
    return program === undefined
      ? []
      : [
          html`<h3>${ALGORITHM_TITLES[name]}</h3>${command(`cd ${shellWord(destination)} && ${program} -c ${list(`manifest-${name}.txt`)}`)}`,
        ];
  });
  const knows = hashAlgorithms.some((name) => ['md5', 'sha1', 'sha256'].includes(name));
  return section(
    'check',
    'How to check this without our program',
    html`<p>Run these where the copy lies; change the folder if it was moved. Each file must read OK. A list of digests does not show a file that was added: hashdeep does, for the folders it is given.</p>`,
    ...checks,
    knows
      ? html`<h3>hashdeep</h3>${command(`cd ${shellWord(destination)} && hashdeep -o f -r -l -a -k ${list(HASHDEEP_NAME)} ./NAME`)}<p class="soft">NAME stands for each file or folder that was copied.</p>`
      : NOTHING,
    leftOut === 0
      ? NOTHING
      : html`<p class="note">hashdeep cannot represent a line feed in a name: ${leftOut} of the files copied ${leftOut === 1 ? 'is' : 'are'} not in its list.</p>`,
  );
}

function command(text: string): Html {
  return html`<pre><code>${text}</code></pre>`;
}

/** As a POSIX shell takes one word. */
function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
