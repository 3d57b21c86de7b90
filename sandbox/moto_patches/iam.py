"""IAM: a choice of managed policies, and enforcement that works.

Enforcement is switched on by POST /moto-api/reset-auth with the body "0" (text/plain), and off with "inf".
"""

import fnmatch
import json
import os
import re

from .text import as_list, as_text

MANAGED_POLICIES = (
    "AdministratorAccess,AmazonS3ReadOnlyAccess,AWSLambdaBasicExecutionRole,AWSLambdaSQSQueueExecutionRole"
)
XML_SERVICES = ("iam", "sts", "sns", "cloudformation", "monitoring", "ec2")


def patch():
    _patch_default_account()
    _patch_managed_policies()
    _patch_roles_of_stacks()
    _patch_refusals()
    _patch_assume_role()
    _patch_other_accounts_buckets()


def _patch_default_account():
    """Access keys that moto did not hand out belong to ORGS3_ACCOUNT_ID. Unpatched: MOTO_ACCOUNT_ID would put every call
    into that account, also those of assumed roles."""
    from moto.iam import models

    models.DEFAULT_ACCOUNT_ID = os.environ.get("ORGS3_ACCOUNT_ID", models.DEFAULT_ACCOUNT_ID)


def _patch_managed_policies():
    """Only a few of AWS's managed policies exist. Unpatched: none, or all of them at 36 MB and 1.6 s an account."""
    from moto.iam import models

    kept = os.environ.get("MOTO_MANAGED_POLICIES", MANAGED_POLICIES).split(",")
    known = json.loads(models.aws_managed_policies_data)
    models.aws_managed_policies_data = json.dumps({name: known[name] for name in kept if name in known})


def _patch_roles_of_stacks():
    """A policy inside a role that CloudFormation makes is JSON. Unpatched: the text of a Python dictionary."""
    from moto.iam.models import Role

    original = Role.create_from_cloudformation_json.__func__

    def create(cls, *args, **kwargs):
        role = original(cls, *args, **kwargs)
        role.policies = {name: p if isinstance(p, str) else json.dumps(p) for name, p in role.policies.items()}
        return role

    Role.create_from_cloudformation_json = classmethod(create)


def _enforced():
    from moto import settings

    return settings.INITIAL_NO_AUTH_ACTION_COUNT != float("inf")


def _patch_refusals():
    """No signature check (unpatched: fails on encoded keys); AccessDenied as JSON for JSON services (unpatched: XML,
    which an SDK cannot read)."""
    from moto.core.exceptions import AccessDeniedError, JsonRESTError
    from moto.iam import access_control

    def deny(self):
        if self._service in XML_SERVICES:
            raise AccessDeniedError(user_arn=self._access_key.arn, action=self._action)
        message = f"User: {self._access_key.arn} is not authorized to perform: {self._action}"
        raise JsonRESTError("AccessDeniedException", message)

    access_control.IAMRequestBase.check_signature = lambda self: None
    access_control.IAMRequest._raise_access_denied = deny


def _patch_assume_role():
    """AssumeRole evaluates the trust policy of the role, in the role's account. Unpatched: in another account, neither the
    role nor its policy need exist; in the caller's own account, a trusted account as a whole and most conditions are unknown."""
    from moto.core.exceptions import AccessDeniedError
    from moto.iam import access_control
    from moto.iam.models import iam_backends
    from moto.sts.responses import TokenResponse

    original = TokenResponse.assume_role

    def assume_role(self):
        if not _enforced():
            return original(self)
        arn = self._get_param("RoleArn")
        key = re.search(r"Credential=([^/]+)/", self.headers["Authorization"]).group(1)
        caller = access_control.create_access_key(
            account_id=self.current_account, partition="aws", access_key_id=key, headers=self.headers
        ).arn
        session = re.match(r"arn:aws:sts::(\d+):assumed-role/([^/]+)/", caller)
        principal = f"arn:aws:iam::{session.group(1)}:role/{session.group(2)}" if session else caller
        roles = [role for role in iam_backends[arn.split(":")[4]]["aws"].roles.values() if role.arn == arn]
        values = _context(principal, self.current_account, self._get_param("ExternalId"))
        values |= {f"aws:requesttag/{tag['Key']}".lower(): tag["Value"] for tag in self._get_param("Tags", [])}
        if not roles or not _trusts(json.loads(roles[0].assume_role_policy_document), values):
            raise AccessDeniedError(user_arn=caller, action="sts:AssumeRole")
        return original(self)

    TokenResponse.assume_role = assume_role
    access_control.IAMRequestBase._is_assuming_role_operation = lambda self, resource: False


def _context(principal, account, external_id):
    """The condition keys for trust policies."""
    from moto.organizations.models import organizations_backends

    entry = organizations_backends.master_accounts.get(account, (account, "aws"))
    organization = organizations_backends[entry[0]][entry[1]].org
    return {
        "sts:externalid": external_id,
        "aws:principalarn": principal,
        "aws:principalaccount": account,
        "aws:principalorgid": organization.id if organization else None,
    }


def _trusts(document, values):
    allowed = False
    for statement in as_list(document["Statement"]):
        if not _applies(statement, values):
            continue
        if statement["Effect"] == "Deny":
            return False
        allowed = True
    return allowed


def _applies(statement, values):
    principal, account = values["aws:principalarn"], values["aws:principalaccount"]
    named = statement.get("Principal", {})
    named = ["*"] if named == "*" else as_list(named.get("AWS", []))
    known = ("*", account, principal, f"arn:aws:iam::{account}:root")
    actions = as_list(statement.get("Action", []))
    if not any(name in known for name in named) or not any(fnmatch.fnmatch("sts:AssumeRole", a) for a in actions):
        return False
    for operator, conditions in (statement.get("Condition") or {}).items():
        for key, wanted in conditions.items():
            have = values.get(key.lower())
            matches = have is not None and any(fnmatch.fnmatchcase(have, pattern) for pattern in as_list(wanted))
            if matches == ("Not" in operator):
                return False
    return True


def _patch_other_accounts_buckets():
    """A bucket of another account is closed unless its policy names the caller's account or "*" (a test of the text,
    not of the policy). Unpatched: open."""
    from moto.s3 import exceptions
    from moto.s3.models import s3_backends
    from moto.s3.responses import S3Response

    def fenced(original):
        def wrapped(self, request, *args, **kwargs):
            if _enforced() and self.bucket_name:
                owner = s3_backends.bucket_accounts.get(self.bucket_name)
                owner = owner[1] if isinstance(owner, tuple) else owner
                if owner and owner != self.current_account:
                    bucket = s3_backends[owner]["aws"].buckets.get(self.bucket_name)
                    policy = as_text(bucket.policy) if bucket is not None and bucket.policy else ""
                    if self.current_account not in policy and '"*"' not in policy:
                        raise exceptions.S3AccessDeniedError()
            return original(self, request, *args, **kwargs)

        return wrapped

    S3Response._bucket_response = fenced(S3Response._bucket_response)
    S3Response._key_response = fenced(S3Response._key_response)
