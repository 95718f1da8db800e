"""Hands a model what is none of it, damaged at random or foreign: damaged.py EXPORTED

A model takes its version up, passes over all else, and tells of each once.
"""
import json
import logging
import random
import sys

import gradstream


class Told(logging.Handler):
    def __init__(self):
        super().__init__()
        self.messages = []

    def emit(self, record):
        self.messages.append(record.getMessage())


told = Told()
logging.getLogger("gradstream").addHandler(told)
with open(sys.argv[1], "rb") as file:
    version = file.read()
name = gradstream.Model.load(sys.argv[1]).name
number = gradstream.Model.load(sys.argv[1]).version
stamp = [("gradstream.version", f"{name}/{number}".encode())]
sample = {"kind": 3, "x": 0.5}

model = gradstream.Model(name)
try:
    model.predict(sample)
    raise AssertionError("there is nothing to predict with")
except gradstream.NotReady:
    pass
assert model.accept(name.encode(), version, stamp) and model.ready
before = model.predict(sample)
assert abs(sum(before.values()) - 1) < 1e-6 and list(before) == ["low", "middle", "high"]

# What has other keys is nobody's to tell of.
assert not model.accept(None, b"") and not model.accept(b"other", b"{}")
assert not told.messages

foreign = {
    "a tombstone": (None, stamp),
    "has no header": (version, None),
    "header of 7": (version, [("gradstream.version", f"{name}/7".encode())]),
    "must be": (version, [("gradstream.version", b"other/%d" % number)]),
    "bytes": (version[:20], stamp),
    "its header": (b"\xff" * 64, stamp),
    "Expecting value": (b'{"model": ', stamp),
    "no 'version'": (json.dumps({"model": name, "parameters": {}}).encode(), stamp),
    "a later reader": (
        json.dumps({"manifest": 3, "model": name, "version": number + 1}, separators=",:").encode(),
        None,
    ),
}
for wanted, (value, headers) in foreign.items():
    told.messages.clear()
    for _ in range(2):
        assert not model.accept(name, value, headers), wanted
    assert len(told.messages) == 1 and wanted in told.messages[0], (wanted, told.messages)
    assert model.predict(sample) == before

random.seed(1)
for _ in range(500):
    damaged = bytearray(version)
    for _ in range(random.randint(1, 3)):
        damaged[random.randrange(len(damaged))] = random.randrange(256)
    one = gradstream.Model(name)
    assert not one.accept(name, bytes(damaged), stamp) or one.version == number
told.messages.clear()
for key in ("w/0", "patch/w/0", "w/x", "/", "w/-1", "0.weight/99999999999"):
    for value in (None, b"", version, b"\x02\0\0\0\0\0\0\0{}", b"{}" * 9):
        assert not model.accept(f"{name}/{key}", value)
assert model.predict(sample) == before
assert len(told.messages) <= 20
print("done")
