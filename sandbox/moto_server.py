#!/usr/bin/env python3
"""The AWS of the sandbox: moto's server, patched to behave as Terraform and the AWS SDK expect of AWS.

Takes the arguments of moto_server:   python3 sandbox/moto_server.py -H 127.0.0.1 -p 5600

Environment:
    ORGS3_ACCOUNT_ID       the account of every access key that moto did not hand out itself (12 digits)
    MOTO_MANAGED_POLICIES  the AWS managed policies that exist, separated by commas
    MOTO_QUIET=0           log every request
    ORGS3_END_WITH_STDIN=1 end when standard input is closed, so that the server never outlives its parent process

Each patch is a function in moto_patches/; its docstring describes the behaviour of the unpatched server.
"""

import logging
import os
import sys
import threading

os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")

from moto_patches import apply_all  # noqa: E402  (moto reads the environment when it is imported)


def end_with_stdin() -> None:
    sys.stdin.read()
    os._exit(0)


def main() -> None:
    if os.environ.get("ORGS3_END_WITH_STDIN") == "1":
        threading.Thread(target=end_with_stdin, daemon=True).start()
    apply_all()
    if os.environ.get("MOTO_QUIET", "1") == "1":
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
    from moto.server import main as serve

    serve(sys.argv[1:])


if __name__ == "__main__":
    main()
