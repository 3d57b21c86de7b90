"""Patches of moto, one module per service. Tested with moto 5.2.1."""

from . import athena, awslambda, connections, glue, iam, lakeformation, organizations, resource_policy, s3, s3_inventory, seeding, sns, sqs, stacksets

MODULES = [connections, iam, athena, s3_inventory, s3, sqs, sns, awslambda, organizations, resource_policy, stacksets, glue, lakeformation, seeding]


def apply_all() -> None:
    for module in MODULES:
        module.patch()
