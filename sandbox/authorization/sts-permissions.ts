import type { AwsCall } from './aws-call';
import { type NeededPermission, parameter } from './permission';

/**
 * Lists the permissions that a call to STS needs. A session with tags also needs the permission to tag it. The tags are
 * a condition key of both actions; the external id is one of `AssumeRole` alone.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
export function stsPermissions(call: AwsCall): NeededPermission[] {
  const resource = parameter(call, 'RoleArn') || '*';
  const tags = sessionTags(call);
  const context = tagContext(tags);
  return [
    { action: `sts:${call.operation}`, resource, context: { ...externalId(call), ...context } },
    ...(tags.length === 0 ? [] : [{ action: 'sts:TagSession', resource, context }]),
  ];
}

type Tag = readonly [key: string, value: string];

/** Reads session tags from a form: `Tags.member.1.Key=team&Tags.member.1.Value=storage`. */
const sessionTags = (call: AwsCall): Tag[] =>
  Object.keys(call.parameters)
    .filter((name) => /^Tags\.member\.\d+\.Key$/.test(name))
    .map((name) => [parameter(call, name), parameter(call, name.replace(/Key$/, 'Value'))]);

const tagContext = (tags: readonly Tag[]): NonNullable<NeededPermission['context']> =>
  tags.length === 0
    ? {}
    : {
        'aws:TagKeys': tags.map(([key]) => key),
        ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
      };

function externalId(call: AwsCall): Readonly<Record<string, string>> {
  const id = parameter(call, 'ExternalId');
  return id === '' ? {} : { 'sts:ExternalId': id };
}
