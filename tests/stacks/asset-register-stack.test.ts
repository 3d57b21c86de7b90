import { z } from 'zod';
import { readEnvironment, readAssetRegisterEnvironment, readPassSettings } from '../../functions/collector-environment';
import { addOrganizationStacks } from '../../stacks/organization-stacks';
import { sampleConfig, sampleProps } from './sample';
import { attributesOf, ofType, stackNamed, synthesized } from './synthesized';

const stacksWith = (mode: 'off' | 'reference' | 'copy', changes: Parameters<typeof sampleConfig>[0] = {}) =>
  synthesized((app) => addOrganizationStacks(app, sampleProps(sampleConfig({ ...changes, register: { mode } }))));

const QUEUE = 'arn:aws:sqs:eu-west-1:222222222222:s3inventory-register-asset';
const REGIONS = ['eu-west-1', 'us-east-1'];

describe('the stack of the asset register', () => {
  const stacks = stacksWith('reference');
  const stack = stackNamed(stacks, 'register');

  it('is there only where the configuration asks for a register', () => {
    expect(stacksWith('off').map(({ name }) => name)).not.toContain('register');
    expect(stacks.map(({ name }) => name)).toContain('register');
  });

  it('holds as many resources as docs/hcp-terraform.md counts', () => {
    expect(stack.resources).toHaveLength(40);
  });

  it('has one queue in the home Region that the topic of every Region tells of its reports', () => {
    const told = REGIONS.map((region) =>
      attributesOf(
        stackNamed(stacks, `collector-${region}`),
        'aws_sns_topic_subscription.reports_register-subscription',
      ),
    );

    expect(attributesOf(stack, 'aws_sqs_queue.register_queue')['name']).toBe('s3inventory-register-asset');
    for (const subscription of told)
      expect(subscription).toMatchObject({ protocol: 'sqs', endpoint: QUEUE, raw_message_delivery: true });
  });

  it('leaves no subscription in a Region once it is off', () => {
    const collectors = stacksWith('off').filter(({ name }) => name.startsWith('collector-'));

    expect(
      ofType(collectors, 'aws_sns_topic_subscription').map(({ attributes }) => attributes['endpoint']),
    ).not.toContain(QUEUE);
  });

  it('parks a message after five tries', () => {
    expect(attributesOf(stack, 'aws_sqs_queue_redrive_policy.register_redrive')['redrive_policy']).toBe(
      `{"deadLetterTargetArn":"${QUEUE}-dead-letters","maxReceiveCount":5}`,
    );
  });

  it('gives its Lambda every variable that it reads', () => {
    const { variables } = z
      .object({ variables: z.record(z.string(), z.string()) })
      .parse(attributesOf(stack, 'aws_lambda_function.register_function')['environment']);

    expect(readEnvironment('register-asset', { ...variables, AWS_REGION: 'eu-west-1' })).toMatchObject({
      destinationAccount: '222222222222',
      database: 's3_asset_register',
      destinationPrefix: 'inventory',
      configurationId: 'organization-inventory',
    });
    expect(readAssetRegisterEnvironment('register-asset', variables)).toEqual({
      regions: REGIONS,
      location: 's3://s3inventory-results-register-eu-west-1-222222222222/asset-register/',
      copies: { mode: 'reference', bucket: 's3inventory-register-eu-west-1-222222222222', days: 90 },
    });
  });

  it('gives reconcile-register the bucket of its state, and the days for which reports are shown', () => {
    const { variables } = z
      .object({ variables: z.record(z.string(), z.string()) })
      .parse(attributesOf(stack, 'aws_lambda_function.reconcile_function')['environment']);

    expect(readPassSettings('reconcile-register', variables)).toEqual({
      stateBucket: 's3inventory-results-register-eu-west-1-222222222222',
      reportsDays: 90,
    });
  });

  it('has a database and a workgroup of its own', () => {
    expect(attributesOf(stack, 'aws_glue_catalog_database.athena_database')['name']).toBe('s3_asset_register');
    expect(attributesOf(stack, 'aws_athena_workgroup.athena_workgroup')['name']).toBe('s3-asset-register');
  });

  it('tells the same people as the collectors', () => {
    const told = stackNamed(stacksWith('reference', { alarms: { emails: ['a@example.com'] } }), 'register');

    expect(attributesOf(told, 'aws_sns_topic_subscription.watching_email')['for_each']).toEqual({
      'a@example.com': 'a@example.com',
    });
  });
});
