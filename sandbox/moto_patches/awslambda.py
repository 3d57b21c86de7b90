"""Function settings that Terraform reads back, and the code that GetFunction points to."""

import os

CODE_PATH = "/moto-api/orgs3/function-code"
SETTINGS = (
    ("DeadLetterConfig", "dead_letter_config"),
    ("LoggingConfig", "logging_config"),
    ("TracingConfig", "tracing_config"),
)


def patch():
    """DeadLetterConfig, LoggingConfig, TracingConfig and EphemeralStorage survive create, update and get; Code.Location
    can be downloaded. Unpatched: the first two are dropped, the next two not updated, the last is absent for zips."""
    from moto.awslambda import models

    Function = models.LambdaFunction
    original_init, original_update = Function.__init__, Function.update_configuration
    original_configuration, original_code = Function.get_configuration, Function.get_code

    def init(self, account_id, spec, *args, **kwargs):
        original_init(self, account_id, spec, *args, **kwargs)
        self.dead_letter_config, self.logging_config = spec.get("DeadLetterConfig"), spec.get("LoggingConfig")

    def get_configuration(self, *args, **kwargs):
        out = original_configuration(self, *args, **kwargs)
        if (getattr(self, "dead_letter_config", None) or {}).get("TargetArn"):
            out["DeadLetterConfig"] = self.dead_letter_config
        out["LoggingConfig"] = {
            "LogFormat": "Text",
            "LogGroup": f"/aws/lambda/{self.function_name}",
            **(getattr(self, "logging_config", None) or {}),
        }
        return out

    def update_configuration(self, updates):
        for name, attribute in SETTINGS:
            if name in updates:
                setattr(self, attribute, updates[name])
        if "EphemeralStorage" in updates:
            self.ephemeral_storage = updates["EphemeralStorage"]["Size"]
        return original_update(self, updates)

    def get_code(self):
        out = original_code(self)
        if self.code_bytes:
            location = f"http://127.0.0.1:{os.environ.get('MOTO_PORT', '5000')}{CODE_PATH}?arn={self.function_arn}"
            out["Code"] = {"Location": location, "RepositoryType": "S3"}
        return out

    Function.__init__, Function.get_configuration = init, get_configuration
    Function.update_configuration, Function.get_code = update_configuration, get_code
    _patch_event_sources(models)
    _serve_code()


def _patch_event_sources(models):
    """ListEventSourceMappings takes a function's name or ARN. Unpatched: only the form that created the mapping."""
    original = models.LambdaBackend.list_event_source_mappings

    def name_of(function):
        return function.split(":function:")[-1].split(":")[0]

    def list_event_source_mappings(self, event_source_arn, function_name):
        found = original(self, event_source_arn, None)
        return [m for m in found if not function_name or name_of(m.function_arn) == name_of(function_name)]

    models.LambdaBackend.list_event_source_mappings = list_event_source_mappings


def _serve_code():
    from moto.awslambda.models import lambda_backends
    from moto.moto_api._internal import urls

    def function_code(request, full_url, headers):
        arn = request.args["arn"]
        function = lambda_backends[arn.split(":")[4]][arn.split(":")[3]].get_function(arn)
        return 200, {"Content-Type": "application/zip"}, function.code_bytes

    urls.url_paths["{0}" + CODE_PATH + "$"] = function_code
