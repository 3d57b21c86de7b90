import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Orgs3Error } from '../../core/errors';
import type { ExistingConfiguration } from '../../core/adoption/existing-configuration';
import { sortedBy } from '../../core/text/order';
import { jsonText } from '../../core/text/printable';
import { readIfThere, writeIfChanged } from './whole-files';

const FILE = 'imports.json';

const importsSchema = z.array(
  z.strictObject({
    account: z.string().regex(/^\d{12}$/),
    region: z.string().min(1),
    bucket: z.string().min(1),
    id: z.string().min(1),
  }),
);

/** The path of the file with the configurations to import. It lies beside the snapshot, so that synthesis finds it and git keeps it. */
export const importsFile = (folder: string): string => join(folder, FILE);

/**
 * Reads the configurations to import; none where there is no file.
 *
 * @throws Orgs3Error where the file is not in the form that `orgs3 adopt` writes
 */
export function readImports(folder: string): ExistingConfiguration[] {
  const file = importsFile(folder);
  const text = readIfThere(file);
  if (text === undefined) return [];
  try {
    return importsSchema.parse(JSON.parse(text));
  } catch (cause) {
    const what = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new Orgs3Error(`${file} is not as "orgs3 adopt" wrote it: ${what}`, {
      cause,
      next: `Restore ${file} from version control, or remove it and run "orgs3 adopt" for the whole organization.`,
    });
  }
}

/** Writes the configurations to import, sorted; removes the file where there are none. */
export function writeImports(folder: string, existing: readonly ExistingConfiguration[]): void {
  const file = importsFile(folder);
  if (existing.length === 0) return rmSync(file, { force: true });
  const sorted = sortedBy(existing, ({ account, region, bucket, id }) => `${account} ${region} ${bucket} ${id}`);
  const rows = sorted.map(({ account, region, bucket, id }) => ({ account, region, bucket, id }));
  mkdirSync(folder, { recursive: true });
  writeIfChanged(file, `${jsonText(rows, 2)}\n`);
}
