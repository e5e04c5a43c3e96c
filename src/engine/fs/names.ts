import type { PathText } from '../model/text/pathText';

/** The last name of a payload path. */
export function nameOf(path: PathText): PathText {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The payload path of the folder a payload path lies in; `''` for a top-level item. */
export function parentOf(path: PathText): PathText {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The first name of a payload path: the selected source it belongs to. */
export function topOf(path: PathText): PathText {
  const slash = path.indexOf('/');
  return slash < 0 ? path : path.slice(0, slash);
}

/** Whether `path` is `folder` itself or lies in it. */
export function isWithin(path: PathText, folder: PathText): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** An absolute path and one or more names below it. */
export function below(folder: PathText, path: PathText): PathText {
  return folder.endsWith('/') ? `${folder}${path}` : `${folder}/${path}`;
}

/** `photo.jpg`, 2 → `photo (2).jpg`: a further name beside one that is taken. A folder's name has no extension. */
export function numberedName(name: PathText, number: number, isFolder: boolean): PathText {
  const dot = isFolder ? -1 : name.lastIndexOf('.');
  return dot <= 0 ? `${name} (${number})` : `${name.slice(0, dot)} (${number})${name.slice(dot)}`;
}
