"""Delegated administrators, pages of 20, and ids that are the same in every run."""

import hashlib
import string
import threading

from .resource_policy import may_read

ACCOUNT_ID_TAG = "emulator:account-id"
OF_EVERY_MEMBER = {
    "AcceptHandshake",
    "CreateOrganization",
    "DeclineHandshake",
    "DescribeOrganization",
    "LeaveOrganization",
    "ListHandshakesForAccount",
}


def patch():
    _patch_delegation()
    _patch_ids()


def _patch_delegation():
    """Delegated administrators of any service may read the organization, and so may accounts that its resource policy
    names. Other members may not. Pages hold at most 20.

    Unpatched: six services can be delegated, everybody but the management account gets empty lists, and ListAccounts
    has one page.
    """
    from moto.organizations import exceptions, models, responses, utils

    models.FakeDelegatedAdministrator.supported_service = staticmethod(lambda name: name.endswith(".amazonaws.com"))
    for model in utils.PAGINATION_MODEL.values():
        model["limit_default"] = 20

    def backend(self):
        own = models.organizations_backends[self.current_account][self.partition]
        action = self._get_action()
        if own.org or action in OF_EVERY_MEMBER:
            return own
        entry = models.organizations_backends.master_accounts.get(self.current_account)
        if not entry:
            raise exceptions.AWSOrganizationsNotInUseException()
        master = models.organizations_backends[entry[0]][entry[1]]
        delegated = any(admin.account.id == self.current_account and admin.services for admin in master.admins)
        if delegated and action.startswith(("List", "Describe")):
            return master
        about = self._get_param("ParentId") or self._get_param("ChildId")
        if may_read(master.org, self.current_account, action, about):
            return master
        message = "You don't have permissions to access this resource."
        raise exceptions.OrganizationsClientError("AccessDeniedException", message)

    responses.OrganizationsResponse.organizations_backend = property(backend)


def _patch_ids():
    """Ids follow from names; the tag "emulator:account-id" of CreateAccount chooses one. Unpatched: random ids."""
    from moto.organizations import models, utils

    chosen = threading.local()

    def organization(original):
        def init(self, account_id, *args, **kwargs):
            original(self, account_id, *args, **kwargs)
            self.id = f"o-{_letters(account_id, utils.ORG_ID_SIZE)}"
            self.root_id = f"r-{_letters(account_id, utils.ROOT_ID_SIZE)}"

        return init

    def unit(original):
        def init(self, organization, **kwargs):
            original(self, organization, **kwargs)
            if not self.id.startswith("r-"):
                seed = f"{organization.id} {self.parent_id} {self.name}"
                self.id = f"ou-{organization.root_id[2:]}-{_letters(seed, utils.OU_ID_SUFFIX_SIZE)}"

        return init

    def account(original):
        def init(self, organization, **kwargs):
            tags = {tag["Key"]: tag["Value"] for tag in kwargs.get("Tags", [])}
            seed = f"{organization.id} {kwargs['AccountName']} {kwargs['Email']}"
            chosen.id = tags.get(ACCOUNT_ID_TAG) or _digits(seed, utils.ACCOUNT_ID_SIZE)
            original(self, organization, **kwargs)

        return init

    utils.make_random_account_id = lambda: chosen.id
    models.FakeOrganization.__init__ = organization(models.FakeOrganization.__init__)
    models.FakeOrganizationalUnit.__init__ = unit(models.FakeOrganizationalUnit.__init__)
    models.FakeAccount.__init__ = account(models.FakeAccount.__init__)


def _digest(seed):
    return int(hashlib.sha256(seed.encode()).hexdigest(), 16)


def _letters(seed, size):
    alphabet, number, out = string.ascii_lowercase + string.digits, _digest(seed), ""
    for _ in range(size):
        number, index = divmod(number, len(alphabet))
        out += alphabet[index]
    return out


def _digits(seed, size):
    return str(_digest(seed) % 10**size).zfill(size)
