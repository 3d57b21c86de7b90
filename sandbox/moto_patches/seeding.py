"""Objects in bulk, with properties that the S3 API cannot set (age, size without a body), and listings with all properties.

POST /moto-api/orgs3/objects            {"bucket": ..., "objects": [{"key", "size", "lastModified", ...}]}
POST /moto-api/orgs3/ages               {"bucket": ..., "prefix": ..., "lastModified": ...}: sets the age of all objects below
GET  /moto-api/orgs3/objects?bucket=... every version and delete marker, oldest first within a key
GET  /moto-api/orgs3/health             {"processGroup"} as soon as the server answers

An object: key, size (bytes), lastModified (ISO 8601 with Z), eTag (without quotes), storageClass, encryption (AES256,
aws:kms, aws:kms:dsse or null), kmsKeyId, bucketKeyEnabled, checksumAlgorithm, deleteMarker. A seeded object has the
size that it was given and no body: read its metadata, not its content. No notification is sent.
"""

import hashlib
import json
import os
from datetime import datetime, timezone

PATH = "/moto-api/orgs3/objects"
AGES_PATH = "/moto-api/orgs3/ages"


def patch():
    """Unpatched: none of the routes exists."""
    from moto.moto_api._internal import urls

    urls.url_paths["{0}" + PATH + "$"] = _objects
    urls.url_paths["{0}" + AGES_PATH + "$"] = _ages
    urls.url_paths["{0}/moto-api/orgs3/health$"] = _health


def _health(request, full_url, headers):
    return 200, {"Content-Type": "application/json"}, json.dumps({"processGroup": os.getpgid(0)})


def _objects(request, full_url, headers):
    if request.method == "POST":
        body = json.loads(request.get_data())
        account, bucket = _bucket(body["bucket"])
        for item in body["objects"]:
            _seed(account, bucket, item)
        return 201, {"Content-Type": "application/json"}, json.dumps({"created": len(body["objects"])})
    _, bucket = _bucket(request.args["bucket"])
    return 200, {"Content-Type": "application/json"}, json.dumps({"objects": list(_listed(bucket))})


def _ages(request, full_url, headers):
    body = json.loads(request.get_data())
    _, bucket = _bucket(body["bucket"])
    aged = [version for name, versions in bucket.keys.lists() if name.startswith(body["prefix"]) for version in versions]
    for version in aged:
        version.last_modified = _moment(body["lastModified"])
    return 200, {"Content-Type": "application/json"}, json.dumps({"aged": len(aged)})


def _moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc).replace(tzinfo=None)


def _bucket(name):
    from moto.s3.models import s3_backends

    for account, partitions in list(s3_backends.items()):
        for backend in list(partitions.values()):
            if name in backend.buckets:
                return account, backend.buckets[name]
    raise KeyError(f"no bucket {name}")


def _seed(account, bucket, item):
    from moto.s3.models import FakeDeleteMarker, FakeKey

    versioned = bucket.is_versioned
    earlier = bucket.keys.getlist(item["key"], []) if versioned else []
    fingerprint = hashlib.md5(f"{bucket.name} {item['key']} {len(earlier)}".encode()).hexdigest()
    if item.get("deleteMarker"):
        new = FakeDeleteMarker(key=earlier[-1])
        new._version_id = fingerprint
    else:
        new = FakeKey(
            name=item["key"],
            bucket_name=bucket.name,
            value=b"",
            account_id=account,
            region_name=bucket.region_name,
            storage=item.get("storageClass", "STANDARD"),
            etag=item.get("eTag") or fingerprint,
            is_versioned=versioned,
            version_id=fingerprint if versioned else "null",
            encryption=item.get("encryption"),
            kms_key_id=item.get("kmsKeyId"),
            bucket_key_enabled=item.get("bucketKeyEnabled"),
        )
        new.contentsize = item["size"]
        new.checksum_algorithm = item.get("checksumAlgorithm")
    new.last_modified = _moment(item["lastModified"])
    bucket.keys.setlist(item["key"], earlier + [new])


def _listed(bucket):
    from moto.s3.models import FakeDeleteMarker

    for name, versions in bucket.keys.lists():
        for index, version in enumerate(versions):
            marker = isinstance(version, FakeDeleteMarker)
            modified = version.last_modified.replace(tzinfo=None)
            yield {
                "key": name,
                "versionId": version.version_id,
                "isLatest": index == len(versions) - 1,
                "isDeleteMarker": marker,
                "lastModified": modified.isoformat(timespec="milliseconds") + "Z",
                **({} if marker else _facts(version)),
            }


def _facts(key):
    return {
        "size": key.size,
        "eTag": key.etag.strip('"'),
        "storageClass": key.storage_class,
        "encryption": key.encryption,
        "bucketKeyEnabled": str(key.bucket_key_enabled).lower() == "true",
        "checksumAlgorithm": key.checksum_algorithm,
    }
