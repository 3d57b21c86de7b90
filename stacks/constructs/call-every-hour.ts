import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import type { Construct } from 'constructs';
import type { CollectorFunction } from './collector-function';

/**
 * Adds an EventBridge rule that calls a Lambda every hour. The Lambda makes one pass a day.
 *
 * @param ruleName the rule's name in AWS
 * @param name the Lambda's name for people
 */
export function callEveryHour(
  scope: Construct,
  ruleName: string,
  name: string,
  { lambda, permissions }: CollectorFunction,
): void {
  const rule = new CloudwatchEventRule(scope, 'schedule', {
    name: ruleName,
    description: `Calls ${name}, which makes one pass a day`,
    scheduleExpression: 'rate(1 hour)',
  });
  const permission = new LambdaPermission(scope, 'permission', {
    statementId: 'CalledBySchedule',
    action: 'lambda:InvokeFunction',
    functionName: lambda.functionName,
    principal: 'events.amazonaws.com',
    sourceArn: rule.arn,
  });
  new CloudwatchEventTarget(scope, 'target', {
    rule: rule.name,
    arn: lambda.arn,
    dependsOn: [permission, permissions],
  });
}
