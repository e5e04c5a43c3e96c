/** Names that Windows and its file systems cannot hold. */
const NOT_ON_WINDOWS = ['trailing dot.', 'trailing space ', `quotes " and '.txt`, 'question?.txt', 'two\nlines.txt'];

/** Names that occur in the field and have broken tools, as far as this system can hold them. */
export function oddNames() {
  const names = [
    '-rf',
    '--help',
    '$HOME `id` %PATH%.txt',
    '=1+1.csv',
    'Kamera Süd 📹.txt',
    'ملف.txt',
    `${'long '.repeat(49)}name`,
  ];
  if (process.platform !== 'win32') names.push(...NOT_ON_WINDOWS);
  // One name to macOS, two to everybody else: composed and decomposed.
  names.push('caf\u00e9.txt');
  if (process.platform !== 'darwin') names.push('cafe\u0301.txt');
  const bytes = names.map((name) => Buffer.from(name));
  // Only Linux lets a name be any bytes: here "für" in Latin-1.
  return process.platform === 'linux' ? [...bytes, Buffer.from('f\xfcr.txt', 'latin1')] : bytes;
}
