import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const FILE = join(__dirname, '..', '..', 'examples', 'github-actions', 's3-inventory-drift.yml');

const stepSchema = z.looseObject({
  name: z.string().optional(),
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
});
const workflow = z
  .object({
    on: z
      .object({
        schedule: z.array(z.object({ cron: z.string() })),
        pull_request: z.object({ paths: z.array(z.string()) }),
      })
      .loose(),
    permissions: z.object({}).strict(),
    defaults: z.object({ run: z.object({ shell: z.string() }) }),
    jobs: z.record(
      z.string(),
      z.looseObject({
        if: z.string(),
        permissions: z.record(z.string(), z.string()),
        'timeout-minutes': z.number(),
        steps: z.array(stepSchema),
      }),
    ),
  })
  .loose()
  .parse(parse(readFileSync(FILE, 'utf8')));

const { compare, issue, comment } = workflow.jobs;
const jobs = Object.values(workflow.jobs);
const steps = jobs.flatMap((job) => job.steps);
const scriptOf = (job: typeof compare, name: string) => job?.steps.find((step) => step.name === name)?.run ?? '';
const stepOf = (job: typeof compare, action: string) => job?.steps.find(({ uses }) => uses?.startsWith(`${action}@`));

/** Runs a step's script with stand-ins for `npx` and `gh`. */
function runScript(
  script: string,
  { env = {}, npx = '', gh = '' }: { env?: Record<string, string>; npx?: string; gh?: string },
) {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, body] of Object.entries({ npx, gh })) {
    writeFileSync(join(bin, name), `#!/usr/bin/env bash\necho "${name} $*" >>"$CALLS"\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const files = {
    CALLS: join(folder, 'calls'),
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
  };
  const { status, stdout } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: folder,
    env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, ...files, ...env },
    encoding: 'utf8',
  });
  const textOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  return {
    status,
    stdout,
    calls: textOf(files.CALLS)
      .split('\n')
      .filter((line) => line !== ''),
    output: textOf(files.GITHUB_OUTPUT),
    summary: textOf(files.GITHUB_STEP_SUMMARY),
  };
}

const report = (text: string) => {
  mkdirSync(join(folder, 'drift-report'));
  writeFileSync(join(folder, 'drift-report', 'drift.md'), text);
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orgs3-workflow-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the example workflow', () => {
  it('compares on a schedule, and in pull requests that change the configuration or the snapshot', () => {
    expect(workflow.on.schedule).toHaveLength(1);
    expect(workflow.on.pull_request.paths).toEqual(['inventory.yaml', 'organization/**']);
    expect(scriptOf(compare, 'Compare')).toContain('npx orgs3 drift --format markdown --refresh ');
    expect(compare?.steps.map(({ run }) => run)).toContain('npm ci');
  });

  it('gives each job the fewest permissions, and AWS credentials to no job that can write', () => {
    expect(Object.entries(workflow.jobs).map(([name, { permissions }]) => [name, permissions])).toEqual([
      ['compare', { contents: 'read', 'id-token': 'write' }],
      ['issue', { issues: 'write' }],
      ['comment', { 'pull-requests': 'write' }],
    ]);
    expect(stepOf(compare, 'aws-actions/configure-aws-credentials')?.with).toEqual({
      'role-to-assume': '${{ vars.S3_INVENTORY_DRIFT_ROLE }}',
      'aws-region': '${{ vars.S3_INVENTORY_HOME_REGION }}',
    });
    expect(stepOf(compare, 'actions/checkout')?.with).toEqual({ 'persist-credentials': false });
  });

  it('gives no credentials to a fork', () => {
    expect(compare?.if).toContain('github.event.pull_request.head.repo.full_name == github.repository');
  });

  it('puts no expression into a script: scripts read files and the environment', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
    expect(workflow.defaults.run.shell).toBe('bash');
  });

  it('pins every action to a version, and has a time limit', () => {
    for (const { uses } of steps.filter((step) => step.uses !== undefined)) {
      expect(uses).toMatch(/^[\w-]+\/[\w-]+@(v\d+|[0-9a-f]{40})$/);
    }
    expect(jobs.every((job) => job['timeout-minutes'] <= 60)).toBe(true);
  });

  it('reports an incomplete comparison, and then fails', () => {
    for (const job of [issue, comment])
      expect(job?.if).toMatch(/^\$\{\{ !cancelled\(\) && .*outputs\.report == 'true' \}\}$/);
    const last = compare?.steps.at(-1);
    expect(last?.if).toBe("steps.drift.outputs.code != '0' && steps.drift.outputs.code != '2'");
    expect(runScript(last?.run ?? '', {}).status).toBe(1);
  });
});

describe('the step Compare', () => {
  const run = (npx: string) => runScript(scriptOf(compare, 'Compare'), { npx });

  it.each([0, 1, 2])('outputs exit code %i and the report, and adds the report to the summary', (code) => {
    expect(run(`echo '### differences'; exit ${code}`)).toMatchObject({
      status: 0,
      output: `code=${code}\nreport=true\n`,
      summary: '### differences\n',
    });
    expect(readFileSync(join(folder, 'drift-report', 'drift.md'), 'utf8')).toBe('### differences\n');
  });

  it('has no report if nothing was printed', () => {
    expect(run('exit 1')).toMatchObject({ status: 0, output: 'code=1\n', summary: '' });
  });
});

describe('the step that updates the issue', () => {
  const run = (CODE: string, number: string) => {
    report('`$(touch pwned)`\n');
    const env = {
      CODE,
      LABEL: 's3-inventory-drift',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'acme/s3',
      GITHUB_RUN_ID: '7',
    };
    return runScript(scriptOf(issue, 'Open, update or close the issue'), {
      env,
      gh: `case "$*" in "issue list"*) echo "${number}" ;; *--body-file*) cat drift-report/drift.md >>"$CALLS" ;; esac`,
    });
  };
  const body = ['`$(touch pwned)`', '[The comparison](https://github.com/acme/s3/actions/runs/7)'];

  it.each(['1', '2'])('opens one on exit code %s, with the unchanged report', (code) => {
    expect(run(code, '').calls.slice(2)).toEqual([
      'gh issue create --title S3 Inventory differs from inventory.yaml --label s3-inventory-drift --body-file drift-report/drift.md',
      ...body,
    ]);
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });

  it('links to the run below the report, outside of its table', () => {
    run('2', '');

    expect(readFileSync(join(folder, 'drift-report', 'drift.md'), 'utf8')).toBe(`${body.join('\n\n')}\n`);
  });

  it('updates an open one', () => {
    expect(run('2', '12').calls.slice(2)).toEqual(['gh issue edit 12 --body-file drift-report/drift.md', ...body]);
  });

  it('closes an open one when nothing differs', () => {
    expect(run('0', '12').calls.slice(2)).toEqual(['gh issue close 12 --comment There are no differences any more.']);
  });

  it('does nothing when nothing differs and none is open', () => {
    expect(run('0', '')).toMatchObject({ status: 0, calls: [expect.any(String), expect.any(String)] });
  });

  it('finds it by its label', () => {
    expect(run('0', '').calls[1]).toBe(
      'gh issue list --label s3-inventory-drift --state open --limit 1 --json number --jq .[].number',
    );
  });
});

describe('the step that writes the comment', () => {
  const run = (found: string) => {
    report('### differences\n');
    return runScript(scriptOf(comment, 'Write or update the comment'), {
      env: { NUMBER: '5', GH_REPO: 'acme/s3' },
      gh: `case "$*" in "api --paginate"*) printf '${found}' ;; *comment.md*) cat comment.md >>"$CALLS" ;; esac`,
    });
  };
  const body = ['<!-- s3-inventory-drift -->', '### differences'];

  it('writes a comment if there is none', () => {
    expect(run('').calls.slice(1)).toEqual(['gh pr comment 5 --body-file comment.md', ...body]);
  });

  it('replaces its earlier comment', () => {
    expect(run('101\\n102\\n').calls.slice(1)).toEqual([
      'gh api --method PATCH repos/acme/s3/issues/comments/101 --field body=@comment.md --silent',
      ...body,
    ]);
  });
});
