"""Verifies the DKIM signatures of mails with dkimpy; keys come with the question, no name is looked up.

Reads {"keys": {"selector._domainkey.domain": "v=DKIM1; ..."}, "mails": [base64]} and writes, for each mail, a list with
one entry for each signature: an empty string when it holds, or why it does not.
"""
import base64
import json
import sys

import dkim

question = json.load(sys.stdin)
keys = {name.lower().rstrip("."): text.encode() for name, text in question["keys"].items()}


def look_up(name, timeout=5):
    if isinstance(name, bytes):
        name = name.decode()
    return keys.get(name.lower().rstrip("."))


def judge(mail, index):
    try:
        return "" if dkim.DKIM(mail).verify(idx=index, dnsfunc=look_up) else "the signature does not hold"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


answer = []
for encoded in question["mails"]:
    mail = base64.b64decode(encoded)
    signatures = [name for name, _ in dkim.DKIM(mail).headers if name.lower() == b"dkim-signature"]
    answer.append([judge(mail, index) for index in range(len(signatures))])
json.dump(answer, sys.stdout)
