import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { Construct } from 'constructs';
import { roleArn, sourceRolePolicyName } from '../core/inventory/names';
import { sourceRolePolicy } from '../core/inventory/policy-access';
import { sourceRoleTrust } from '../core/inventory/source-role';
import type { BackendProps } from './constructs/backend';
import { bounded } from './constructs/bounded';
import { inventoryProvider } from './constructs/inventory-provider';
import { policyJson } from './constructs/literal';
import { InventoryStack } from './inventory-stack';

/** The account that gets the role. */
export interface AccessStackProps extends BackendProps {
  /** 12 digits. */
  readonly account: string;
}

/** The role in one source account through which its buckets are found and configured. */
export class AccessStack extends InventoryStack {
  constructor(scope: Construct, props: AccessStackProps) {
    super(scope, `access-${props.account}`, props);
    const { account, config } = props;
    const { access, destination } = config;
    const region = destination.homeRegion;
    inventoryProvider(this, { config, account, region, roleArn: roleArn(account, access.bootstrapRole, region) });

    const role = new IamRole(this, 'source', {
      name: access.roleName,
      description: `Lets account ${destination.account} find buckets and keep their S3 Inventory configurations`,
      assumeRolePolicy: policyJson(sourceRoleTrust(config)),
      ...bounded(config, account),
    });
    new IamRolePolicy(this, 'source-permissions', {
      name: sourceRolePolicyName(access.roleName),
      role: role.name,
      policy: policyJson(sourceRolePolicy(region)),
    });
  }
}
