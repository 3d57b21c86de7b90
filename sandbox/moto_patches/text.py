"""Constants and helpers that several patches share."""

XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
S3_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


def as_text(body):
    return body.decode("utf-8") if isinstance(body, (bytes, bytearray)) else body


def as_list(value):
    return value if isinstance(value, list) else [value]
