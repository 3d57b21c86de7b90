"""S3 besides inventory: bucket lists, event records, notifications to other accounts, ExpectedBucketOwner."""

import base64
import json
import re
import sys
from datetime import datetime, timezone
from urllib.parse import quote_plus

from .text import as_list, as_text

OWNER = {"ID": "bcaf1ffd86f41161ca5fb16fd081034f", "DisplayName": "webfile"}


def patch():
    _patch_actions()
    _patch_list_buckets()
    _patch_event_bridge()
    _patch_events()
    _patch_expected_owner()
    _patch_bucket_policies()


def _patch_actions():
    """IAM's names of the actions on a bucket's settings. Unpatched: CreateBucket, ListBucket, DeleteBucket."""
    from moto.s3 import responses

    for method, verb in (("GET", "Get"), ("PUT", "Put"), ("DELETE", "Put")):
        responses.ACTION_MAP["BUCKET"][method].update(
            {
                "encryption": f"{verb}EncryptionConfiguration",
                "publicAccessBlock": f"{verb}BucketPublicAccessBlock",
                "ownershipControls": f"{verb}BucketOwnershipControls",
                "replication": f"{verb}ReplicationConfiguration",
            }
        )


def _patch_list_buckets():
    """BucketRegion (only if the request has a parameter, as in AWS) and ContinuationToken. Unpatched: neither."""
    from moto.core.responses import ActionResult
    from moto.s3.responses import S3Response

    def all_buckets(self):
        self.data["Action"] = "ListAllMyBuckets"
        self._authenticate_and_authorize_s3_action()
        names = ("prefix", "bucket-region", "max-buckets", "continuation-token")
        query = {name: (self.querystring.get(name) or [None])[0] for name in names}
        found = self.backend.list_buckets(
            prefix=query["prefix"], bucket_region=query["bucket-region"], max_buckets=None
        )
        found = sorted(found, key=lambda bucket: bucket.name)
        if query["continuation-token"]:
            after = base64.urlsafe_b64decode(query["continuation-token"]).decode()
            found = [bucket for bucket in found if bucket.name > after]
        limit = int(query["max-buckets"] or 10000)
        out = {"Owner": OWNER, "Buckets": [_listed(bucket, any(query.values())) for bucket in found[:limit]]}
        if len(found) > limit:
            out["ContinuationToken"] = base64.urlsafe_b64encode(found[limit - 1].name.encode()).decode()
        if query["prefix"]:
            out["Prefix"] = query["prefix"]
        self.data["Action"] = "ListBuckets"
        return self.serialized(ActionResult(out))

    S3Response.all_buckets = all_buckets


def _listed(bucket, with_region):
    out = {"Name": bucket.name, "CreationDate": bucket.creation_date_ISO8601}
    return {**out, "BucketRegion": bucket.region_name} if with_region else out


def _patch_event_bridge():
    """GetBucketNotification returns EventBridgeConfiguration. Unpatched: never, so that every plan adds it again."""
    from moto.s3.responses import S3Response

    original = S3Response.get_bucket_notification
    tag = "<EventBridgeConfiguration></EventBridgeConfiguration>"

    def get_bucket_notification(self):
        answer = original(self)
        config = self.backend.get_bucket_notification_configuration(self.bucket_name)
        if not config or config.event_bridge is None:
            return answer
        status, headers, body = answer
        body = as_text(body)
        if "</NotificationConfiguration>" in body:
            body = body.replace("</NotificationConfiguration>", f"{tag}</NotificationConfiguration>")
        else:
            body = re.sub(r"(<NotificationConfiguration[^>]*)/>", rf"\1>{tag}</NotificationConfiguration>", body)
        return status, headers, body

    S3Response.get_bucket_notification = get_bucket_notification


def _patch_events():
    """Event records in AWS's form, delivered to the account that the topic's ARN names.

    Unpatched: "/" in keys becomes %2F, eventTime is local and without Z, there is no sequencer, and a topic of another
    account is not found.
    """
    from moto.s3 import notifications

    original = notifications._get_s3_event

    def event(event_name, bucket, key, notification_id):
        out = original(event_name, bucket, key, notification_id)
        record = out["Records"][0]
        now = datetime.now(timezone.utc)
        record["eventTime"] = now.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
        record["userIdentity"] = {"principalId": "AWS:MOTO"}
        record["requestParameters"] = {"sourceIPAddress": "127.0.0.1"}
        record["responseElements"] = {"x-amz-request-id": "MOTO", "x-amz-id-2": "MOTO"}
        record["s3"]["bucket"]["ownerIdentity"] = {"principalId": "MOTO"}
        target = record["s3"]["object"]
        target["key"] = quote_plus(key.name, safe="/")
        target["sequencer"] = "%018X" % int(now.timestamp() * 1e6)
        if bucket.is_versioned:
            target["versionId"] = key.version_id
        return out

    def send_to_topic(account_id, event_body, topic_arn, region_name):
        from moto.sns.models import sns_backends

        try:
            backend = sns_backends[topic_arn.split(":")[4]][region_name]
            backend.publish(arn=topic_arn, message=json.dumps(event_body), subject="Amazon S3 Notification")
        except Exception as error:  # in AWS this is asynchronous: PutObject succeeds anyway
            print("s3 to sns:", repr(error), file=sys.stderr)

    notifications._get_s3_event, notifications._send_sns_message = event, send_to_topic


def _patch_expected_owner():
    """ExpectedBucketOwner is honoured: 403 for a bucket of another account. Unpatched: ignored."""
    from moto.s3 import exceptions
    from moto.s3.models import s3_backends
    from moto.s3.responses import S3Response

    original = S3Response._bucket_response

    def bucket_response(self, request, *args, **kwargs):
        wanted = request.headers.get("x-amz-expected-bucket-owner")
        if wanted:
            for account, partitions in s3_backends.items():
                if account != wanted and any(self.bucket_name in backend.buckets for backend in partitions.values()):
                    raise exceptions.S3AccessDeniedError()
        return original(self, request, *args, **kwargs)

    S3Response._bucket_response = bucket_response


def _patch_bucket_policies():
    """A statement with conditions is ignored, because conditions are not evaluated. Unpatched: it always refuses, so that
    "no access without TLS" closes the bucket to everybody."""
    from moto.iam.access_control import IAMPolicy, PermissionResult
    from moto.s3.models import FakeBucket

    def get_permission(self, action, resource):
        if self.policy is None:
            return PermissionResult.NEUTRAL
        policy = json.loads(self.policy)
        plain = [statement for statement in as_list(policy["Statement"]) if not statement.get("Condition")]
        return IAMPolicy(json.dumps({**policy, "Statement": plain})).is_action_permitted(action, resource)

    FakeBucket.get_permission = get_permission
