import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import type { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { REPORT_KEY_ALIAS } from '../../core/names/names';
import { reportKeyPolicy, type ReportKeyUse } from '../../core/policies/kms-key';
import { policyJson } from './literal';

/** The construct's id in its stack. */
export const REPORT_KEY = 'encryption';
const KEY = 'key';

/** The longest that KMS waits before it deletes a key: time to notice that reports are still needed. */
const DELETION_DAYS = 30;

/** The key that encrypts the reports of one Region. It rotates once a year. */
export class ReportKey extends Construct {
  /** A token: Terraform knows the ARN once the key is made. */
  readonly arn: string;

  constructor(scope: Construct, id: string, use: ReportKeyUse) {
    super(scope, id);
    const key = new KmsKey(this, KEY, {
      description: 'Encrypts the S3 Inventory reports of the organization in this Region',
      policy: policyJson(reportKeyPolicy(use)),
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_DAYS,
    });
    new KmsAlias(this, 'alias', { name: REPORT_KEY_ALIAS, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}

/**
 * For a stack without the key: if it had one, Terraform forgets it and does not delete it, because reports that it
 * encrypted stay until they expire.
 *
 * @see https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources
 */
export const keepFormerReportKey = (stack: TerraformStack): void =>
  stack.addOverride('removed', [{ from: `aws_kms_key.${REPORT_KEY}_${KEY}`, lifecycle: [{ destroy: false }] }]);
