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

/** The organizational units whose accounts get the role. */
export interface AccessStackSetProps extends BackendProps {
  /** Ids of organizational units or of the root; none of them lies in another one. */
  readonly units: readonly string[];
}

const callAs = 'DELEGATED_ADMIN';

/**
 * The source role in the accounts of organizational units, made by a CloudFormation StackSet. New accounts get the role automatically,
 * and no role has to exist before. The management account never gets it.
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
      // The default is one account at a time. All accounts may fail: an account whose update fails keeps its present role.
      operationPreferences: { maxConcurrentPercentage: 100, failureTolerancePercentage: 100 },
      // AWS sets this role, and older providers would remove it in every plan: hashicorp/terraform-provider-aws#23464
      lifecycle: { ignoreChanges: ['administration_role_arn'] },
    });
    let before: CloudformationStackSetInstance | undefined;
    for (const unit of units) {
      before = new CloudformationStackSetInstance(this, `unit-${unit}`, {
        stackSetName: stackSet.name,
        callAs,
        deploymentTargets: { organizationalUnitIds: [unit] },
        // All accounts are done at once, and one failed account fails the whole operation.
        operationPreferences: { maxConcurrentPercentage: 100, concurrencyMode: 'SOFT_FAILURE_TOLERANCE' },
        // A StackSet runs one operation at a time.
        ...(before === undefined ? {} : { dependsOn: [before] }),
      });
    }
  }
}
