import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { unzipSync } from 'fflate';
import { bundleEntry, bundleFunction, compileFunction } from '../../../adapters/bundle/function-bundle';

const folder = mkdtempSync(join(tmpdir(), 'orgs3-bundle-'));
afterAll(() => rmSync(folder, { recursive: true }));

const entry = (name: string, source: string) => {
  const file = join(folder, name);
  writeFileSync(file, source);
  return file;
};

/** The return value of the handler in a zip. */
const answerOf = (zip: Uint8Array): unknown =>
  runInNewContext(`${new TextDecoder().decode(unzipSync(zip)['index.js'])};module.exports.handler()`, {
    module: { exports: {} },
  });

describe('the bundle of a Lambda function', () => {
  it('is one file with all that the entry imports, and exports the handler', async () => {
    entry('answer.ts', 'export const answer: number = 42;');
    const file = entry('index.ts', "import { answer } from './answer';\nexport const handler = () => answer;");

    const { zip } = await bundleEntry(file);

    expect(Object.keys(unzipSync(zip))).toEqual(['index.js']);
    expect(answerOf(zip)).toBe(42);
  });

  it('is the same to the byte each time, and its hash is the one that Lambda reports', async () => {
    const file = entry('same.ts', 'export const handler = () => undefined;');

    const [first, second] = [await bundleEntry(file), await bundleEntry(file)];

    expect(second).toEqual(first);
    expect(first.sha256Base64).toBe(createHash('sha256').update(first.zip).digest('base64'));
  });

  it('finds credentials in the environment, and knows no other place to look', async () => {
    const { code, bytesByFile } = await compileFunction('register-report');

    const files = Object.keys(bytesByFile).filter((file) => /credential-provider-(ini|sso|process|imds)/.test(file));
    expect(files).toEqual([]);
    expect(new TextDecoder().decode(code)).toContain('AWS_SECRET_ACCESS_KEY');
  });

  it('is refused with the place of the mistake where the code does not compile', async () => {
    await expect(bundleEntry(entry('broken.ts', 'export const handler = ('))).rejects.toThrow(
      /broken\.ts:1:\d+: ERROR/,
    );
  });

  it('is refused where there is no such function', async () => {
    await expect(bundleFunction('no-such-function')).rejects.toThrow(
      /There is no Lambda function at .*no-such-function/,
    );
  });
});
