import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../../adapters/files/config-file';
import { ConfigError } from '../../../core/config/config-error';
import { Orgs3Error } from '../../../core/errors';

describe('readConfig', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'orgs3-config-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (text: string) => {
    const file = join(folder, 'inventory.yaml');
    writeFileSync(file, text);
    return file;
  };
  const failure = (file: string): unknown => {
    try {
      return readConfig(file);
    } catch (error) {
      return error;
    }
  };

  it('returns the configuration with its defaults', () => {
    const file = write('destination: { account: "222222222222", homeRegion: eu-west-1 }');

    expect(readConfig(file)).toMatchObject({
      destination: { account: '222222222222' },
      inventory: { format: 'Parquet' },
    });
  });

  it('lists all mistakes, one a line, each with file, line and column', () => {
    const file = write('destination: { account: "1", homeRegion: mars }\nnope: 1\n');

    expect(failure(file)).toBeInstanceOf(ConfigError);
    expect(failure(file)).toMatchObject({
      message: [
        `3 mistakes in ${file}`,
        `${file}:1:25: destination.account: found "1", allowed an account id of 12 digits`,
        `${file}:1:42: destination.homeRegion: found "mars", allowed a Region code such as eu-west-1`,
        `${file}:2:1: nope: found the unknown key "nope", allowed destination, filters, access, delegation, inventory, additional, overrides, retention, register, alarms, backend, tags, emulator`,
      ].join('\n'),
    });
  });

  it('says where to get a file when there is none', () => {
    const file = join(folder, 'missing.yaml');

    expect(failure(file)).toBeInstanceOf(Orgs3Error);
    expect(failure(file)).toMatchObject({
      message: `The configuration "${file}" does not exist.`,
      next: `Copy examples/inventory.yaml to ${file} and fill in your account, or name another file with --config <file>.`,
    });
  });

  it('says why a file cannot be read', () => {
    expect(failure(folder)).toMatchObject({ message: `The configuration "${folder}" cannot be read (EISDIR).` });
  });
});
