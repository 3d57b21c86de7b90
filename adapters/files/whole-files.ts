import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isNativeError } from 'node:util/types';

/** Reads a file's text; `undefined` where there is no such file. */
export const readIfThere = (file: string): string | undefined => ifThere(() => readFileSync(file, 'utf8'));

/** Calls `read` and returns its value; `undefined` where the file or folder that it reads does not exist. */
export function ifThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isNativeError(error) && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Replaces a file as a whole, so that no reader sees half of it. A file with the same text is not touched. */
export function writeIfChanged(file: string, text: string): void {
  if (readIfThere(file) === text) return;
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
