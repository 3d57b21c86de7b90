"""The resource policy of an organization."""

import fnmatch
import json
import re

from .text import as_list


def patch():
    """PutResourcePolicy, DescribeResourcePolicy, DeleteResourcePolicy, and the policy's tags. Unpatched: none of them exists.
    organizations.py checks the policy."""
    from moto.organizations import exceptions, models, responses

    Backend, Response = models.OrganizationsBackend, responses.OrganizationsResponse

    def current(self):
        policy = _policy_of(self.org)
        if policy is None:
            message = "We can't find a resource policy for this organization."
            raise exceptions.OrganizationsClientError("ResourcePolicyNotFoundException", message)
        return policy

    def put(self):
        organization = self.organizations_backend.org
        try:
            json.loads(self._get_param("Content"))
        except ValueError:
            message = "The provided policy document isn't valid."
            raise exceptions.OrganizationsClientError("MalformedPolicyDocumentException", message)
        tags = {tag["Key"]: tag["Value"] for tag in self._get_param("Tags") or []}
        policy = _policy_of(organization) or ResourcePolicy(organization)
        policy.content = self._get_param("Content")
        policy.tags.update(tags)
        organization.resource_policy = policy
        return json.dumps({"ResourcePolicy": policy.describe()})

    def describe(self):
        return json.dumps({"ResourcePolicy": current(self.organizations_backend).describe()})

    def delete(self):
        current(self.organizations_backend)
        self.organizations_backend.org.resource_policy = None
        return json.dumps({})

    def tagged(original):
        def wrapped(self, resource_id):
            return current(self) if resource_id.startswith("rp-") else original(self, resource_id)

        return wrapped

    Response.put_resource_policy, Response.describe_resource_policy = put, describe
    Response.delete_resource_policy = delete
    Backend._get_resource_for_tagging = tagged(Backend._get_resource_for_tagging)


class ResourcePolicy:
    """The only resource policy of an organization. It is deleted with the organization."""

    def __init__(self, organization):
        self.id = f"rp-{organization.id[2:]}"
        self.arn = f"arn:aws:organizations::{organization.master_account_id}:resourcepolicy/{organization.id}/{self.id}"
        self.content, self.tags = "", {}

    def describe(self):
        return {"Content": self.content, "ResourcePolicySummary": {"Id": self.id, "Arn": self.arn}}


def _policy_of(organization):
    return getattr(organization, "resource_policy", None)


def may_read(organization, account, action, about):
    """Tells whether the resource policy allows an account a call. The call may name a root, a unit or an account by its id.
    Conditions are not evaluated."""
    policy = _policy_of(organization)
    if policy is None:
        return False
    resource = _arn(organization, about)
    statements = as_list(json.loads(policy.content)["Statement"])
    effects = [statement["Effect"] for statement in statements if _speaks_of(statement, account, action, resource)]
    return effects != [] and "Deny" not in effects


def _speaks_of(statement, account, action, resource):
    named = statement.get("Principal", {})
    named = as_list(named.get("AWS", [])) if isinstance(named, dict) else [named]
    if not {"*", account, f"arn:aws:iam::{account}:root"} & set(named):
        return False
    actions = [name.lower() for name in as_list(statement["Action"])]
    matches = any(fnmatch.fnmatchcase(f"organizations:{action}".lower(), name) for name in actions)
    return matches and any(fnmatch.fnmatchcase(resource, pattern) for pattern in as_list(statement["Resource"]))


def _arn(organization, about):
    if not about:
        return "*"
    kind = re.match(r"(r|ou)-", about)
    kind = {"r": "root", "ou": "ou"}[kind.group(1)] if kind else "account"
    return f"arn:aws:organizations::{organization.master_account_id}:{kind}/{organization.id}/{about}"
