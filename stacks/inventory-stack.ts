import { TerraformElement, TerraformStack } from 'cdktf';
import type { Construct, Node } from 'constructs';
import { addBackend, type BackendProps } from './constructs/backend';
import { AWS_PROVIDER } from './constructs/inventory-provider';

/** What every stack of ours has: a backend, version constraints, and addresses that a person can read and retype. */
export class InventoryStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: BackendProps) {
    super(scope, id);
    addBackend(this, props);
    this.addOverride('terraform.required_version', '>= 1.10');
    this.addOverride('terraform.required_providers.aws', AWS_PROVIDER);
  }

  /** Names joined by underscores, without the hash that CDKTF appends. Ids of ours hold no underscore, so none collide. */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    return node.scopes
      .slice(node.scopes.indexOf(this) + 1)
      .map((scope) => scope.node.id)
      .join('_');
  }
}
