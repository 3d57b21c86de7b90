"""Named queries, prepared statements and workgroups that can be changed and deleted."""

import json


def patch():
    """Unpatched: these answer HTTP 500, which the Terraform provider retries for minutes."""
    from moto.athena.responses import AthenaResponse

    methods = (
        delete_named_query,
        update_named_query,
        delete_prepared_statement,
        update_prepared_statement,
        update_work_group,
    )
    for method in methods:
        setattr(AthenaResponse, method.__name__, method)
    AthenaResponse.get_prepared_statement = _found(AthenaResponse.get_prepared_statement)


def delete_named_query(self):
    self.athena_backend.named_queries.pop(self._get_param("NamedQueryId"), None)
    return "{}"


def update_named_query(self):
    query = self.athena_backend.named_queries[self._get_param("NamedQueryId")]
    query.name, query.query_string = self._get_param("Name"), self._get_param("QueryString")
    query.description = self._get_param("Description") or query.description
    return "{}"


def delete_prepared_statement(self):
    self.athena_backend.prepared_statements.pop(self._get_param("StatementName"), None)
    return "{}"


def update_prepared_statement(self):
    statement = self.athena_backend.prepared_statements[self._get_param("StatementName")]
    statement.query_statement = self._get_param("QueryStatement")
    statement.description = self._get_param("Description") or statement.description
    return "{}"


def _found(original):
    def get_prepared_statement(self):
        name, group = self._get_param("StatementName"), self._get_param("WorkGroup")
        if self.athena_backend.get_prepared_statement(statement_name=name, work_group=group):
            return original(self)
        answer = {"__type": "ResourceNotFoundException", "Message": "PreparedStatement was not found"}
        return json.dumps(answer), {"status": 400}

    return get_prepared_statement


def update_work_group(self):
    group = self.athena_backend.work_groups[self._get_param("WorkGroup")]
    updates = dict(self._get_param("ConfigurationUpdates") or {})
    results = updates.pop("ResultConfigurationUpdates", None)
    if results:
        current = group.configuration.setdefault("ResultConfiguration", {})
        current.update({name: value for name, value in results.items() if not name.startswith("Remove")})
        for name, value in results.items():
            if name.startswith("Remove") and value:
                current.pop(name[len("Remove") :], None)
    if updates.pop("RemoveBytesScannedCutoffPerQuery", None):
        group.configuration.pop("BytesScannedCutoffPerQuery", None)
    group.configuration.update(updates)
    group.description = self._get_param("Description") or group.description
    group.state = self._get_param("State") or group.state
    return "{}"
