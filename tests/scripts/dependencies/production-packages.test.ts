import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { compileFunction } from '../../../adapters/bundle/function-bundle';
import { productionPackages } from '../../../scripts/dependencies/production-packages';

const ROOT = join(__dirname, '..', '..', '..');
const packageSchema = z.object({ name: z.string(), version: z.string(), license: z.string().optional() });
const lockSchema = z.object({ packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })) });

const packages = productionPackages();
const versionsOf = (wanted: string) => packages.filter(({ name }) => name === wanted).map(({ version }) => version);
const readPackage = (folder: string) =>
  packageSchema.parse(JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')));

describe('the packages that end up with a user', () => {
  it('are all that is not there for development alone', () => {
    expect(versionsOf('cdktf-cli')).toHaveLength(1);
    expect(versionsOf('jest')).toEqual([]);
    expect(versionsOf('orgs3')).toEqual([]);
  });

  it('are the same on every platform: the binaries of all of them are listed', () => {
    expect(versionsOf('@duckdb/node-bindings-darwin-arm64')).toHaveLength(1);
    expect(versionsOf('@duckdb/node-bindings-linux-x64')).toHaveLength(1);
  });

  it('include those that come inside of another package', () => {
    expect(versionsOf('jsonify')).toEqual(['0.0.1']);
  });

  it('are listed once for each version', () => {
    const keys = packages.map(({ name, version }) => `${name}@${version}`);

    expect(keys).toEqual([...new Set(keys)].sort());
  });

  it('have the licence that the installed package states', () => {
    const { packages: locked } = lockSchema.parse(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')));
    const installed = Object.entries(locked)
      .filter(([folder, { dev }]) => folder !== '' && dev !== true && existsSync(join(ROOT, folder, 'package.json')))
      .map(([folder]) => readPackage(folder))
      .map(({ name, version, license }) => ({ name, version, licence: license }));

    expect(installed.length).toBeGreaterThan(400);
    expect(packages).toEqual(expect.arrayContaining(installed));
  });

  it('include all that the Lambdas’ bundles are made of', async () => {
    const functions = readdirSync(join(ROOT, 'functions')).filter((name) =>
      existsSync(join(ROOT, 'functions', name, 'index.ts')),
    );
    const compiled = await Promise.all(functions.map(compileFunction));
    const folders = compiled
      .flatMap(({ bytesByFile }) => Object.keys(bytesByFile))
      .map((file) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0])
      .filter((folder) => folder !== undefined);
    const bundled = [...new Set(folders)].map(readPackage).map(({ name, version }) => `${name}@${version}`);

    expect(bundled).toContain(`@aws-sdk/client-glue@${versionsOf('@aws-sdk/client-glue').join()}`);
    expect(packages.map(({ name, version }) => `${name}@${version}`)).toEqual(expect.arrayContaining(bundled));
  });
});
