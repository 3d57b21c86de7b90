"""Connections that stay open, as in AWS.

Werkzeug's server closes the connection after every answer, and waits up to 10 ms for the client to do so too. Every call then needs
a new connection, which AWS's clients do not expect.
"""

import io
import traceback

from werkzeug.serving import WSGIRequestHandler


def patch() -> None:
    WSGIRequestHandler.protocol_version = "HTTP/1.1"
    WSGIRequestHandler.disable_nagle_algorithm = True  # else every answer waits 40 ms for a delayed ACK
    WSGIRequestHandler.run_wsgi = run_wsgi


def run_wsgi(self: WSGIRequestHandler) -> None:
    """Answers one request. Reads its whole body and sends the whole answer, so that the connection is ready for the next request."""
    if self.headers.get("Expect", "").lower().strip() == "100-continue":
        self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    self.environ = environ = self.make_environ()
    try:
        status, headers, body = answer(self, environ)
        send(self, environ, status, headers, body)
    except (ConnectionError, TimeoutError) as error:
        self.close_connection = True
        self.connection_dropped(error, environ)


def answer(handler: WSGIRequestHandler, environ: dict) -> tuple[str, list[tuple[str, str]], bytes]:
    body = request_body(handler, environ)
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    started: list[tuple[str, list[tuple[str, str]]]] = []
    written = io.BytesIO()

    def start_response(status, headers, exc_info=None):
        started.append((status, headers))
        return written.write

    try:
        parts = handler.server.app(environ, start_response)
        try:
            for part in parts:
                written.write(part)
        finally:
            if hasattr(parts, "close"):
                parts.close()
    except Exception:
        handler.server.log("error", "%s", traceback.format_exc())
        return "500 Internal Server Error", [("Content-Type", "text/plain")], b"the emulator failed; see its log"
    status, headers = started[-1]
    return status, headers, written.getvalue()


def request_body(handler: WSGIRequestHandler, environ: dict) -> bytes:
    if environ.get("wsgi.input_terminated"):
        return environ["wsgi.input"].read()  # sent in chunks
    length = int(environ.get("CONTENT_LENGTH") or 0)
    return handler.rfile.read(length) if length > 0 else b""


def send(handler: WSGIRequestHandler, environ: dict, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
    code, _, message = status.partition(" ")
    bodiless = environ["REQUEST_METHOD"] == "HEAD" or int(code) in (204, 304)
    handler.send_response(int(code), message)
    for name, value in headers:
        # The length in the answer to HEAD is that of the body that GET would return.
        if bodiless or name.lower() not in ("content-length", "transfer-encoding", "connection"):
            handler.send_header(name, value)
    if not bodiless:
        handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    if not bodiless:
        handler.wfile.write(body)
    handler.wfile.flush()
