import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { Construct } from 'constructs';
import { roleArn } from '../core/names/names';
import { sourceRole } from '../core/policies/source-role';
import type { BackendProps } from './constructs/backend';
import { bounded } from './constructs/bounded';
import { inventoryProvider } from './constructs/inventory-provider';
import { policyJson } from './constructs/literal';
import { InventoryStack } from './inventory-stack';
import { stackName } from '../core/names/stack-names';

/** The source account that gets the role. */
export interface AccessStackProps extends BackendProps {
  /** 12 digits. */
  readonly account: string;
}

/** The role in one source account that finds and configures its buckets. */
export class AccessStack extends InventoryStack {
  constructor(scope: Construct, props: AccessStackProps) {
    super(scope, stackName.access(props.account), props);
    const { account, config } = props;
    const { access, destination } = config;
    const region = destination.homeRegion;
    inventoryProvider(this, { config, account, region, roleArn: roleArn(account, access.bootstrapRole, region) });

    const { name, description, trust, policyName, permissions } = sourceRole(config);
    const role = new IamRole(this, 'source', {
      name,
      description,
      assumeRolePolicy: policyJson(trust),
      ...bounded(config, account),
    });
    new IamRolePolicy(this, 'source-permissions', {
      name: policyName,
      role: role.name,
      policy: policyJson(permissions),
    });
  }
}
