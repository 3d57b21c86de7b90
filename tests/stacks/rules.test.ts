import { addOrganizationStacks } from '../../stacks/organization-stacks';
import { sampleConfig, sampleProps } from './sample';
import { attributesOf, ofType, stackNamed, statements, synthesized } from './synthesized';

const stacks = synthesized((app) => addOrganizationStacks(app, sampleProps()));

describe('every stack', () => {
  it('takes the same range of provider versions and Terraform 1.10 or newer', () => {
    for (const { terraform } of stacks) {
      expect(terraform['required_providers']).toEqual({
        aws: { source: 'hashicorp/aws', version: '>= 5.100.0, < 7.0.0' },
      });
      expect(terraform['required_version']).toBe('>= 1.10');
    }
  });

  it('refuses to work in any account but its own', () => {
    const own = stacks.map(({ name, providers }) => [name, providers.map((each) => each['allowed_account_ids'])]);

    for (const [name, allowed] of own) {
      const account = /\d{12}/.exec(String(name))?.[0] ?? '222222222222';
      expect(allowed).toEqual(Array.isArray(allowed) ? allowed.map(() => [account]) : undefined);
    }
  });

  it("reads no other stack's state and puts nothing out for one", () => {
    for (const { text } of stacks) {
      expect(text).not.toContain('terraform_remote_state');
      expect(text).not.toContain('cross-stack');
    }
  });

  it('names nothing of the machine that it was made on', () => {
    for (const { text } of stacks) expect(text).not.toContain(process.cwd());
  });
});

describe('every role', () => {
  const rolesWith = (access: { permissionsBoundary?: string }) => {
    const config = sampleConfig({ access, register: { mode: 'copy' } });
    return ofType(
      synthesized((app) => addOrganizationStacks(app, sampleProps(config))),
      'aws_iam_role',
    );
  };

  it("carries the permissions boundary of its own account, where one is named: source roles and Lambdas' roles", () => {
    const roles = rolesWith({ permissionsBoundary: 'boundaries/workloads' });

    expect(roles).toHaveLength(9);
    for (const { stack, attributes } of roles) {
      const account = /^access-(\d+)$/.exec(stack)?.[1] ?? '222222222222';
      expect(attributes['permissions_boundary']).toBe(`arn:aws:iam::${account}:policy/boundaries/workloads`);
    }
  });

  it('has no boundary where none is named', () => {
    expect(rolesWith({}).filter(({ attributes }) => 'permissions_boundary' in attributes)).toEqual([]);
  });
});

describe('every bucket', () => {
  const anyNumber: unknown = expect.any(Number);
  const buckets = ofType(stacks, 'aws_s3_bucket').map(({ stack, address }) => ({
    stack: stackNamed(stacks, stack),
    reference: `\${${address}.bucket}`,
  }));

  it.each([
    [
      'blocks public access',
      'aws_s3_bucket_public_access_block',
      { block_public_acls: true, block_public_policy: true, ignore_public_acls: true, restrict_public_buckets: true },
    ],
    ['has no ACLs', 'aws_s3_bucket_ownership_controls', { rule: { object_ownership: 'BucketOwnerEnforced' } }],
    [
      'is encrypted',
      'aws_s3_bucket_server_side_encryption_configuration',
      { rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } }] },
    ],
  ])('%s', (_, type, expected) => {
    expect(buckets).toHaveLength(4);
    for (const { stack, reference } of buckets) {
      const settings = ofType([stack], type).find(({ attributes }) => attributes['bucket'] === reference);
      expect(settings?.attributes).toMatchObject(expected);
    }
  });

  it('refuses plain HTTP, for its objects too', () => {
    for (const { stack, reference } of buckets) {
      const policy = ofType([stack], 'aws_s3_bucket_policy').find(
        ({ attributes }) => attributes['bucket'] === reference,
      );
      const refusal = statements(policy?.attributes['policy']).find(({ Effect }) => Effect === 'Deny');
      expect(refusal).toMatchObject({
        Principal: '*',
        Action: ['s3:*'],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      });
      const [bucket = '', objects] = refusal?.Resource ?? [];
      expect(objects).toBe(`${bucket}/*`);
    }
  });

  it('clears away what is old and what was never finished', () => {
    for (const { stack, reference } of buckets) {
      const lifecycle = ofType([stack], 'aws_s3_bucket_lifecycle_configuration').find(
        ({ attributes }) => attributes['bucket'] === reference,
      );
      expect(lifecycle?.attributes['rule']).toEqual([
        expect.objectContaining({ status: 'Enabled', expiration: [{ days: anyNumber }] }),
        expect.objectContaining({
          status: 'Enabled',
          abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        }),
      ]);
    }
  });
});

describe('every Lambda function', () => {
  it('runs on Node.js 22 and arm64, and only after its role has its permissions', () => {
    const functions = ofType(stacks, 'aws_lambda_function');
    expect(functions).toHaveLength(4);
    for (const { address, attributes } of functions) {
      expect(attributes).toMatchObject({
        runtime: 'nodejs22.x',
        architectures: ['arm64'],
        depends_on: [
          address.replace('aws_lambda_function', 'aws_iam_role_policy').replace('_function', '_permissions'),
        ],
      });
    }
  });

  it('writes to a log of its own, which forgets after 90 days', () => {
    for (const { stack, address, attributes } of ofType(stacks, 'aws_lambda_function')) {
      const log = address.replace('aws_lambda_function', 'aws_cloudwatch_log_group').replace('_function', '_log');
      expect(attributes['logging_config']).toEqual({ log_format: 'JSON', log_group: `\${${log}.name}` });
      expect(attributesOf(stackNamed(stacks, stack), log)).toMatchObject({
        name: `/aws/lambda/${String(attributes['function_name'])}`,
        retention_in_days: 90,
      });
    }
  });

  it('leaves the queue that feeds it enough time for six tries of its own and the batching window', () => {
    const mappings = ofType(stacks, 'aws_lambda_event_source_mapping');
    expect(mappings).toHaveLength(2);
    for (const { stack } of mappings) {
      const collector = stackNamed(stacks, stack);
      const timeout = Number(attributesOf(collector, 'aws_lambda_function.register_function')['timeout']);
      const mapping = attributesOf(collector, 'aws_lambda_event_source_mapping.register_event-source');
      const hidden = attributesOf(collector, 'aws_sqs_queue.reports_queue')['visibility_timeout_seconds'];
      expect(hidden).toBeGreaterThanOrEqual(6 * timeout + Number(mapping['maximum_batching_window_in_seconds']));
    }
  });
});
