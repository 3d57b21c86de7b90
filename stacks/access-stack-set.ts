import { CloudformationStackSet } from '@cdktf/provider-aws/lib/cloudformation-stack-set';
import { CloudformationStackSetInstance } from '@cdktf/provider-aws/lib/cloudformation-stack-set-instance';
import type { Construct } from 'constructs';
import { accessTemplate } from '../core/policies/access-template';
import { ACCESS_STACK_SET } from '../core/names/names';
import type { BackendProps } from './constructs/backend';
import { inventoryProvider } from './constructs/inventory-provider';
import { literal } from './constructs/literal';
import { InventoryStack } from './inventory-stack';
import { stackName } from '../core/names/stack-names';

/** Which accounts get the role. */
export interface AccessStackSetProps extends BackendProps {
  /** Ids of organizational units, or of the root; none lies in another. */
  readonly units: readonly string[];
}

const callAs = 'DELEGATED_ADMIN';

/**
 * The role in the accounts of organizational units, by a CloudFormation StackSet: accounts of tomorrow get it by themselves, and no role
 * has to be there before. The management account never gets it.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html
 */
export class AccessStackSet extends InventoryStack {
  constructor(scope: Construct, props: AccessStackSetProps) {
    super(scope, stackName.accessStackSet, props);
    const { config, units } = props;
    const { account, homeRegion: region } = config.destination;
    inventoryProvider(this, { config, account, region });

    const stackSet = new CloudformationStackSet(this, 'source', {
      name: ACCESS_STACK_SET,
      description: `The role ${config.access.roleName} in every source account`,
      permissionModel: 'SERVICE_MANAGED',
      callAs,
      autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false },
      capabilities: ['CAPABILITY_NAMED_IAM'],
      templateBody: literal(JSON.stringify(accessTemplate(config))),
      // Otherwise one account at a time, and as many as may fail: an account whose update fails keeps the role that it has.
      operationPreferences: { maxConcurrentPercentage: 100, failureTolerancePercentage: 100 },
      // AWS fills it in, and older providers would take it away in every plan: hashicorp/terraform-provider-aws#23464
      lifecycle: { ignoreChanges: ['administration_role_arn'] },
    });
    let before: CloudformationStackSetInstance | undefined;
    for (const unit of units) {
      before = new CloudformationStackSetInstance(this, `unit-${unit}`, {
        stackSetName: stackSet.name,
        callAs,
        deploymentTargets: { organizationalUnitIds: [unit] },
        // All accounts at once, and a failure in any of them is one of the whole.
        operationPreferences: { maxConcurrentPercentage: 100, concurrencyMode: 'SOFT_FAILURE_TOLERANCE' },
        // A StackSet does one thing at a time.
        ...(before === undefined ? {} : { dependsOn: [before] }),
      });
    }
  }
}
