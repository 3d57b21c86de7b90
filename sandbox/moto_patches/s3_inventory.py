"""Inventory configurations: stored and returned exactly as they were put."""

import base64
import re

from .text import S3_NAMESPACE, XML_HEAD, as_text

PAGE = 100
LIMIT = 1000
REQUIRED = ("Id", "IsEnabled", "IncludedObjectVersions", "Schedule", "Destination")


def patch():
    """Get, List, Put and Delete as S3 does them.

    Unpatched: IncludedObjectVersions is always All, SSE-S3 is lost, a single optional field is split into letters, List
    writes every optional field as "Field" and has no pages, a missing configuration has another error code, IAM sees
    other actions, and DELETE ?inventory falls through to DeleteBucket, so that the source bucket disappears.
    """
    from moto.s3 import exceptions, responses

    for method, action in (
        ("GET", "GetInventoryConfiguration"),
        ("PUT", "PutInventoryConfiguration"),
        ("DELETE", "PutInventoryConfiguration"),
    ):
        responses.ACTION_MAP["BUCKET"][method]["inventory"] = action

    class TooManyConfigurations(exceptions.S3ClientError):
        code = 400

        def __init__(self):
            super().__init__(
                "TooManyConfigurations",
                "You are attempting to create a new configuration but have already reached the "
                "1,000-configuration limit.",
            )

    class MalformedXML(exceptions.S3ClientError):
        code = 400

        def __init__(self):
            super().__init__(
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema",
            )

    def put(self):
        config = self._inventory_config_from_body()
        wanted_id = self.querystring.get("id", [config.get("Id")])[0]
        if not all(name in config for name in REQUIRED) or config["Id"] != wanted_id:
            raise MalformedXML()
        configs = self.backend.get_bucket(self.bucket_name).inventory_configs
        if config["Id"] not in configs and len(configs) >= LIMIT:
            raise TooManyConfigurations()
        self.backend.put_bucket_inventory_configuration(self.bucket_name, config)
        inner = re.search(r"<InventoryConfiguration\b[^>]*>(.*)</InventoryConfiguration>", as_text(self.body), re.S)
        configs[config["Id"]].raw_xml = inner.group(1)
        return ""

    def get(self):
        found = self.backend.get_bucket(self.bucket_name).inventory_configs.get(self.querystring["id"][0])
        if found is None:
            return _missing()
        xml = f'<InventoryConfiguration xmlns="{S3_NAMESPACE}">{found.raw_xml}</InventoryConfiguration>'
        return 200, {}, XML_HEAD + xml

    def list_(self):
        configs = sorted(self.backend.get_bucket(self.bucket_name).inventory_configs.items())
        return 200, {}, _list_xml(configs, self.querystring.get("continuation-token", [None])[0])

    def delete(self):
        bucket = self.backend.get_bucket(self.bucket_name)
        if bucket.inventory_configs.pop(self.querystring.get("id", [""])[0], None) is None:
            return _missing()
        return 204, {}, ""

    _route(responses, put, delete)
    responses.S3Response.get_bucket_inventory_configuration = get
    responses.S3Response.list_bucket_inventory_configurations = list_


def _route(responses, put, delete):
    S3Response = responses.S3Response
    original_put, original_delete = S3Response._bucket_response_put, S3Response._bucket_response_delete

    def bucket_put(self, request, bucket_name, querystring):
        if "inventory" not in querystring:
            return original_put(self, request, bucket_name, querystring)
        self._set_action("BUCKET", "PUT", querystring)
        self._authenticate_and_authorize_s3_action(bucket_name=bucket_name)
        return put(self)

    def bucket_delete(self, bucket_name, querystring):
        if "inventory" not in querystring:
            return original_delete(self, bucket_name, querystring)
        self._set_action("BUCKET", "DELETE", querystring)
        self._authenticate_and_authorize_s3_action(bucket_name=bucket_name)
        return delete(self)

    S3Response._bucket_response_put, S3Response._bucket_response_delete = bucket_put, bucket_delete


def _missing():
    """The error code and status of S3, which the Terraform provider looks for."""
    return 404, {}, (
        f"{XML_HEAD}<Error><Code>NoSuchConfiguration</Code>"
        "<Message>The specified configuration does not exist.</Message>"
        "<RequestId>MOTO</RequestId><HostId>MOTO</HostId></Error>"
    )


def _list_xml(configs, token):
    start = int(base64.urlsafe_b64decode(token)) if token else 0
    page, more = configs[start : start + PAGE], start + PAGE < len(configs)
    body = "".join(f"<InventoryConfiguration>{config.raw_xml}</InventoryConfiguration>" for _, config in page)
    if token:
        body += f"<ContinuationToken>{token}</ContinuationToken>"
    if more:
        following = base64.urlsafe_b64encode(str(start + PAGE).encode()).decode()
        body += f"<NextContinuationToken>{following}</NextContinuationToken>"
    return (
        f'{XML_HEAD}<ListInventoryConfigurationsResult xmlns="{S3_NAMESPACE}">{body}'
        f"<IsTruncated>{str(more).lower()}</IsTruncated></ListInventoryConfigurationsResult>"
    )
