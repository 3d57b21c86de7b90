import { alarmsTopicPolicy } from '../../../core/policies/alarms-topic';

describe('the topic of the alarms', () => {
  const [allowed, refused, ...others] = alarmsTopicPolicy(
    { account: '222222222222', region: 'cn-north-1' },
    's3inventory-alarms',
  ).Statement;

  it('takes messages from CloudWatch alone, for alarms of ours in its own account and Region', () => {
    expect(allowed).toMatchObject({
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'SNS:Publish',
      Resource: 'arn:aws-cn:sns:cn-north-1:222222222222:s3inventory-alarms',
      Condition: {
        ArnLike: { 'aws:SourceArn': 'arn:aws-cn:cloudwatch:cn-north-1:222222222222:alarm:s3inventory-*' },
        StringEquals: { 'aws:SourceAccount': '222222222222' },
      },
    });
    expect(others).toEqual([]);
  });

  it('refuses everybody without TLS, with the one action that a topic policy can name for it', () => {
    expect(refused).toMatchObject({
      Effect: 'Deny',
      Principal: '*',
      Action: 'SNS:Publish',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });
});
