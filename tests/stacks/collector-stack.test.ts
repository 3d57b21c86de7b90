import { z } from 'zod';
import { COLLECTOR_ENVIRONMENT } from '../../core/catalog/collector-environment';
import { readEnvironment, readReconcileEnvironment } from '../../functions/collector-environment';
import { CollectorStack } from '../../stacks/collector-stack';
import { sampleConfig, sampleProps } from './sample';
import { attributesOf, ofType, stackNamed, statements, synthesized, type SynthesizedStack } from './synthesized';

const collectorStack = (config = sampleConfig()) =>
  stackNamed(
    synthesized((app) => {
      const { snapshot, selection, ...props } = sampleProps(config);
      const organization = snapshot.organization.id;
      new CollectorStack(app, { ...props, region: 'eu-west-1', organization, accounts: selection.accounts });
    }),
    'collector-eu-west-1',
  );

/** The default encryption of a bucket. */
const encryptionOf = (stack: SynthesizedStack, bucket: string) =>
  z
    .tuple([z.object({ apply_server_side_encryption_by_default: z.unknown() })])
    .parse(attributesOf(stack, `aws_s3_bucket_server_side_encryption_configuration.${bucket}_encryption`)['rule'])[0]
    .apply_server_side_encryption_by_default;

describe('the collector stack of a Region', () => {
  it('makes the destination bucket and the results bucket', () => {
    expect(ofType([collectorStack()], 'aws_s3_bucket').map(({ attributes }) => attributes['bucket'])).toEqual([
      's3inventory-eu-west-1-222222222222',
      's3inventory-results-eu-west-1-222222222222',
    ]);
  });

  it('holds as many resources as docs/hcp-terraform.md counts: 47, and one for each saved query', () => {
    const { resources } = collectorStack();

    expect(resources.filter(({ type }) => type !== 'aws_athena_named_query')).toHaveLength(47);
    expect(ofType([collectorStack()], 'aws_athena_named_query')).toHaveLength(1);
  });

  it('never destroys a destination bucket that holds reports, unless the configuration says so', () => {
    const destroyed = (config = sampleConfig()) =>
      attributesOf(collectorStack(config), 'aws_s3_bucket.destination_bucket')['force_destroy'];

    expect(destroyed()).toBe(false);
    expect(destroyed(sampleConfig({ retention: { destroyReports: true } }))).toBe(true);
  });

  it('keeps reports and query results as long as the configuration says', () => {
    const stack = collectorStack(sampleConfig({ retention: { reportsDays: 400, queryResultsDays: 3 } }));
    const days = (address: string) => attributesOf(stack, address)['rule'];

    expect(days('aws_s3_bucket_lifecycle_configuration.destination_lifecycle')).toMatchObject([
      // Two days after the tables stop showing it.
      { expiration: [{ days: 402 }] },
      {},
    ]);
    expect(days('aws_s3_bucket_lifecycle_configuration.results_lifecycle')).toMatchObject([
      { expiration: [{ days: 3 }] },
      {},
    ]);
  });

  it('is told of complete reports below the destination prefix, once somebody listens', () => {
    const stack = collectorStack(sampleConfig({ inventory: { destinationPrefix: 'a/b' } }));

    const notification = attributesOf(stack, 'aws_s3_bucket_notification.reports_notification');
    expect(notification['topic']).toEqual([
      {
        topic_arn: '${aws_sns_topic.reports_topic.arn}',
        events: ['s3:ObjectCreated:*'],
        filter_prefix: 'a/b/',
        filter_suffix: 'manifest.checksum',
      },
    ]);
    expect(notification['depends_on']).toEqual([
      'aws_sns_topic_policy.reports_topic-policy',
      'aws_sns_topic_subscription.reports_subscription',
      'aws_s3_bucket_policy.destination_policy',
    ]);
  });

  it('parks a message after five tries, in a queue that takes dead letters from this one only', () => {
    const stack = collectorStack();

    expect(attributesOf(stack, 'aws_sqs_queue_redrive_policy.reports_redrive')['redrive_policy']).toBe(
      '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:222222222222:s3inventory-register-report-dead-letters","maxReceiveCount":5}',
    );
    expect(
      attributesOf(stack, 'aws_sqs_queue_redrive_allow_policy.reports_redrive-allow')['redrive_allow_policy'],
    ).toBe(
      '{"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:eu-west-1:222222222222:s3inventory-register-report"]}',
    );
  });

  it('gives each Lambda every variable that it reads, and an endpoint only for an emulator', () => {
    const variables = (name: string, config = sampleConfig()) =>
      z
        .object({ variables: z.record(z.string(), z.string()) })
        .parse(attributesOf(collectorStack(config), `aws_lambda_function.${name}_function`)['environment']).variables;
    const emulated = sampleConfig({ emulator: { endpoint: 'http://127.0.0.1:5600' } });
    const { endpoint, overdueAfterDays, stateBucket, ...others } = COLLECTOR_ENVIRONMENT;
    const { regions, assetRegisterLocation, assetRegisterMode, copiesBucket, copiesDays, ...always } = others;
    const ofTheAssetRegister = [regions, assetRegisterLocation, assetRegisterMode, copiesBucket, copiesDays];
    const common = Object.values(always).sort();
    expect(Object.keys(variables('register'))).not.toEqual(expect.arrayContaining(ofTheAssetRegister));

    expect(Object.keys(variables('register')).sort()).toEqual(common);
    expect(Object.keys(variables('reconcile')).sort()).toEqual([...common, overdueAfterDays, stateBucket].sort());
    for (const name of ['register', 'reconcile']) {
      expect(readEnvironment(name, { ...variables(name, emulated), AWS_REGION: 'eu-west-1' })).toMatchObject({
        destinationBucket: 's3inventory-eu-west-1-222222222222',
        endpoint: 'http://127.0.0.1:5600',
      });
    }
    expect(readReconcileEnvironment('reconcile-catalog', variables('reconcile'))).toEqual({
      overdueAfterDays: 10,
      stateBucket: 's3inventory-results-eu-west-1-222222222222',
      reportsDays: 90,
    });
    expect(emulated.emulator?.endpoint).toBe(variables('register', emulated)[endpoint]);
  });

  it('has reconcile-catalog called every hour, by its own rule alone', () => {
    const stack = collectorStack();

    expect(attributesOf(stack, 'aws_cloudwatch_event_rule.reconcile_schedule')).toMatchObject({
      name: 's3inventory-reconcile-catalog',
      schedule_expression: 'rate(1 hour)',
    });
    expect(attributesOf(stack, 'aws_cloudwatch_event_target.reconcile_target')).toMatchObject({
      rule: '${aws_cloudwatch_event_rule.reconcile_schedule.name}',
      arn: '${aws_lambda_function.reconcile_function.arn}',
    });
    expect(attributesOf(stack, 'aws_lambda_permission.reconcile_permission')).toMatchObject({
      action: 'lambda:InvokeFunction',
      function_name: '${aws_lambda_function.reconcile_function.function_name}',
      principal: 'events.amazonaws.com',
      source_arn: '${aws_cloudwatch_event_rule.reconcile_schedule.arn}',
    });
  });

  it('takes messages in batches, each of which fails alone', () => {
    expect(attributesOf(collectorStack(), 'aws_lambda_event_source_mapping.register_event-source')).toMatchObject({
      batch_size: 100,
      maximum_batching_window_in_seconds: 5,
      function_response_types: ['ReportBatchItemFailures'],
    });
  });

  it("plans a new version of the code by the code's own hash", () => {
    expect(attributesOf(collectorStack(), 'aws_lambda_function.register_function')).toMatchObject({
      filename: 'assets/register-report.zip',
      source_code_hash: 'c2hhLTI1Ng==',
    });
    expect(attributesOf(collectorStack(), 'aws_lambda_function.reconcile_function')).toMatchObject({
      filename: 'assets/reconcile-catalog.zip',
      source_code_hash: 'c2hhLTI1Ng==',
      timeout: 900,
    });
  });

  it('enforces where Athena writes and how it is encrypted, and brings the saved queries along', () => {
    const stack = collectorStack();

    expect(attributesOf(stack, 'aws_athena_workgroup.athena_workgroup')).toMatchObject({
      name: 's3-inventory',
      configuration: {
        enforce_workgroup_configuration: true,
        result_configuration: {
          output_location: 's3://${aws_s3_bucket.results_bucket.bucket}/results/',
          encryption_configuration: { encryption_option: 'SSE_S3' },
        },
      },
    });
    expect(attributesOf(stack, 'aws_athena_named_query.athena_query-all-keys')).toMatchObject({
      name: 'all-keys',
      query: 'SELECT key FROM inventory_latest',
    });
  });

  describe('with SSE-KMS and no key given for the Region', () => {
    const stack = collectorStack(sampleConfig({ inventory: { encryption: { type: 'SSE-KMS' } } }));

    it('makes a key that rotates, with an alias, and the destination bucket encrypts with it', () => {
      expect(attributesOf(stack, 'aws_kms_key.encryption_key')).toMatchObject({
        enable_key_rotation: true,
        deletion_window_in_days: 30,
      });
      expect(attributesOf(stack, 'aws_kms_alias.encryption_alias')).toMatchObject({
        name: 'alias/s3inventory-reports',
        target_key_id: '${aws_kms_key.encryption_key.key_id}',
      });
      expect(encryptionOf(stack, 'destination')).toEqual({
        sse_algorithm: 'aws:kms',
        kms_master_key_id: '${aws_kms_key.encryption_key.arn}',
      });
      expect(encryptionOf(stack, 'results')).toEqual({ sse_algorithm: 'AES256' });
    });

    it('lets the accounts of the organization use it for their reports, and the Lambda decrypt', () => {
      const key = statements(attributesOf(stack, 'aws_kms_key.encryption_key')['policy']);
      const role = statements(attributesOf(stack, 'aws_iam_role_policy.register_permissions')['policy']);

      expect(key.find(({ Sid }) => Sid === 'EncryptForAccounts')?.Condition?.['StringEquals']).toEqual({
        'aws:SourceAccount': ['222222222222', '333333333333', '444444444444'],
      });
      expect(role.map(({ Sid }) => Sid)).toContain('DecryptWithCollectorsKey');
    });
  });

  it('makes no key where one is given, and forgets one that it made before instead of deleting it', () => {
    const keys = { 'eu-west-1': 'arn:aws:kms:eu-west-1:222222222222:key/1' };
    const stack = collectorStack(sampleConfig({ inventory: { encryption: { type: 'SSE-KMS', keys } } }));

    expect(ofType([stack], 'aws_kms_key')).toEqual([]);
    expect(encryptionOf(stack, 'destination')).toEqual({ sse_algorithm: 'AES256' });
    expect(JSON.parse(stack.text)).toMatchObject({
      removed: [{ from: 'aws_kms_key.encryption_key', lifecycle: [{ destroy: false }] }],
    });
  });

  it('uses the credentials that Terraform is run with', () => {
    expect(collectorStack().providers).toEqual([{ region: 'eu-west-1', allowed_account_ids: ['222222222222'] }]);
  });
});
