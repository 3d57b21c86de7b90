/**
 * Builds the path of an organizational unit, such that no two units share one. In a name, `/` becomes `%2F` and `%` becomes `%25`. A
 * name that is `.` or `..` becomes `%2E` or `%2E%2E`, because `**` of a glob takes neither.
 *
 * @param parent path of the unit above, or `/` for the root
 */
export const unitPath = (parent: string, name: string): string =>
  `${parent === '/' ? '' : parent}/${name.replace(/[%/]|^\.{1,2}$/g, escaped)}`;

/** Returns the names in a path as AWS shows them, joined by `/`. Two units may share the result. */
export const plainPath = (path: string): string => path.replace(/%(2[5EF])/g, decodeURIComponent);

const escaped = (text: string) => encodeURIComponent(text).replaceAll('.', '%2E');
