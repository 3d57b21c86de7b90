"""Queue attributes that Terraform reads back, StartMessageMoveTask, and messages that stay in the queue until they are received."""

import base64
import json


def patch():
    """Unpatched: RedrivePolicy has spaces (a change in every plan), RedriveAllowPolicy is never returned (apply waits
    for ever), SetQueueAttributes without a policy erases the policy, StartMessageMoveTask is missing, and a queue that
    feeds a Lambda takes every message to run the function in Docker (sandbox/lambda-runtime.ts runs it instead)."""
    from moto.core.responses import ActionResult
    from moto.sqs import models, responses

    Queue = models.Queue
    Queue.policy, Queue.redrive_policy, Queue.redrive_allow_policy = None, None, None
    Queue.BASE_ATTRIBUTES = Queue.BASE_ATTRIBUTES + ["RedriveAllowPolicy"]
    original_set, original_attributes = Queue._set_attributes, Queue.attributes.fget

    def set_attributes(self, attributes, now=None):
        kept = self.policy
        original_set(self, attributes, now)
        if "Policy" not in attributes:
            self.policy = kept

    def attributes(self):
        out = original_attributes(self)
        if self.redrive_policy:
            out["RedrivePolicy"] = json.dumps(self.redrive_policy, separators=(",", ":"))
        return {name: value for name, value in out.items() if value not in (None, "")}

    def start_message_move_task(self):
        source, destination = self._get_param("SourceArn"), self._get_param("DestinationArn")
        backend = self.sqs_backend
        dead_letters = backend.get_queue(source.split(":")[-1])
        fed = [
            queue.name
            for queue in backend.queues.values()
            if queue.redrive_policy and queue.redrive_policy["deadLetterTargetArn"] == source
        ]
        target = destination.split(":")[-1] if destination else fed[0]
        messages, dead_letters._messages = list(dead_letters._messages), []
        for message in messages:
            backend.send_message(target, message.body)
        return ActionResult({"TaskHandle": base64.b64encode(source.encode()).decode()})

    Queue._set_attributes, Queue.attributes = set_attributes, property(attributes)
    Queue.lambda_event_source_mappings = property(lambda self: {}, lambda self, value: None)
    responses.SQSResponse.start_message_move_task = start_message_move_task
