import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { OrganizationsDelegatedAdministrator } from '@cdktf/provider-aws/lib/organizations-delegated-administrator';
import { OrganizationsResourcePolicy } from '@cdktf/provider-aws/lib/organizations-resource-policy';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { Construct } from 'constructs';
import type { Delegation } from '../core/config/delegation';
import { roleArn, STACK_SETS_SERVICE } from '../core/names/names';
import { ACCESS_DEPLOYER_POLICY, accessDeployerPolicy } from '../core/policies/access-deployer';
import { deployerPolicies } from '../core/policies/deployer';
import type { PolicyDocument } from '../core/policies/document';
import { organizationPolicy } from '../core/policies/organization';
import type { Organization } from '../core/organization/snapshot';
import type { BackendProps } from './constructs/backend';
import { inventoryProvider } from './constructs/inventory-provider';
import { policyJson } from './constructs/literal';
import { delegationToManagementAccount } from './errors';
import { InventoryStack } from './inventory-stack';
import { stackName } from '../core/names/stack-names';

/** The delegation, and the organization that it belongs to. */
export interface DelegationStackProps extends BackendProps {
  readonly delegation: Delegation;
  readonly organization: Pick<Organization, 'id' | 'managementAccount'>;
}

interface AttachedPolicy {
  readonly id: string;
  readonly attachmentId: string;
  readonly name: string;
  readonly description: string;
  readonly document: PolicyDocument;
}

/**
 * The permissions that the destination account needs before all other stacks. It may read the organization. Roles that deploy get the
 * policy `S3InvDestAccountPolicy`, and roles that apply a StackSet get `S3InvAccessPolicy`. An administrator of the management account
 * and the destination account applies this stack: one account is reached with the administrator's own credentials, the other through
 * a role.
 *
 * @throws Orgs3Error if the destination account is the management account
 */
export class DelegationStack extends InventoryStack {
  constructor(scope: Construct, props: DelegationStackProps) {
    super(scope, stackName.delegation, props);
    if (props.organization.managementAccount === props.config.destination.account)
      throw delegationToManagementAccount(props.organization.managementAccount);
    this.organizationAccess(props, this.providers(props));
    this.policies(props);
  }

  /**
   * Adds the providers of both accounts. Both are always there, since a resource is removed through the provider that made it.
   *
   * @returns the provider of the management account
   */
  private providers({ config, delegation, organization }: DelegationStackProps): AwsProvider {
    const { account, homeRegion: region } = config.destination;
    const { managementAccount } = organization;
    const { managementRole } = delegation;
    const through = (entered: string, role: string) => ({ roleArn: roleArn(entered, role, region) });
    inventoryProvider(this, {
      config,
      account,
      region,
      ...(managementRole === undefined ? through(account, config.access.bootstrapRole) : {}),
    });
    return inventoryProvider(this, {
      config,
      account: managementAccount,
      region,
      alias: 'management',
      ...(managementRole === undefined ? {} : through(managementAccount, managementRole)),
    });
  }

  private organizationAccess({ config, delegation, organization }: DelegationStackProps, provider: AwsProvider): void {
    const { account, homeRegion: region } = config.destination;
    if (delegation.stackSets ?? config.access.mode === 'stackset') {
      const servicePrincipal = STACK_SETS_SERVICE;
      new OrganizationsDelegatedAdministrator(this, 'stack-sets', { provider, accountId: account, servicePrincipal });
    }
    if (!delegation.organizationReadAccess) return;
    const { id, managementAccount } = organization;
    const policy = organizationPolicy({ organization: id, managementAccount, destinationAccount: account, region });
    new OrganizationsResourcePolicy(this, 'organization', { provider, content: policyJson(policy) });
  }

  private policies({ config, delegation }: DelegationStackProps): void {
    const { attachTo, attachAccessTo = attachTo } = delegation;
    for (const [index, { name, document }] of deployerPolicies(config).entries()) {
      const suffix = index === 0 ? '' : `-${index + 1}`;
      const description = 'Deploying, discovering and drift checking of S3 Inventory in this account';
      this.policy(
        { id: `deployer${suffix}`, attachmentId: `deployers${suffix}`, name, description, document },
        attachTo,
      );
    }
    if (config.access.mode !== 'stackset') return;
    const description = 'Putting the role of S3 Inventory into the accounts of the organization';
    const document = accessDeployerPolicy(config);
    const ids = { id: 'access-deployer', attachmentId: 'access-deployers' };
    this.policy({ ...ids, name: ACCESS_DEPLOYER_POLICY, description, document }, attachAccessTo);
  }

  private policy({ id, attachmentId, name, description, document }: AttachedPolicy, roles: readonly string[]): void {
    const { arn: policyArn } = new IamPolicy(this, id, { name, description, policy: policyJson(document) });
    if (roles.length === 0) return;
    const attachment = new IamRolePolicyAttachment(this, attachmentId, { role: '${each.key}', policyArn });
    attachment.addOverride('for_each', Object.fromEntries(roles.map((role) => [role, role])));
  }
}
