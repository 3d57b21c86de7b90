import { TerraformElement, TerraformStack } from 'cdktf';
import type { Construct, Node } from 'constructs';
import { addBackend, type BackendProps } from './constructs/backend';
import { AWS_PROVIDER } from './constructs/inventory-provider';

/** The base of every stack: a backend, version constraints, and addresses that a person can read and type. */
export class InventoryStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: BackendProps) {
    super(scope, id);
    addBackend(this, props);
    this.addOverride('terraform.required_version', '>= 1.10');
    this.addOverride('terraform.required_providers.aws', AWS_PROVIDER);
  }

  /** Joins the ids with underscores, without the hash that CDKTF appends. Our ids have no underscore, so no two addresses are equal. */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    return node.scopes
      .slice(node.scopes.indexOf(this) + 1)
      .map((scope) => scope.node.id)
      .join('_');
  }
}
