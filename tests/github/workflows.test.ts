import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const ROOT = join(__dirname, '..', '..');
const FOLDER = join(ROOT, '.github', 'workflows');

const stepSchema = z.looseObject({
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().default(''),
});
const jobSchema = z.looseObject({
  needs: z.string().optional(),
  uses: z.string().optional(),
  permissions: z.record(z.string(), z.string()),
  'timeout-minutes': z.number().optional(),
  steps: z.array(stepSchema).default([]),
});
const workflowSchema = z.looseObject({
  permissions: z.strictObject({}),
  defaults: z.object({ run: z.object({ shell: z.literal('bash') }) }),
  jobs: z.record(z.string(), jobSchema),
});

const files = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }));
const workflows = new Map(files.map(({ name, text }) => [name, workflowSchema.parse(parse(text))]));
const jobsOf = (name: string) => workflows.get(name)?.jobs ?? {};
const ciRun = (...stages: string[]) => spawnSync('bash', ['.ci/run', ...stages], { cwd: ROOT, encoding: 'utf8' });
const steps = [...workflows.values()].flatMap(({ jobs }) => Object.values(jobs)).flatMap((job) => job.steps);

describe('the workflows', () => {
  it('pin every action by commit, with its version in a comment', () => {
    const pins = files.flatMap(({ text }) => text.match(/^.*uses: (?!\.\/).*$/gm) ?? []);

    expect(pins).toHaveLength(steps.filter(({ uses }) => uses !== undefined).length);
    for (const pin of pins) expect(pin).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('let only the job that makes the release write, which runs no code of a package', () => {
    const all = [...workflows.values()].flatMap(({ jobs }) => Object.entries(jobs));
    const writing = all.filter(([, { permissions }]) => Object.values(permissions).includes('write'));

    expect(all.map(([, { permissions }]) => Object.keys(permissions))).toEqual(all.map(() => ['contents']));
    expect(writing.map(([name]) => name)).toEqual(['release']);
    expect(writing.flatMap(([, job]) => job.steps).filter(({ run }) => /\b(npm|npx|node)\b/.test(run))).toEqual([]);
    expect(writing.flatMap(([, job]) => job.steps).filter(({ uses }) => uses?.startsWith('actions/checkout@'))).toEqual(
      [],
    );
  });

  it('put no expression into a script, and have time limits', () => {
    for (const { run } of steps) expect(run).not.toContain('${{');
    for (const { jobs } of workflows.values()) {
      for (const job of Object.values(jobs))
        if (job.uses === undefined) expect(job['timeout-minutes']).toBeLessThan(100);
    }
  });

  it('run every stage of .ci/run side by side, its tests on the oldest Node that package.json allows and on the Lambdas’', () => {
    const { lint, test, ...others } = jobsOf('ci.yml');
    const { engines } = z
      .object({ engines: z.object({ node: z.string() }) })
      .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
    const tested = ['unit', 'e2e', 'demo'];

    expect(others).toEqual({});
    expect([lint?.needs, test?.needs]).toEqual([undefined, undefined]);
    expect(lint?.steps.map(({ run }) => run)).toContain('bash .ci/run lint');
    expect(test?.steps.at(-1)).toMatchObject({ run: 'bash .ci/run "$STAGE"', env: { STAGE: '${{ matrix.stage }}' } });
    expect(test?.['strategy']).toMatchObject({
      matrix: { stage: tested, node: [engines.node.replace('>=', ''), '22'] },
    });
    expect(ciRun('no-such-stage').stderr).toContain(`use any of ${['lint', ...tested].join(', ')}, or none for all`);
  });
});

describe('.ci/run', () => {
  it('runs nothing for a stage that it does not know, and still ends with its counts', () => {
    const { status, stdout, stderr } = ciRun('unit', 'no-such-stage');

    expect({ status, stdout }).toEqual({ status: 1, stdout: '0 passed, 1 failed\n' });
    expect(stderr).toContain('unknown stage "no-such-stage"');
  });
});

describe('a release', () => {
  const { check, papers, release } = jobsOf('release.yml');
  const script = (name: string) => papers?.steps.find((step) => step.name === name)?.run ?? '';
  const run = (name: string, tag: string) =>
    spawnSync('bash', ['-eo', 'pipefail', '-c', script(name)], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, GITHUB_REF_NAME: tag },
    });

  it('is made after all checks, with its attached documents', () => {
    expect([check?.uses, papers?.needs, release?.needs]).toEqual(['./.github/workflows/ci.yml', 'check', 'papers']);
    for (const paper of ['papers/licences.txt', 'papers/sbom.cdx.json']) {
      expect(script('Licences and bill of materials')).toContain(paper);
      expect(release?.steps.at(-1)?.run).toContain(paper);
    }
  });

  it('is not made if the tag is not the version', () => {
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));

    expect(run('The tag is the version', `v${version}`).status).toBe(0);
    expect(run('The tag is the version', 'v99.0.0')).toMatchObject({
      status: 1,
      stdout: `::error::package.json has version ${version}: tag v${version}, or change it.\n`,
    });
  });

  it('is not made if the advisories cannot be checked: exit code 75 is a failure there', () => {
    expect(script('Advisories')).toBe('npm run --silent audit');
    expect(papers?.steps.find(({ name }) => name === 'Advisories')).not.toHaveProperty('continue-on-error');
  });
});
