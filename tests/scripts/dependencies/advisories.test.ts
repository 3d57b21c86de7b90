import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ACCEPTED, readAudit, seriousOf, type Advisory } from '../../../scripts/dependencies/advisories';
import { auditText } from '../../../scripts/dependencies/audit-text';

const ROOT = join(__dirname, '..', '..', '..');

const via = {
  source: 1,
  name: 'fflate',
  dependency: 'fflate',
  title: 'A small zip becomes a large one',
  url: 'https://github.com/advisories/GHSA-1111-2222-3333',
  severity: 'high',
  range: '<0.9.0',
};
const report = (vulnerabilities: object) => ({ auditReportVersion: 2, vulnerabilities, metadata: {} });
const fflate = { name: 'fflate', severity: 'high', via: [via], effects: [], nodes: ['node_modules/fflate'] };
const advisory: Advisory = {
  name: 'fflate',
  affected: '<0.9.0',
  severity: 'high',
  title: via.title,
  url: via.url,
  places: ['node_modules/fflate'],
};
const refusal = {
  message: '405 Method Not Allowed - POST https://registry.example/-/npm/v1/security/advisories/bulk',
  method: 'POST',
  statusCode: 405,
  body: '',
  error: { summary: '', detail: '' },
};
const textOf = (printed: unknown) => auditText(readAudit(printed));

describe('an audit that was answered', () => {
  it('passes where nothing is known', () => {
    expect(textOf(report({}))).toEqual({
      lines: ['No advisory of high or critical severity is open for a package that ends up with a user.'],
      code: 0,
    });
  });

  it('fails on a serious advisory, and names package, versions, severity, page and place', () => {
    expect(textOf(report({ fflate }))).toEqual({
      lines: [
        'error: high: fflate <0.9.0: A small zip becomes a large one (https://github.com/advisories/GHSA-1111-2222-3333), in node_modules/fflate',
        expect.stringContaining('next: Update the package'),
      ],
      code: 1,
    });
  });

  it('tells of an advisory once, not again for each package that needs the one it is about', () => {
    const dependent = { name: 'orgs-zip', severity: 'high', via: ['fflate'], nodes: ['node_modules/orgs-zip'] };

    expect(readAudit(report({ fflate, 'orgs-zip': dependent }))).toEqual({
      kind: 'advisories',
      advisories: [advisory],
    });
  });

  it.each([
    ['info', 0],
    ['low', 0],
    ['moderate', 0],
    ['high', 1],
    ['critical', 1],
  ])('ends with severity %s as %i', (severity, code) => {
    expect(textOf(report({ fflate: { ...fflate, via: [{ ...via, severity }] } })).code).toBe(code);
  });
});

describe('an audit that was not answered', () => {
  const unreachable = {
    message:
      'request to https://registry.example/-/npm/v1/security/advisories/bulk failed, reason: connect ECONNREFUSED',
    error: { summary: '', detail: '' },
  };

  it.each([
    ['the registry refused', refusal],
    ['the registry could not be reached', unreachable],
  ])('is neither passed nor failed where %s: the answer is told', (_, printed) => {
    expect(textOf(printed)).toEqual({
      lines: [
        `skipped: advisories could not be looked up, so nothing is known of them. The answer was: ${printed.message}`,
        expect.stringContaining('next: '),
      ],
      code: 75,
    });
  });

  it('fails where npm did not come to ask', () => {
    const error = { code: 'ENOLOCK', summary: 'This command requires an existing lockfile.', detail: '' };

    expect(() => readAudit({ error })).toThrow(
      'npm audit failed: ENOLOCK: This command requires an existing lockfile.',
    );
    expect(() => readAudit({ message: 'npm error', error })).toThrow('ENOLOCK');
  });

  it.each([[{}], [[]], ['<html>'], [{ auditReportVersion: 3, vulnerabilities: {} }]])(
    'fails where npm printed %j',
    (printed) => {
      expect(() => readAudit(printed)).toThrow('npm audit printed what this script cannot read.');
    },
  );
});

describe('an accepted advisory', () => {
  const accepted = [{ names: ['glob'], inside: 'node_modules/cdktf', because: 'nothing calls it' }];
  const glob = { ...advisory, name: 'glob', places: ['node_modules/cdktf/node_modules/glob'] };
  const reasonFor = (found: Advisory) => seriousOf([found], accepted).map(({ because }) => because);

  it('is one of a package inside of another', () => {
    expect(reasonFor(glob)).toEqual(['nothing calls it']);
    expect(reasonFor({ ...glob, places: ['node_modules/cdktf/node_modules/archiver/node_modules/glob'] })).toEqual([
      'nothing calls it',
    ]);
  });

  it('is open where a copy lies elsewhere as well, or another package is meant', () => {
    expect(reasonFor({ ...glob, places: [...glob.places, 'node_modules/glob'] })).toEqual([undefined]);
    expect(reasonFor({ ...glob, places: ['node_modules/cdktf-cli/node_modules/glob'] })).toEqual([undefined]);
    expect(reasonFor({ ...glob, name: 'semver' })).toEqual([undefined]);
  });

  it('is told with its reason, and fails nothing', () => {
    const places = ['node_modules/cdktf/node_modules/glob'];

    expect(textOf(report({ glob: { ...fflate, name: 'glob', nodes: places } }))).toEqual({
      lines: [
        expect.stringMatching(
          /^accepted: high: glob <0\.9\.0: .+ in node_modules\/cdktf\/node_modules\/glob: cdktf uses/,
        ),
        'No advisory of high or critical severity is open for a package that ends up with a user.',
      ],
      code: 0,
    });
  });

  it('is taken out of the list when the package has gone from there', () => {
    const gone = ACCEPTED.flatMap(({ names, inside }) =>
      names.map((name) => join(inside, 'node_modules', name)),
    ).filter((folder) => !existsSync(join(ROOT, folder)));

    expect(gone).toEqual([]);
  });
});
