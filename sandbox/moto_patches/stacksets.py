"""Stack sets with service-managed permissions."""


def patch():
    """AutoDeployment and Capabilities are kept, no administration role is invented, nested units are followed, the
    management account is never a target, instances are deleted by unit, and accounts that are created in or moved into
    a targeted unit get their stack. Unpatched: none of these."""
    from moto.cloudformation import models, responses

    models.StackSet.managed_execution = property(lambda self: getattr(self, "_managed", None))
    models.StackSet.auto_deployment, models.StackSet.capabilities, models.StackSet.call_as = None, [], None
    models.StackSet.organizational_unit_ids = property(
        lambda self: sorted({i.unit for i in self.stack_instances if getattr(i, "unit", None)}) or None
    )
    _patch_stack_set(responses)
    _patch_instances(models)
    _patch_delete(responses)
    _patch_auto_deployment(models)


def _patch_stack_set(responses):
    Response = responses.CloudFormationResponse

    def absorb(self):
        stack_set = self.cloudformation_backend.describe_stack_set(self._get_param("StackSetName"))
        if self._get_param("AutoDeployment"):
            stack_set.auto_deployment = self._get_param("AutoDeployment")
        if self._get_param("ManagedExecution"):
            stack_set._managed = self._get_param("ManagedExecution")
        stack_set.capabilities = self._get_param("Capabilities", []) or []
        if stack_set.permission_model == "SERVICE_MANAGED":
            stack_set.administration_role_arn = stack_set.execution_role_name = None
        stack_set.instances.template = stack_set.template

    def then_absorb(original):
        def wrapped(self):
            answer = original(self)
            absorb(self)
            return answer

        return wrapped

    Response.create_stack_set = then_absorb(Response.create_stack_set)
    Response.update_stack_set = then_absorb(Response.update_stack_set)


def _organization_of(account):
    from moto.organizations.models import organizations_backends

    entry = organizations_backends.master_accounts.get(account)
    return organizations_backends[entry[0]][entry[1]] if entry else organizations_backends[account]["aws"]


def _active_accounts_under(organization, unit):
    ids, todo = set(), [unit]
    while todo:
        current = todo.pop()
        ids.add(current)
        todo += [u.id for u in organization.ou if getattr(u, "parent_id", None) == current and u.id not in ids]
    master = organization.org.master_account_id
    return [a.id for a in organization.accounts if a.parent_id in ids and a.id != master and a.status == "ACTIVE"]


def _patch_instances(models):
    original_create, original_dict = models.StackInstances.create_instances, models.StackInstance.to_dict

    def create_instances(self, accounts, regions, parameters, deployment_targets, permission_model):
        if permission_model != "SERVICE_MANAGED":
            return original_create(self, accounts, regions, parameters, deployment_targets, permission_model)
        organization, out = _organization_of(self.account_id), []
        for unit in deployment_targets.get("OrganizationalUnitIds", []):
            for account in _targets(deployment_targets, _active_accounts_under(organization, unit)):
                for region in regions:
                    if any(i.account_id == account and i.region_name == region for i in self.stack_instances):
                        continue
                    out += original_create(self, [account], [region], parameters, {}, permission_model)
                    self.stack_instances[-1].unit = unit
        return out

    models.StackInstances.create_instances = create_instances
    models.StackInstance.unit = None
    models.StackInstance.to_dict = lambda self: {
        **original_dict(self),
        **({"OrganizationalUnitId": self.unit} if self.unit else {}),
    }
    models.StackInstance.organizational_unit_id = property(lambda self: self.unit)


def _targets(deployment_targets, accounts):
    picked = set(deployment_targets.get("Accounts") or [])
    mode = deployment_targets.get("AccountFilterType", "NONE")
    if mode == "INTERSECTION":
        return [account for account in accounts if account in picked]
    return [account for account in accounts if account not in picked] if mode == "DIFFERENCE" else accounts


def _patch_delete(responses):
    def delete_stack_instances(self):
        name = self._get_param("StackSetName")
        stack_set = self.cloudformation_backend.describe_stack_set(name)
        units = (self._get_param("DeploymentTargets") or {}).get("OrganizationalUnitIds") or []
        accounts = list(self._get_param("Accounts", []) or [])
        accounts += [i.account_id for i in stack_set.stack_instances if i.unit in units]
        regions = self._get_param("Regions", [])
        answer = self.cloudformation_backend.delete_stack_instances(name, accounts, regions)
        return responses.ActionResult({"OperationId": answer.operations[-1]["OperationId"]})

    responses.CloudFormationResponse.delete_stack_instances = delete_stack_instances


def _patch_auto_deployment(models):
    from moto.organizations.models import OrganizationsBackend

    def stack_sets():
        for regions in list(models.cloudformation_backends.values()):
            for backend in list(regions.values()):
                yield from list(backend.stacksets.values())

    def deploy(organization):
        for stack_set in stack_sets():
            enabled = (stack_set.auto_deployment or {}).get("Enabled")
            instances = stack_set.instances
            ours = _organization_of(instances.account_id) is organization
            if stack_set.status != "ACTIVE" or not enabled or not ours:
                continue
            for unit, region in {(i.unit, i.region_name) for i in stack_set.stack_instances if i.unit}:
                target = {"OrganizationalUnitIds": [unit]}
                instances.create_instances([], [region], stack_set.parameters, target, stack_set.permission_model)

    def then_deploy(original):
        def wrapped(self, **kwargs):
            answer = original(self, **kwargs)
            deploy(self)
            return answer

        return wrapped

    OrganizationsBackend.create_account = then_deploy(OrganizationsBackend.create_account)
    OrganizationsBackend.move_account = then_deploy(OrganizationsBackend.move_account)
