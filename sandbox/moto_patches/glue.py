"""Pages, batch limits, versions and partition indexes of the Data Catalog."""

BATCH_LIMITS = (
    ("batch_create_partition", "PartitionInputList", 100),
    ("batch_update_partition", "Entries", 100),
    ("batch_delete_partition", "PartitionsToDelete", 25),
    ("batch_get_partition", "PartitionsToGet", 1000),
)


def patch():
    """Unpatched: GetPartitions returns everything in one page, batches have no limits, UpdateTable takes any VersionId,
    there are no indexes."""
    from moto.glue.responses import GlueResponse

    _patch_pages(GlueResponse)
    for name, parameter, limit in BATCH_LIMITS:
        setattr(GlueResponse, name, _limited(getattr(GlueResponse, name), parameter, limit))
    _patch_versions(GlueResponse)
    _patch_indexes(GlueResponse)


def _patch_versions(GlueResponse):
    from moto.glue import exceptions

    original = GlueResponse.update_table

    def update_table(self):
        wanted, name = self.parameters.get("VersionId"), self.parameters["TableInput"]["Name"]
        table = self.glue_backend.get_table(self.parameters["DatabaseName"], name)
        if wanted is not None and wanted != str(table._current_version):
            raise exceptions.JsonRESTError(
                "ConcurrentModificationException", "Update table failed due to concurrent modifications."
            )
        return original(self)

    GlueResponse.update_table = update_table


def _patch_pages(GlueResponse):
    from moto.core.responses import ActionResult

    def get_partitions(self):
        asked = self.parameters
        items = self.glue_backend.get_partitions(asked["DatabaseName"], asked["TableName"], asked.get("Expression"))
        if asked.get("Segment"):
            number, total = asked["Segment"]["SegmentNumber"], asked["Segment"]["TotalSegments"]
            items = [item for index, item in enumerate(items) if index % total == number]
        start, size = int(asked.get("NextToken") or 0), int(asked.get("MaxResults") or 1000)
        out = {"Partitions": [item.as_dict() for item in items[start : start + size]]}
        if start + size < len(items):
            out["NextToken"] = str(start + size)
        return ActionResult(out)

    GlueResponse.get_partitions = get_partitions


def _limited(original, parameter, limit):
    from moto.glue import exceptions

    def wrapped(self):
        if len(self.parameters.get(parameter) or []) > limit:
            raise exceptions.JsonRESTError(
                "ValidationException",
                f"1 validation error detected: Value at '{parameter}' failed to satisfy constraint: "
                f"Member must have length less than or equal to {limit}",
            )
        return original(self)

    return wrapped


def _patch_indexes(GlueResponse):
    from moto.core.responses import ActionResult, EmptyResult

    def indexes(self):
        table = self.glue_backend.get_table(self.parameters["DatabaseName"], self.parameters["TableName"])
        return table, table.__dict__.setdefault("indexes", {})

    def create(self):
        table, known = indexes(self)
        types = {key["Name"]: key["Type"] for key in getattr(table, "partition_keys", [])}
        spec = self.parameters["PartitionIndex"]
        keys = [{"Name": name, "Type": types.get(name, "string")} for name in spec["Keys"]]
        known[spec["IndexName"]] = {"IndexName": spec["IndexName"], "IndexStatus": "ACTIVE", "Keys": keys}
        return EmptyResult()

    def get(self):
        return ActionResult({"PartitionIndexDescriptorList": list(indexes(self)[1].values())})

    def delete(self):
        indexes(self)[1].pop(self.parameters["IndexName"], None)
        return EmptyResult()

    GlueResponse.create_partition_index, GlueResponse.get_partition_indexes = create, get
    GlueResponse.delete_partition_index = delete
