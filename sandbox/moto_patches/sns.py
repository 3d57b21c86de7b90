"""Topics whose subscribers are queues of another account."""

import copy


def patch():
    """A message goes to the account in the queue's ARN. Unpatched: to the topic's account, where no such queue is."""
    from moto.sns import models

    original = models.Subscription.publish

    def publish(self, *args, **kwargs):
        account = self.endpoint.split(":")[4] if self.protocol == "sqs" else self.account_id
        if account == self.account_id:
            return original(self, *args, **kwargs)
        elsewhere = copy.copy(self)
        elsewhere.account_id = account
        return original(elsewhere, *args, **kwargs)

    models.Subscription.publish = publish
