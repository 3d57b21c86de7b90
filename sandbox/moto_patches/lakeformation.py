"""Revocation of permissions that do not exist."""


def patch():
    """RevokePermissions fails once nothing is left to revoke; Terraform's destroy waits for that. Unpatched: always
    succeeds."""
    from moto.lakeformation import exceptions, models

    original = models.LakeFormationBackend.revoke_permissions

    def revoke_permissions(self, catalog_id, principal, resource, *args, **kwargs):
        probe = models.Permission(
            principal=principal, resource=resource, permissions=[], permissions_with_grant_options=[]
        )
        catalog = self.grants.get(catalog_id)
        if not catalog or not any(probe.equal_principal_and_resouce(known) for known in catalog.permissions):
            raise exceptions.InvalidInput(
                "No permissions revoked. Grantee has no permissions and no grantable permissions on resource."
            )
        return original(self, catalog_id, principal, resource, *args, **kwargs)

    models.LakeFormationBackend.revoke_permissions = revoke_permissions
