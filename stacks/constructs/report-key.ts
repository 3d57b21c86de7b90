import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import type { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { REPORT_KEY_ALIAS } from '../../core/names/names';
import { reportKeyPolicy, type ReportKeyUse } from '../../core/policies/kms-key';
import { policyJson } from './literal';

/** Id of the construct in its stack. */
export const REPORT_KEY = 'encryption';
const KEY = 'key';

/** The longest time that KMS waits before it deletes a key. It leaves time to notice that reports are still needed. */
const DELETION_DAYS = 30;

/** The key that encrypts the reports of one Region. KMS rotates it once a year. */
export class ReportKey extends Construct {
  /** A token, since Terraform knows the ARN only after it made the key. */
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
 * Makes Terraform forget the key that a stack had before, instead of deleting it: the reports that the key encrypted stay until they
 * expire.
 *
 * @see https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources
 */
export const keepFormerReportKey = (stack: TerraformStack): void =>
  stack.addOverride('removed', [{ from: `aws_kms_key.${REPORT_KEY}_${KEY}`, lifecycle: [{ destroy: false }] }]);
