import { join } from 'node:path';

/** The root of this project. */
export const PROJECT_ROOT = join(import.meta.dirname, '..', '..');

/** Everything these scripts download or leave for a person to look at. Ignored by git, may be deleted at any time. */
export const HOST_DIRECTORY = join(PROJECT_ROOT, '.host');

/** Where the VS Code server and the browser driver are installed. */
export const SERVER_INSTALLATION = join(HOST_DIRECTORY, 'vscodeServer');

/** Screenshots and logs of what went wrong. */
export const FAILURES_DIRECTORY = join(HOST_DIRECTORY, 'failures');

/** Pictures that tests take of what is to be looked at. */
export const PICTURES_DIRECTORY = join(HOST_DIRECTORY, 'pictures');

/** The sample workspace of `npm start`. Ignored by git; made anew at each start. */
export const SAMPLE_DIRECTORY = join(PROJECT_ROOT, '.sample');
