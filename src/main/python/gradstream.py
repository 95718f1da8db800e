"""Follows a gradstream model on its topic, and predicts with it.

    model = gradstream.Model("late")
    model.accept(record.key(), record.value(), record.headers())  # every record of late.parameters
    model.predict({"distance": 300, "origin": "BOS"})             # as soon as model.ready

It needs NumPy and nothing else: records come from whatever Kafka client there is, set to read
committed ones, from the topic's beginning and in its order. What the records are is told by the
page on the wire format; this module reads all of it.
"""

import datetime
import decimal
import functools
import itertools
import json
import logging
import math
import re
import struct
import zoneinfo

import numpy

__version__ = "0.1.0"
__all__ = ["Model", "NotReady", "RejectedSample", "read_file", "write_file"]

_LOG = logging.getLogger("gradstream")


class RejectedSample(ValueError):
    """What a sample lacks, or has that is none of its field."""


class NotReady(RuntimeError):
    """No version has come yet."""


class _Damaged(ValueError):
    """Why a record is nothing of the model."""


# What reading something foreign ends in; the code that reads it leaves the model as it was.
_DAMAGE = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    OverflowError,
    RecursionError,
    MemoryError,
)


class Model:
    """A model that answers by the newest version that has come whole.

    Versions may be taken in by one thread while others predict.
    """

    _MOST_TOLD = 20

    def __init__(self, name):
        """A model of which nothing has come; `name` is the key of its versions."""
        self.name = name
        self._newest = None
        self._blocks = _Blocks()
        self._keys = {}
        self._keys_coming = {}
        self._keys_since = 0
        self._highest = 0
        self._highest_stamped = 0
        self._torn = False
        self._told = set()

    @classmethod
    def load(cls, path):
        """The model of a file that `gradstream export` wrote; ValueError if it is none."""
        with open(path, "rb") as file:
            content = file.read()
        try:
            newest = _Version(*_whole(content))
            model = cls(newest.head["model"])
        except _DAMAGE as reason:
            raise ValueError(f"{path} is no gradstream model: {_told(reason)}") from reason
        model._newest = newest
        return model

    @property
    def ready(self):
        """Whether there is a version to predict with."""
        return self._newest is not None

    @property
    def torn(self):
        """Whether the newest version lacks blocks that a later one will bring."""
        return self._torn

    @property
    def version(self):
        """The number of the version that answers, 0 before the first."""
        return self._newest.head["version"] if self.ready else 0

    @property
    def samples(self):
        """How many samples it has learned."""
        return self._newest.head["samples"] if self.ready else 0

    @property
    def head(self):
        """All that the version says of itself, parameters apart: metrics, offsets, sample, ..."""
        return self._required().head

    @property
    def parameters(self):
        """Its tensors by their names, float32; not to be written to."""
        return self._required().parameters

    def accept(self, key, value, headers=None):
        """Takes in the topic's next record, and says whether a newer version answers with it.

        A record that is none of the model's, or damaged, is told in the log once and passed over.

        :param key: bytes or text
        :param value: bytes, None where the record deletes its key
        :param headers: pairs of a name and bytes, None for none
        """
        key = key.decode("utf-8", "replace") if isinstance(key, bytes) else key
        if key != self.name and not (key or "").startswith(self.name + "/"):
            return False
        try:
            if key == self.name:
                return self._take(value, headers)
            if key.startswith(self.name + "/key/"):
                self._take_key(key[len(self.name) + len("/key/") :], value)
                return False
            self._blocks.accept(key[len(self.name) + 1 :], value, self._highest)
        except _DAMAGE as reason:
            self._pass_over(key, _told(reason))
        return False

    def _take(self, value, headers):
        if value is None:
            raise _Damaged("it has no value, a tombstone that deletes what was there")
        in_blocks = value.startswith(b'{"manifest":')
        head, parameters = (_json(value), None) if in_blocks else _whole(value)
        if head["model"] != self.name:
            raise _Damaged(f"it is a version of model {head['model']}")
        self._count(head["version"], _stamp(headers, self.name))
        if in_blocks:
            parameters = self._blocks.assemble(head)
        self._torn = parameters is None
        if not self._torn:
            newest = _Version(head, parameters)
            self._adopt_keys(newest)
            self._newest = newest
        return not self._torn

    def _take_key(self, key, value):
        """A key's model goes with the version that comes behind it."""
        if value is not None:
            self._keys_coming[key] = _KeyModel(value)

    def _adopt_keys(self, newest):
        since = newest.keys_since
        if since != self._keys_since:
            self._keys, self._keys_since = {}, since
        for key, model in self._keys_coming.items():
            if model.version >= since > 0:
                self._keys[key] = model
        self._keys_coming = {}

    def _count(self, number, stamp):
        _require_version(number)
        if stamp not in (None, number):
            raise _Damaged(f"it is of version {number}, and its header of {stamp}")
        if stamp is None and number <= self._highest_stamped:
            raise _Damaged(
                f"it is of version {number} and has no header, as versions have since "
                f"{self._highest_stamped} at the latest"
            )
        self._highest = max(self._highest, number)
        self._highest_stamped = max(self._highest_stamped, stamp or 0)

    def _pass_over(self, key, reason):
        told = len(self._told)
        self._told.update({(key, reason)} if told < self._MOST_TOLD else ())
        if len(self._told) > told:
            _LOG.warning(
                "passed over, for what has the key %s is nothing of model %s, or damaged: %s",
                key,
                self.name,
                reason,
            )

    def predict(self, sample):
        """What is predicted of a sample: a number or a probability; of a label of several classes
        the probability of each, by name, or by number where they have none.

        :param sample: a dict as the topic's JSON has it, or that JSON as bytes or text
        :raises RejectedSample: if it is none of this model's
        :raises NotReady: if no version has come yet
        """
        newest = self._required()
        predictions = self._predict(newest, _sample(sample))[0].tolist()
        classes = newest.classes
        return predictions[0] if classes is None else dict(zip(classes, predictions))

    def predict_many(self, samples):
        """The same of several at once: a float64 array with a row for each, a column for each
        class; the first that is no sample raises RejectedSample."""
        newest = self._required()
        if newest.key_field is None:
            return newest.predict([_sample(each) for each in samples])
        return numpy.concatenate([self._predict(newest, _sample(each)) for each in samples])

    def _predict(self, newest, sample):
        """By the model of the sample's key, and by the shared one where that has none yet."""
        own = None if newest.key_field is None else self._keys.get(newest.key_of(sample))
        return (newest if own is None else own.beside(newest)).predict([sample])

    def _required(self):
        newest = self._newest
        if newest is None:
            raise NotReady(
                f"no version of model {self.name} has come yet: hand every record of its topic, "
                "from the beginning, to accept"
            )
        return newest


class _Version:
    """A version that can be predicted with. It never changes."""

    def __init__(self, head, parameters):
        self.head, self.parameters = head, parameters
        self._encoder = _Encoder(head["sample"], parameters)
        self._network = _Network(head["layers"], parameters, self._encoder)
        self._link = _known(_LINKS, "loss", head["loss"]["type"])
        label = head["sample"]["label"]
        keyed = head["sample"].get("perKey")
        self.key_field = None if keyed is None else keyed["field"]
        self.keys_since = 0 if keyed is None else keyed["since"]
        self.classes = _classes(label, self._network.outputs)
        self._centre, self._spread = _label_scaling(label)

    def key_of(self, sample):
        """Whose a sample is, None where it does not say."""
        value = _value(sample, _path(self.key_field))
        if value is None:
            return None
        return _category(self.key_field, value, True).decode("utf-8")

    def predict(self, samples):
        rows = [self._encoder.row(sample) for sample in samples]
        with numpy.errstate(over="ignore", invalid="ignore"):
            predictions = self._link(self._network.forward(rows))
            predictions = predictions * self._spread + self._centre
        if not numpy.isfinite(predictions).all():
            raise RejectedSample("the prediction is not finite: the sample's numbers are too large")
        return predictions


class _KeyModel:
    """The model of one key: what differs from the shared version that it is published beside."""

    _HEAD = struct.Struct("<4siqqq")
    _FIGURES = ("fill", "mean", "variance", "min", "max")

    def __init__(self, content):
        if len(content) < self._HEAD.size:
            raise _Damaged(f"a key's model must have {self._HEAD.size} bytes: {len(content)}")
        kind, count, self.version, self.step, self.samples = self._HEAD.unpack_from(content)
        figures_at = self._HEAD.size + 4 * count
        if kind != b"GSK1" or count < 0 or (len(content) - figures_at) % 8:
            raise _Damaged(f"a key's model must begin with GSK1 and be whole: {content[:4]}")
        self._parameters = numpy.frombuffer(content, "<f4", count, self._HEAD.size)
        self._figures = numpy.frombuffer(content[figures_at:], "<f8").tolist()
        self._own = None

    def beside(self, shared):
        """The version of this key's model, made when it is first asked for."""
        if self._own is None:
            self._own = _Version(self._head(shared.head), self._tensors(shared.parameters))
        return self._own

    def _tensors(self, shared):
        tensors, at = {}, 0
        for name in sorted(shared):
            shape = shared[name].shape
            size = math.prod(shape)
            tensors[name] = self._parameters[at : at + size].reshape(shape)
            at += size
        if at != len(self._parameters):
            raise ValueError(f"a key's model has {len(self._parameters)} parameters and not {at}")
        return tensors

    def _head(self, shared):
        figures = iter(self._figures)
        sample = dict(shared["sample"])
        sample.pop("perKey", None)
        sample["features"] = [self._described(each, figures) for each in sample["features"]]
        sample["label"] = self._described(sample["label"], figures)
        return {**shared, "sample": sample}

    def _described(self, told, figures):
        told = dict(told)
        for name in self._FIGURES:
            if name not in told or isinstance(told[name], str):
                continue
            if name == "fill" or not told.get("fixed"):
                many = isinstance(told[name], list)
                told[name] = [next(figures) for _ in told[name]] if many else next(figures)
        return told


def _label_scaling(label):
    """What predictions are brought back by: the output until there was a label."""
    if label.get("count") == 0 and not label.get("fixed"):
        return 0.0, 1.0
    centre, spread, _ = _scaling(label.get("scale", "none"), label, 1)[0]
    return centre, spread


def _classes(label, outputs):
    if label["type"] != "class":
        count, classes = 1, None
    elif isinstance(label["classes"], list):
        count, classes = len(label["classes"]), label["classes"]
    else:
        count, classes = label["classes"], range(label["classes"])
    if outputs != count:
        raise _Damaged(f"its layers must end with {count} outputs: {outputs}")
    return classes


# ---- Records ----


def _told(reason):
    return f"it has no {reason}" if isinstance(reason, KeyError) else str(reason) or repr(reason)


def _known(table, what, word):
    if word not in table:
        raise _Damaged(f"{what} must be one that is known here, or a later reader is: {word}")
    return table[word]


def _require_version(number):
    if not isinstance(number, int) or not 1 <= number <= 1 << 53:
        raise _Damaged(f"version must be 1 to 2^53: {number}")


def _stamp(headers, name):
    """The number in the newest header gradstream.version, None without one."""
    stamps = [value for key, value in headers or () if key == "gradstream.version"]
    if not stamps:
        return None
    told = (stamps[-1] or b"").decode("utf-8", "replace")
    match = re.fullmatch(r"(.+)/(\d{1,18})", told, re.ASCII | re.DOTALL)
    if match is None or match[1] != name:
        raise _Damaged(f"its header gradstream.version must be {name}, / and a number: {told}")
    return int(match[2])


def _json(content):
    tree = json.loads(str(content, "utf-8"))
    if not isinstance(tree, dict):
        raise _Damaged("it is no JSON object")
    return tree


def _whole(content):
    """Head and parameters of a version that came in one record, or is a file."""
    if content.startswith(b'{"'):
        head = _json(content)
        parameters = {name: _listed(name, told) for name, told in head.pop("parameters").items()}
    else:
        metadata, tensors = _safetensors(content)
        head = _json(metadata["gradstream"].encode())
        parameters = {n: each for n, each in tensors.items() if not n.startswith("optimizer/")}
    for name, tensor in parameters.items():
        if not numpy.isfinite(tensor).all():
            raise _Damaged(f"parameter {name} is not finite")
    return head, parameters


def _listed(name, told):
    elements, shape = numpy.array(told["data"], "f4"), told["shape"]
    if elements.ndim != 1 or elements.size != _size(shape):
        raise _Damaged(f"parameter {name} of shape {shape} cannot have {elements.size} elements")
    return elements.reshape(shape)


def _size(shape):
    if not all(type(extent) is int and 0 <= extent < 1 << 31 for extent in shape):
        raise _Damaged(f"a shape must be whole numbers below 2^31: {shape}")
    size = math.prod(shape)
    if size >= 1 << 31:
        raise _Damaged(f"a tensor must have less than 2^31 elements: {shape}")
    return size


_DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "U32": "<u4", "U16": "<u2"}


def _safetensors(content):
    """Metadata and tensors of a safetensors file, of which nothing is believed unchecked."""
    length = int.from_bytes(content[:8], "little")
    if not 2 <= length <= len(content) - 8:
        raise _Damaged(f"its header should have {length} bytes, and {len(content) - 8} follow")
    header = _json(content[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        dtype = numpy.dtype(_known(_DTYPES, f"the type of tensor {name}", entry["dtype"]))
        size = _size(entry["shape"])
        is_within = 0 <= start <= end <= len(content) - 8 - length
        if not is_within or end - start != size * dtype.itemsize:
            raise _Damaged(f"tensor {name} cannot lie at bytes {start} to {end}")
        elements = numpy.frombuffer(content, dtype, size, 8 + length + start)
        tensors[name] = elements.reshape(entry["shape"])
    return metadata, tensors


def read_file(path):
    """Metadata, as texts, and tensors by their names of a safetensors file; ValueError if it is
    none."""
    with open(path, "rb") as file:
        content = file.read()
    try:
        return _safetensors(content)
    except _DAMAGE as reason:
        raise ValueError(f"{path} is no safetensors file: {_told(reason)}") from reason


def write_file(path, tensors, metadata=None):
    """Writes a safetensors file of float32, as `model.initial` takes it."""
    told = {name: str(each) for name, each in (metadata or {}).items()}
    header, data, end = {"__metadata__": told}, [], 0
    for name, tensor in tensors.items():
        elements = numpy.ascontiguousarray(tensor, "<f4")
        start, end = end, end + elements.nbytes
        header[name] = {
            "dtype": "F32",
            "shape": list(elements.shape),
            "data_offsets": [start, end],
        }
        data.append(elements.tobytes())
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text + b"".join(data))


class _Blocks:
    """The blocks of a large model as far as its topic has been read, with the patches behind them
    laid on: in the order of the topic, what comes later is newer."""

    _MOST = 1 << 28

    def __init__(self):
        self._sets = {}
        self._patches = {}
        self._since = 0
        self._assembled = {}

    def accept(self, key, value, published):
        """Takes what has come under a key, the model's name and / apart."""
        name, slash, number = key.rpartition("/")
        if not slash or not re.fullmatch(r"\d{1,9}", number, re.ASCII) or int(number) >= self._MOST:
            return
        number = int(number)
        if name.startswith("patch/"):
            self._accept_patch(name[len("patch/") :], number, value, published)
        elif value is not None:
            self._accept_block(name, number, value)
        elif name in self._sets:
            self._sets[name].remove(number)

    def _accept_block(self, name, number, value):
        metadata, tensors = _safetensors(value)
        version = int(metadata["version"])
        elements = numpy.array(tensors[name], "f4")
        _require_version(version)
        if not numpy.isfinite(elements).all():
            raise _Damaged("it is a block with numbers that are not finite")
        self._sets.setdefault(name, _Pages()).put(number, version, elements.reshape(-1))

    def _accept_patch(self, name, number, value, published):
        # What was there is gone, whatever has come.
        if value is None:
            self._patches.get(name, {}).pop(number, None)
            return
        patch = _Patch(value)
        if patch.name != name:
            raise _Damaged(f"it is a patch to {patch.name}")
        if patch.version <= published:
            raise _Damaged(f"it is a patch of version {patch.version} behind version {published}")
        self._forget_before(patch.since)
        self._sets.setdefault(name, _Pages()).lay(patch)
        self._patches.setdefault(name, {})[number] = patch.version

    def _forget_before(self, version):
        """Forgets what is older than a version, once: patches to what is not are none before the
        first that says so."""
        if version > self._since:
            self._since = version
            for name, pages in self._sets.items():
                pages.forget_before(version)
            for name, patches in self._patches.items():
                self._patches[name] = {n: v for n, v in patches.items() if v >= version}

    def assemble(self, manifest):
        """The tensors that a manifest stands for, None if something of them is still to come."""
        if manifest["manifest"] not in (1, 2):
            raise _Damaged(
                f"manifest must be 1 or 2, later ones need a later reader: {manifest['manifest']}"
            )
        cuts = {name: _Cut(name, told) for name, told in manifest["tensors"].items()}
        since, expected = manifest["since"], manifest["blockVersions"]
        self._forget_before(since)
        sets = {name: self._sets.setdefault(name, _Pages()) for name in cuts}
        found = sum(sets[name].sum(cut.blocks, since) for name, cut in cuts.items())
        if found != expected or not all(self._has_patches(cut) for cut in cuts.values()):
            return None
        if not all(sets[name].fits(cut) for name, cut in cuts.items()):
            return None
        before, self._assembled = self._assembled, {}
        for name, cut in cuts.items():
            known, elements = before.get(name, (None, None))
            same = elements is not None and known == (cut, since)
            flat = sets[name].flat(cut, since, elements if same else None)
            self._assembled[name] = (cut, since), flat
        return {
            name: flat.reshape(cut.shape, order=cut.order)
            for (name, cut), (_, flat) in zip(cuts.items(), self._assembled.values())
        }

    def _has_patches(self, cut):
        if cut.patches is None:
            return True
        versions = self._patches.get(cut.name, {}).values()
        since = cut.patches["since"]
        return sum(each for each in versions if each >= since) == cut.patches["versions"]


class _Cut:
    """How a manifest says that a tensor is cut into blocks."""

    def __init__(self, name, told):
        self.name, self.shape, self.block = name, tuple(told["shape"]), told["block"]
        self.size, self.patches = _size(self.shape), told.get("patches")
        self.order = {"rows": "C", "columns": "F"}[told["order"]]
        if type(self.block) is not int or self.block < 1:
            raise _Damaged(f"a block of {name} must have at least 1 element: {self.block}")
        self.blocks = -(-self.size // self.block)

    def __eq__(self, other):
        return (self.shape, self.block, self.order) == (other.shape, other.block, other.order)

    def length(self, number):
        return min(self.block, self.size - number * self.block)


class _Patch:
    """Rows of a tensor that have changed, as a record has them."""

    def __init__(self, value):
        metadata, tensors = _safetensors(value)
        self.name = metadata["tensor"]
        self.version, self.since, self.elements, self.block, first = (
            int(metadata[key]) for key in ("version", "since", "elements", "block", "first")
        )
        _require_version(self.version)
        steps, self.lines = tensors["rows"].astype(numpy.int64), tensors[self.name]
        rows = first + numpy.cumsum(steps)
        length = self.lines.shape[1]
        is_said = self.block >= 1 and 0 <= self.since <= self.version
        if not is_said or rows.shape != self.lines.shape[:1]:
            raise _Damaged("not a patch: its figures do not fit each other")
        if first < 0 or (steps[1:] <= 0).any() or (rows.size and steps[0] != 0):
            raise _Damaged("not a patch: its rows must ascend")
        if rows.size and not (int(rows[-1]) + 1) * length <= self.elements < 1 << 31:
            raise _Damaged("not a patch: it has rows beyond the tensor's end")
        if not numpy.isfinite(self.lines).all():
            raise _Damaged("not a patch: it has numbers that are not finite")
        self.places = (rows[:, None] * length + numpy.arange(length)).reshape(-1)

    def parts(self):
        """Which places of each block it has, ascending, and the elements to put there."""
        numbers = self.places // self.block
        starts = numpy.flatnonzero(numpy.diff(numbers, prepend=-1))
        elements = self.lines.reshape(-1)
        for start, end in zip(starts, numpy.append(starts[1:], numbers.size)):
            number = int(numbers[start])
            yield number, self.places[start:end] - number * self.block, elements[start:end]


class _Pages:
    """The blocks of one tensor, each with the version that wrote it, if not only patches did."""

    def __init__(self):
        self._pages = {}
        self._versions = {}
        self._patched = {}
        self._changed = set()

    def put(self, number, version, elements):
        before = self._versions.get(number, 0)
        if version <= before:
            raise _Damaged(f"it is a block of version {version} behind that of version {before}")
        self._versions[number], self._pages[number] = version, elements
        self._patched.pop(number, None)
        self._changed.add(number)

    def remove(self, number):
        for known in (self._versions, self._pages, self._patched):
            known.pop(number, None)
        self._changed.add(number)

    def lay(self, patch):
        for number, places, elements in patch.parts():
            length = min(patch.block, patch.elements - number * patch.block)
            page = self._pages.get(number)
            if page is None or page.size != length:
                page = self._pages[number] = numpy.zeros(length, "f4")
            page[places] = elements
            self._changed.add(number)
            if self._versions.get(number, 0) < patch.version:
                self._patched.setdefault(number, patch.version)

    def forget_before(self, version):
        self._patched = {n: v for n, v in self._patched.items() if v >= version}
        self._versions = {n: v for n, v in self._versions.items() if v >= version}
        gone = self._pages.keys() - self._versions.keys()
        for number in gone:
            del self._pages[number]
        self._changed |= gone

    def sum(self, blocks, since):
        return sum(v for n, v in self._versions.items() if n < blocks and v >= since)

    def _parts(self, cut, since):
        """The numbers of the blocks that are part of the tensor."""
        return [
            number
            for number in self._pages
            if number < cut.blocks
            and (self._versions.get(number, 0) >= since or number in self._patched)
        ]

    def fits(self, cut):
        """Whether blocks are cut as is said: another model's may have the right version."""
        return all(self._pages[n].size == cut.length(n) for n in self._parts(cut, 0))

    def flat(self, cut, since, before):
        """The tensor's elements, those of `before` where nothing has changed since."""
        if before is not None and not self._changed:
            return before
        flat = numpy.zeros(cut.size, "f4") if before is None else before.copy()
        parts = self._parts(cut, since)
        wanted = set(parts) if before is None else self._changed.intersection(parts)
        for number in wanted:
            flat[number * cut.block :][: cut.length(number)] = self._pages[number]
        for number in self._changed.difference(parts) if before is not None else ():
            flat[number * cut.block :][: cut.block] = 0
        self._changed = set()
        return flat


# ---- From a sample to a row ----


class _Number(float):
    """A JSON number, with the text that the record has."""

    def __new__(cls, text):
        number = float.__new__(cls, text)
        number.text = text
        return number


class _Twice(dict):
    """A JSON object in which a name comes more than once; the last counts, but in a map."""


def _object(pairs):
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    twice = _Twice(plain)
    twice.pairs = pairs
    return twice


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=_Number, parse_int=_Number)


def _sample(sample):
    if isinstance(sample, (bytes, bytearray, str)):
        try:
            text = sample if isinstance(sample, str) else str(sample, "utf-8")
            sample = _DECODER.decode(text[1:] if text.startswith("\ufeff") else text)
        except (ValueError, RecursionError) as reason:
            raise RejectedSample(f"not JSON: {reason}") from reason
    if not isinstance(sample, dict):
        raise RejectedSample("a sample must be an object")
    return sample


# A name of a path, in double quotes where it has a dot itself, and the dot or end behind it.
_NAME = re.compile(r'(?:"((?:[^"\\]|\\.)+)"|([^".][^.]*))(\.|$)', re.DOTALL)


def _path(text):
    """The names of a field's path, outermost first."""
    names, at, dot = [], 0, "."
    while dot:
        match = _NAME.match(text, at)
        if match is None:
            raise _Damaged(f"field must be names joined by dots: {text}")
        quoted, plain, dot = match.groups()
        names.append(plain or re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL))
        at = match.end()
    return names


def _plain(value):
    """A value as JSON might have it; None for all that means that it is missing."""
    if isinstance(value, numpy.datetime64):
        return None if numpy.isnat(value) else str(value)
    if isinstance(value, (numpy.generic, numpy.ndarray)):
        value = value.tolist()
    elif isinstance(value, decimal.Decimal):
        value = _Number(str(value))
    missing = isinstance(value, float) and math.isnan(value)
    return None if missing else value


def _value(sample, names):
    value = sample
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return _plain(value)


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _double(number):
    try:
        return float(number)
    except OverflowError:
        return math.inf


# From here on a number rounds to no float32.
_BEYOND = 2.0**128 - 2.0**103


def _dense(field, value):
    if not _is_number(value):
        raise RejectedSample(f"{field} must be a number: {_shown(value)}")
    number = _double(value)
    if not abs(number) < _BEYOND:
        raise RejectedSample(f"{field} must be finite in float32: {_shown(value)}")
    return number


def _shown(value):
    if isinstance(value, (list, tuple)):
        return "an array"
    if isinstance(value, dict):
        return "an object"
    is_json = isinstance(value, (str, bool))
    text = json.dumps(value) if is_json else str(getattr(value, "text", value))
    return text if len(text) <= 50 else text[:50] + "..."


_DECIMAL = re.compile(r"([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,9}))?", re.ASCII)


def _canonical(text):
    """The one text that all notations of a number share, as JavaScript writes it."""
    match = _DECIMAL.fullmatch(text)
    if match is None:
        return text
    sign, whole, fraction, exponent = match.groups()
    digits = (whole + fraction).lstrip("0")
    point = len(digits) - len(fraction) + int(exponent or 0)
    digits = digits.rstrip("0")
    if not digits:
        return "0"
    if point > 21 or point <= -6:
        text = digits[0] + ("." + digits[1:] if digits[1:] else "") + f"e{point - 1:+d}"
    elif point >= len(digits):
        text = digits + "0" * (point - len(digits))
    elif point > 0:
        text = digits[:point] + "." + digits[point:]
    else:
        text = "0." + "0" * -point + digits
    return ("-" if sign == "-" else "") + text


def _category(field, value, canonical):
    """The text by which a value names a category, in UTF-8."""
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, str):
        text = value
    elif _is_number(value) and math.isfinite(_double(value)):
        text = getattr(value, "text", None) or repr(value)
        text = _canonical(text) if canonical else text
    else:
        raise RejectedSample(
            f"{field} must be a string, a finite number or a boolean: {_shown(value)}"
        )
    return _utf8(field, text)


def _utf8(field, text):
    try:
        return text.encode()
    except UnicodeEncodeError as reason:
        raise RejectedSample(f"{field} must not hold half a surrogate pair") from reason


@functools.lru_cache(maxsize=1 << 16)
def _murmur3(data, seed=0):
    """MurmurHash3_x86_32, unsigned."""
    mask, hashed = 0xFFFFFFFF, seed
    whole = len(data) & ~3
    for at in range(0, whole, 4):
        k = int.from_bytes(data[at : at + 4], "little") * 0xCC9E2D51 & mask
        hashed ^= ((k << 15 | k >> 17) & mask) * 0x1B873593 & mask
        hashed = ((hashed << 13 | hashed >> 19) & mask) * 5 + 0xE6546B64 & mask
    if whole < len(data):
        k = int.from_bytes(data[whole:], "little") * 0xCC9E2D51 & mask
        hashed ^= ((k << 15 | k >> 17) & mask) * 0x1B873593 & mask
    hashed ^= len(data)
    hashed = (hashed ^ hashed >> 16) * 0x85EBCA6B & mask
    hashed = (hashed ^ hashed >> 13) * 0xC2B2AE35 & mask
    return hashed ^ hashed >> 16


class _Row:
    """What a sample becomes: dense values, entries of sparse columns, and a row of each table."""

    def __init__(self):
        self.dense, self.columns, self.values, self.tables = [], [], [], []

    def append(self, column, value):
        self.columns.append(column)
        self.values.append(value)


class _Encoder:
    """Turns samples into rows, by what a version says of them."""

    def __init__(self, sample, parameters):
        told = sample["features"]
        self.width = sample["width"]
        self.tables = [parameters[each["table"]] for each in told if "embedding" in each]
        self._features = [_known(_FEATURES, "type", each["type"])(each) for each in told]
        others = {(each.told.get("field"), each.told["type"]): each for each in self._features}
        for feature in self._features:
            feature.connect(others, parameters)
        self.dense, scales, self._bins = [], [], []
        for feature in self._features:
            if isinstance(feature, _Bins):
                self._bins.append((len(self.dense), feature))
            for column, scale in feature.dense():
                self.dense.append(column)
                scales.append(scale)
        self._fill, self._centre, self._scale, self._most = (
            numpy.array(each, "f8") for each in (zip(*scales) if scales else [()] * 4)
        )

    def row(self, sample):
        row = _Row()
        for feature in self._features:
            values = feature.values(sample)
            if None not in values:
                feature.write(values, row)
            elif feature.missing == "dead-letter":
                raise RejectedSample(f"field {feature.paths[values.index(None)]} is missing")
            else:
                feature.write_missing(row)
        return row

    def scaled(self, rows):
        """The dense values of rows, as the float32 that the learner has made of them."""
        raw = numpy.array([row.dense for row in rows], "f8").reshape(len(rows), len(self.dense))
        raw = numpy.where(numpy.isnan(raw), self._fill, raw)
        constant = self._scale == 0
        scaled = (raw - self._centre) / numpy.where(constant, 1, self._scale)
        scaled = numpy.clip(numpy.where(constant, 0, scaled), -self._most, self._most)
        for at, feature in self._bins:
            scaled[:, at : at + feature.columns] = feature.binned(raw[:, at])
        return scaled.astype("f4").astype("f8")


class _Feature:
    """A field, or several, and the columns that they fill."""

    def __init__(self, told):
        self.told, self.missing = told, told["missing"]
        self.paths = told.get("cross") or [told["field"]]
        self.column, self.columns = told["column"], told["columns"]
        self.indicator = told.get("missingColumn")
        self._canonical = told.get("numbers") == "canonical"

    def connect(self, others, parameters):
        """Takes what it needs of others."""
        self._names = [_path(path) for path in self.paths]

    def values(self, sample):
        """What is read of each field, None where one is missing."""
        return [self._read(_value(sample, names)) for names in self._names]

    def _read(self, value):
        return None if value is None else self.read(value)

    def dense(self):
        """Its dense columns, each with what fills in for it, its centre, scale and bound."""
        return ()

    def write_missing(self, row):
        if self.indicator is not None:
            row.append(self.indicator, 1.0)

    def bucket(self, text):
        """The column of a category."""
        hashed = _murmur3(text, self.told.get("seed", 0))
        return self.column + hashed % self.columns


def _figures(told, key, count):
    numbers = told[key] if isinstance(told[key], list) else [told[key]]
    if len(numbers) != count:
        raise _Damaged(f"{key} must be {count} numbers: {told[key]}")
    return numbers


_SCALES = {
    "standard": ("mean", "variance"),
    "minmax": ("min", "max"),
    "robust": ("median", "range"),
}


def _scaling(kind, told, count):
    """Centre, scale and bound of each column: what is scaled is (x - centre) / scale within the
    bound, and 0 where the scale is."""
    if kind == "none":
        return [(0.0, 1.0, math.inf)] * count
    pairs = zip(*(_figures(told, name, count) for name in _known(_SCALES, "scale", kind)))
    bound = told.get("clip", 5.0 if kind == "robust" else math.inf)
    if kind == "standard":
        return [(mean, math.sqrt(max(variance, 0)), bound) for mean, variance in pairs]
    if kind == "minmax":
        return [(least, max(most - least, 0), bound) for least, most in pairs]
    return [(median, span / 1.349 if span > 0 else 1.0, bound) for median, span in pairs]


class _Dense(_Feature):
    """Numbers in columns of their own."""

    def dense(self):
        count = self.columns
        scaling = _scaling(self.told.get("scale", "none"), self.told, count)
        fills = _figures(self.told, "fill", count) if "fill" in self.told else [0.0] * count
        for at in range(count):
            yield self.column + at, (fills[at], *scaling[at])
        if self.indicator is not None:
            yield self.indicator, (0.0, 0.0, 1.0, math.inf)

    def write(self, values, row):
        row.dense += values[0]
        row.dense += [0.0] if self.indicator is not None else []

    def write_missing(self, row):
        fill = math.nan if "fill" in self.told else 0.0
        row.dense += [fill] * self.columns
        row.dense += [1.0] if self.indicator is not None else []


class _Numeric(_Dense):
    def read(self, value):
        return [_dense(self.paths[0], value)]


class _Boolean(_Dense):
    def read(self, value):
        number = _double(value) if isinstance(value, (int, float)) else math.nan
        if number not in (0, 1):
            raise RejectedSample(f"{self.paths[0]} must be 0, 1, true or false: {_shown(value)}")
        return [number]


class _Array(_Dense):
    def read(self, value):
        field, size = self.paths[0], self.columns
        if not isinstance(value, (list, tuple)):
            raise RejectedSample(f"{field} must be an array of {size} numbers: {_shown(value)}")
        numbers = [self._element(at, _plain(each)) for at, each in enumerate(value)]
        if len(numbers) != size:
            raise RejectedSample(f"{field} must be an array of {size} numbers: {len(numbers)}")
        return numbers

    def _element(self, at, value):
        if value is None and self.missing != "dead-letter":
            return math.nan if "fill" in self.told else 0.0
        return _dense(f"{self.paths[0]}[{at}]", value)


class _Product(_Dense):
    """A product of numbers."""

    def __init__(self, told):
        super().__init__(told)
        self.paths = told["product"] if "product" in told else [told["square"]] * 2

    def values(self, sample):
        factors = []
        for path, names in zip(self.paths, self._names):
            value = _value(sample, names)
            factors.append(None if value is None else _dense(path, value))
        if None in factors:
            return factors
        product = math.prod(factors, start=1.0)
        if not abs(product) < _BEYOND:
            raise RejectedSample(f"{self.told['field']} must be finite in float32: {product}")
        return [[product]]


class _Bins(_Numeric):
    """The bin of a number, which stands in each of its columns until then."""

    def read(self, value):
        return super().read(value) * self.columns

    def _bins(self, numbers):
        """Which of its bins, counted from 0, these numbers are in."""
        edges = numpy.array(_figures(self.told, "edges", self.columns), "f8")
        reached = numpy.searchsorted(edges, numbers, side="right")
        cumulative = self.told["encoding"] == "cumulative"
        return reached if cumulative else numpy.maximum(reached - 1, 0)

    def binned(self, numbers):
        """What its columns are for these numbers."""
        bins = self._bins(numbers)[:, None]
        columns = numpy.arange(self.columns)
        return columns < bins if self.told["encoding"] == "cumulative" else columns == bins

    def texts(self, value):
        """The bin of a number as crosses have it."""
        return [str(self._bins(_dense(self.paths[0], value))).encode()]


class _Categorical(_Feature):
    """A category: a column of its own, or a row of a table."""

    def connect(self, others, parameters):
        super().connect(others, parameters)
        self._rows = None
        if "categories" in self.told:
            halves = parameters[self.told["categories"]].astype(numpy.int64)
            self._rows = {
                (int(high) - 1 << 16) + int(low): row
                for row, (high, low) in enumerate(halves)
                if high > 0
            }
            self._others = len(halves)
        elif "embedding" in self.told:
            self._others = self.told["buckets"]

    def read(self, value):
        return _category(self.paths[0], value, self._canonical)

    def write(self, values, row):
        if "embedding" not in self.told:
            row.append(self.bucket(values[0]), 1.0)
        elif self._rows is not None:
            row.tables.append(self._rows.get(_murmur3(values[0]), self._others))
        else:
            row.tables.append(_murmur3(values[0]) % self._others)

    def write_missing(self, row):
        if "embedding" not in self.told:
            super().write_missing(row)
        else:
            # That of what is missing is behind the buckets, or the row that others share.
            own = self._others + (self._rows is not None)
            row.tables.append(own if self.missing == "indicator" else -1)


class _Tags(_Feature):
    """Several categories."""

    def read(self, value):
        field = self.paths[0]
        if isinstance(value, dict):
            raise RejectedSample(f"{field} must be a list of categories: {_shown(value)}")
        if isinstance(value, (list, tuple)):
            known = [each for each in map(_plain, value) if each is not None]
            return [_category(field, each, self._canonical) for each in known]
        text = _category(field, value, self._canonical)
        if "separator" not in self.told:
            return [text]
        pieces = (piece.strip(b" ") for piece in text.split(self.told["separator"].encode()))
        return [piece for piece in pieces if piece]

    def write(self, values, row):
        for text in values[0]:
            row.append(self.bucket(text), 1.0)


class _Text(_Feature):
    """The runs of words or characters of a text."""

    def read(self, value):
        text = _category(self.paths[0], value, self._canonical).translate(_SMALL)
        ngrams = self.told["ngrams"]
        words = self.told["analyzer"] == "word"
        if words:
            tokens = _WORDS.findall(text)
        else:
            tokens = list(b" ".join(re.split(rb"[ \t-\r]+", text)).strip(b" ").decode())
            tokens = [each.encode() for each in tokens]
        between = b" " if words else b""
        return [
            between.join(tokens[at : at + size])
            for size in range(ngrams[0], ngrams[-1] + 1)
            for at in range(len(tokens) - size + 1)
        ]

    def write(self, values, row):
        for run in values[0]:
            row.append(self.bucket(run), 1.0)


_SMALL = bytes.maketrans(bytes(range(65, 91)), bytes(range(97, 123)))
_WORDS = re.compile(rb"[0-9A-Za-z_\x80-\xff]+")


class _Map(_Feature):
    """Numbers by name."""

    def read(self, value):
        if not isinstance(value, dict):
            raise RejectedSample(f"{self.paths[0]} must be an object of numbers: {_shown(value)}")
        pairs = getattr(value, "pairs", None) or value.items()
        numbers = [(name, self._number(_plain(each))) for name, each in pairs]
        return [(_utf8(self.paths[0], name), number) for name, number in numbers if number != 0]

    def _number(self, value):
        if value is None:
            return 0.0
        number = _double(value) if isinstance(value, (int, float)) else math.nan
        if not abs(number) < _BEYOND:
            raise RejectedSample(
                f"{self.paths[0]} must hold numbers that are finite in float32: {_shown(value)}"
            )
        return float(numpy.float32(number))

    def write(self, values, row):
        for name, number in values[0]:
            row.append(self.bucket(name), number)


class _Cross(_Feature):
    """The combinations of one text of each part as categories."""

    def connect(self, others, parameters):
        self._readers, self._names = [], []
        for at, path in enumerate(self.paths):
            field, _, part = path.rpartition(".")
            if (path, "tags") in others:
                reader = others[path, "tags"].read
            elif (field, "text") in others and part == "tokens":
                path, reader = field, others[field, "text"].read
            elif (field, "bins") in others and part == "bin":
                path, reader = field, others[field, "bins"].texts
            elif (field, "timestamp") in others and part in ("hour", "weekday", "month", "date"):
                path, reader = field, functools.partial(others[field, "timestamp"].texts, part)
            else:
                reader = functools.partial(self._texts, path)
            self.paths = self.paths[:at] + [path] + self.paths[at + 1 :]
            self._readers.append(reader)
            self._names.append(_path(path))

    def _texts(self, path, value):
        return [_category(path, value, self._canonical)]

    def values(self, sample):
        read = []
        for names, reader in zip(self._names, self._readers):
            value = _value(sample, names)
            read.append(None if value is None else reader(value))
        return read

    def write(self, values, row):
        self._write(values, 1.0, row)

    def _write(self, values, held, row):
        for texts in itertools.product(*values):
            row.append(self.bucket(self.told["separator"].encode().join(texts)), held)


class _Slope(_Cross):
    """A number in the entries of a cross."""

    def __init__(self, told):
        super().__init__(told)
        self.paths = [told["slope"], *told["per"]]

    def connect(self, others, parameters):
        super().connect(others, parameters)
        self._readers[0] = self._number

    def _number(self, value):
        most = self.told.get("clip", math.inf)
        scaled = (_dense(self.paths[0], value) - self.told["mean"]) / self.told["deviation"]
        scaled = max(-most, min(most, scaled))
        if not abs(scaled) < _BEYOND:
            raise RejectedSample(f"{self.told['field']} must be finite in float32: {scaled}")
        return float(numpy.float32(scaled))

    def write(self, values, row):
        if values[0] != 0:
            self._write(values[1:], values[0], row)


# ---- Moments ----

_DAY = 86400
# The year 9999.
_MOST_SECONDS = 253402300799

_UNITS = {
    "days": (_DAY, 1),
    "seconds": (1, 1),
    "millis": (1, 10**3),
    "micros": (1, 10**6),
    "nanos": (1, 10**9),
}

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?"
    r"(?:(Z)|([+-])(\d\d)(?::?(\d\d))?)?)?",
    re.ASCII,
)


def _days_of(year, month):
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _day_number(year, month, day):
    """Days since 1970-01-01: years begin in March, so that leap days end them."""
    year, since_march = (year, month - 3) if month > 2 else (year - 1, month + 9)
    leaps = year // 4 - year // 100 + year // 400
    return 365 * year + leaps + (153 * since_march + 2) // 5 + day - 719469


def _iso(text):
    """The second of a text of ISO 8601, and whether it is one of UTC; None if it is none."""
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(each or 0) for each in match.groups()[:6])
    zulu, sign, hours, minutes = match.groups()[6:]
    there = 1 <= month <= 12 and 1 <= day <= _days_of(year, month)
    there = there and hour < 24 and minute < 60 and second < 60
    if not there or int(hours or 0) > 18 or int(minutes or 0) > 59:
        return None
    ahead = 3600 * int(hours or 0) + 60 * int(minutes or 0)
    local = _DAY * _day_number(year, month, day) + 3600 * hour + 60 * minute + second
    return local - (-ahead if sign == "-" else ahead), bool(zulu or sign)


def _zone(name):
    """What tells how many seconds local time is ahead of UTC at a second."""
    match = re.fullmatch(r"(?:UTC|GMT|UT|Z)?(?:([+-])(\d{1,2})(?::?(\d\d)(?::?(\d\d))?)?)?", name)
    if match is not None:
        sign, hours, minutes, seconds = match.groups()
        ahead = 3600 * int(hours or 0) + 60 * int(minutes or 0) + int(seconds or 0)
        return lambda second: -ahead if sign == "-" else ahead
    try:
        zone = zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as reason:
        raise _Damaged(f"zone {name} is not known here; pip install tzdata may help") from reason
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)

    def ahead_at(second):
        # Beyond these years there is no datetime.
        within = min(max(second, -62135000000), 253402000000)
        moment = epoch + datetime.timedelta(seconds=within)
        return int(moment.astimezone(zone).utcoffset().total_seconds())

    return ahead_at


class _WallClock:
    """What a clock and a calendar on the wall show at a local second."""

    def __init__(self, second):
        self._day, self._second = divmod(second, _DAY)
        # Eras of 400 years, of 146097 days, from the first of March 0000 on.
        era, of_era = divmod(self._day + 719468, 146097)
        year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
        of_year = of_era - (365 * year + year // 4 - year // 100)
        since_march = (5 * of_year + 2) // 153
        self.month_day = of_year - (153 * since_march + 2) // 5 + 1
        self.month = since_march + 3 if since_march < 10 else since_march - 9
        self.year = year + 400 * era + (self.month <= 2)

    def index(self, part):
        """Which of a part's values it shows."""
        if part == "hour":
            return self._second // 3600
        return (self._day + 3) % 7 if part == "weekday" else self.month - 1

    def turn(self, part):
        """How much of the whole that a part's values divide has passed, from 0 to below 1."""
        day = self._second / _DAY
        if part == "hour":
            return day
        if part == "weekday":
            return (self.index(part) + day) / 7
        days = _days_of(self.year, self.month)
        return (self.index(part) + (self.month_day - 1 + day) / days) / 12

    def text(self, part):
        if part != "date":
            return str(self.index(part))
        sign = "-" if self.year < 0 else "+" if self.year > 9999 else ""
        return f"{sign}{abs(self.year):04d}-{self.month:02d}-{self.month_day:02d}"


class _Moment:
    """Reads a timestamp's values."""

    def __init__(self, told):
        self._field, self._unit = told["field"], _known(_UNITS, "unit", told["unit"])
        self._zone = _zone(told["zone"])
        self._format = _Format(told["format"]) if "format" in told else None
        self._wanted = (
            f"written as {told['format']}"
            if "format" in told
            else f'such as "2001-01-31T08:15", or {told["unit"]} since 1970'
        )

    def read(self, value):
        read = self._second(value)
        if read is None:
            raise RejectedSample(f"{self._field} must be a time {self._wanted}: {_shown(value)}")
        second, is_utc = read
        return _WallClock(second + self._zone(second) if is_utc else second)

    def _second(self, value):
        if isinstance(value, datetime.date):
            return _iso(value.isoformat())
        if self._format is not None:
            number = _is_number(value) and (getattr(value, "text", None) or repr(value))
            text = value if isinstance(value, str) else number or ""
            return self._format.read(text.strip())
        if isinstance(value, str):
            return _iso(value)
        return self._counted(value) if _is_number(value) else None

    def _counted(self, value):
        times, per = self._unit
        text = getattr(value, "text", None) or (repr(value) if isinstance(value, int) else "")
        whole = int(text) if re.fullmatch(r"-?\d{1,19}", text, re.ASCII) else 1 << 63
        if times == 1 and -1 << 63 <= whole < 1 << 63:
            # Of a whole number a float might not hold all digits.
            second = whole // per
        else:
            second = _double(value) * times / per
        if not abs(second) < _MOST_SECONDS + 1:
            return None
        second = math.floor(second)
        return (second, True) if abs(second) <= _MOST_SECONDS else None


class _Timestamp(_Feature):
    """Parts of a moment, one-hot or as points on circles."""

    _COUNTS = {"hour": 24, "weekday": 7, "month": 12}

    def __init__(self, told):
        super().__init__(told)
        self._moment = _Moment(self.told)
        self._parts = self.told["parts"]
        self._cyclic = _known({"one-hot": False, "cyclic": True}, "encoding", self.told["encoding"])

    def read(self, value):
        return self._moment.read(value)

    def texts(self, part, value):
        """A part of the moment as crosses have it."""
        return [self.read(value).text(part).encode()]

    def dense(self):
        if self._cyclic:
            columns = list(range(self.column, self.column + self.columns))
            columns += [] if self.indicator is None else [self.indicator]
            for column in columns:
                yield column, (0.0, 0.0, 1.0, math.inf)

    def write(self, values, row):
        clock, column = values[0], self.column
        for part in self._parts:
            if self._cyclic:
                angle = 2 * math.pi * clock.turn(part)
                row.dense += [math.sin(angle), math.cos(angle)]
            else:
                row.append(column + clock.index(part), 1.0)
                column += self._COUNTS[part]
        if self._cyclic and self.indicator is not None:
            row.dense.append(0.0)

    def write_missing(self, row):
        if not self._cyclic:
            super().write_missing(row)
        else:
            row.dense += [0.0] * self.columns
            row.dense += [] if self.indicator is None else [1.0]


_FEATURES = {
    "array": _Array,
    "bins": _Bins,
    "boolean": _Boolean,
    "categorical": _Categorical,
    "cross": _Cross,
    "map": _Map,
    "numeric": _Numeric,
    "product": _Product,
    "slope": _Slope,
    "square": _Product,
    "tags": _Tags,
    "text": _Text,
    "timestamp": _Timestamp,
}


class _Format:
    """Moments written by a pattern of Unicode's CLDR, in English words of any case."""

    _MONTHS = (
        "january february march april may june july august september october november december"
    ).split()
    _DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
    _BOUNDS = {
        "H": (0, 24),
        "k": (1, 24),
        "h": (1, 12),
        "K": (0, 11),
        "m": (0, 59),
        "s": (0, 59),
    }
    _OFFSET = r"[+-]\d\d(?::?\d\d(?::?\d\d)?)?"

    def __init__(self, pattern):
        self._fields = []
        tokens = re.finditer(r"'(?:[^']|'')*'|([A-Za-z])\1*|.", pattern, re.DOTALL)
        regex = "".join(self._token(token[0]) for token in tokens)
        self._regex = re.compile(regex, re.ASCII | re.IGNORECASE)

    def _token(self, token):
        letter, count = token[0], len(token)
        if letter == "'":
            return re.escape(token[1:-1].replace("''", "'") or "'")
        if letter in "[]":
            return {"[": "(?:", "]": ")?"}[letter]
        if not letter.isalpha():
            return re.escape(token)
        self._fields.append((letter, count))
        return f"({self._letters(letter, count)})"

    def _letters(self, letter, count):
        words = {"M": self._MONTHS, "L": self._MONTHS, "E": self._DAYS}.get(letter)
        if words and (count in (3, 4) or (letter == "E" and count < 3)):
            return "|".join(word if count == 4 else word[:3] for word in words)
        if letter in "yu" and count in (1, 2, 4):
            return {1: r"-?\d{1,9}", 2: r"\d\d", 4: r"-?\d{4}"}[count]
        if letter in "MLdHhKkms" and count <= 2:
            return r"\d\d" if count == 2 else r"\d{1,2}"
        if letter == "D" and count <= 3:
            return rf"\d{{{count},3}}"
        if letter == "a" and count == 1:
            return "am|pm"
        if letter == "S":
            return rf"\d{{{count}}}"
        if letter == "X" and count <= 3:
            return "Z|" + self._OFFSET
        if letter in "xZ" and count <= 3:
            return self._OFFSET
        if letter == "V" and count == 2:
            return r"[A-Za-z][A-Za-z0-9~/._+-]*"
        raise _Damaged(f"format has letters that are not known to this reader: {letter * count}")

    def read(self, text):
        """The second, and whether it is one of UTC; None if the text is no such moment."""
        match = self._regex.fullmatch(text)
        if match is None:
            return None
        told = {}
        for (letter, count), word in zip(self._fields, match.groups()):
            if word is not None and not self._put(told, letter, count, word.lower(), word):
                return None
        return self._moment(told)

    def _put(self, told, letter, count, word, written):
        if letter in "yu":
            key, value = "year", int(word) + (2000 if count == 2 else 0)
        elif letter in "ML":
            names = [name[:3] for name in self._MONTHS]
            key, value = "month", int(word) if count <= 2 else names.index(word[:3]) + 1
        elif letter == "E":
            key, value = "weekday", [name[:3] for name in self._DAYS].index(word[:3])
        elif letter in "XxZ":
            key, value = "ahead", self._ahead(word)
        elif letter == "V":
            key, value = "zone", written
        elif letter == "a":
            key, value = "a", word
        elif letter == "S":
            return True
        else:
            key, value = letter, int(word)
        return told.setdefault(key, value) == value

    @staticmethod
    def _ahead(word):
        if word == "z":
            return 0
        digits = word[1:].replace(":", "").ljust(6, "0")
        ahead = 3600 * int(digits[:2]) + 60 * int(digits[2:4]) + int(digits[4:])
        return -ahead if word[0] == "-" else ahead

    def _moment(self, told):
        day = self._day(told)
        second = self._clock(told)
        if day is None or second is None or told.get("weekday", (day + 3) % 7) != (day + 3) % 7:
            return None
        local = _DAY * day + second
        if "ahead" in told:
            return local - told["ahead"], True
        if "zone" in told:
            try:
                ahead = _zone(told["zone"])
            except _Damaged:
                return None
            return local - ahead(local - ahead(local)), True
        return local, False

    @staticmethod
    def _day(told):
        if "year" not in told:
            return None
        year = told["year"]
        if "D" in told:
            days = 365 + (_days_of(year, 2) == 29)
            first = _day_number(year, 1, 1)
            return first + told["D"] - 1 if 1 <= told["D"] <= days else None
        month, day = told.get("month", 1), told.get("d", 1)
        if not (1 <= month <= 12 and 1 <= day <= _days_of(year, month)):
            return None
        return _day_number(year, month, day)

    @staticmethod
    def _clock(told):
        """The second of the day; that of midnight where the hour is not told, or only by half."""
        for key, (least, most) in _Format._BOUNDS.items():
            if not least <= told.get(key, least) <= most:
                return None
        hour = told.get("H", told["k"] % 24 if "k" in told else None)
        half = told.get("h", told.get("K"))
        if hour is None and half is not None and "a" in told:
            hour = half % 12 + (12 if told["a"] == "pm" else 0)
        if hour is None:
            return 0
        minute, second = told.get("m", 0), told.get("s", 0)
        return None if hour == 24 and (minute or second) else 3600 * hour + 60 * minute + second


# ---- From a row to a prediction ----


class _Network:
    """A version's layers, in float64 over its float32 parameters."""

    def __init__(self, layers, parameters, encoder):
        self._encoder = encoder
        self._wide = None
        self._layers = []
        width = encoder.width + sum(table.shape[1] for table in encoder.tables)
        for index, layer in enumerate(layers):
            build = _known(_LAYERS, "layer", layer["type"])
            tensor = functools.partial(self._tensor, parameters, index)
            if index == 0 and layer["type"] == "linear":
                width = self._begin_wide(layer, width, tensor)
            else:
                forward, width = build(layer, width, tensor)
                self._layers.append(forward)
        self.outputs = width

    @staticmethod
    def _tensor(parameters, index, name, *shape):
        tensor = parameters[f"{index}.{name}"]
        if tensor.shape != shape:
            raise _Damaged(f"parameter {index}.{name} must have the shape {shape}: {tensor.shape}")
        return tensor

    def _begin_wide(self, layer, width, tensor):
        """A first layer may have millions of columns, of which a sample has a few."""
        out = layer["out"]
        self._wide = tensor("weight", out, width)
        dense = [*self._encoder.dense, *range(self._encoder.width, width)]
        self._dense = self._wide[:, dense].T.astype("f8")
        self._bias = tensor("bias", out).astype("f8") if layer["bias"] else 0.0
        return out

    def forward(self, rows):
        dense = numpy.concatenate([self._encoder.scaled(rows), *self._vectors(rows)], axis=1)
        values = self._spread(dense, rows) if self._wide is None else self._first(dense, rows)
        for layer in self._layers:
            values = layer(values)
        return values

    def _first(self, dense, rows):
        values = dense @ self._dense + self._bias
        for at, row in enumerate(rows):
            if row.columns:
                values[at] += self._wide[:, row.columns].astype("f8") @ numpy.array(row.values)
        return values

    def _vectors(self, rows):
        """Each table's rows; what is in none has zeros."""
        for at, table in enumerate(self._encoder.tables):
            ids = numpy.array([row.tables[at] for row in rows], int)
            yield numpy.where(ids[:, None] < 0, 0.0, table[ids])

    def _spread(self, dense, rows):
        """All columns, in their order."""
        own = len(self._encoder.dense)
        spread = numpy.zeros((len(rows), self._encoder.width))
        spread[:, self._encoder.dense] = dense[:, :own]
        for at, row in enumerate(rows):
            numpy.add.at(spread[at], row.columns, row.values)
        return numpy.concatenate([spread, dense[:, own:]], axis=1)


def _linear(layer, width, tensor):
    weight = tensor("weight", layer["out"], width).T.astype("f8")
    bias = tensor("bias", layer["out"]).astype("f8") if layer["bias"] else 0.0
    return lambda x: x @ weight + bias, layer["out"]


def _layer_norm(layer, width, tensor):
    weight, bias = tensor("weight", width).astype("f8"), tensor("bias", width).astype("f8")

    def forward(x):
        centred = x - x.mean(axis=1, keepdims=True)
        variance = (centred**2).mean(axis=1, keepdims=True)
        return centred / numpy.sqrt(variance + layer["eps"]) * weight + bias

    return forward, width


def _embedding(layer, width, tensor):
    table = tensor("weight", layer["entries"], layer["size"]).astype("f8")
    column = layer["column"]

    def forward(x):
        index = x[:, column]
        if not ((index >= 0) & (index < len(table)) & (index == numpy.floor(index))).all():
            raise RejectedSample(
                f"an embedding's index must be a whole number from 0 to {len(table) - 1}: {index}"
            )
        vectors = table[index.astype(int)]
        return numpy.concatenate([x[:, :column], vectors, x[:, column + 1 :]], axis=1)

    return forward, width - 1 + layer["size"]


def _elementwise(function):
    """A layer that keeps the width, of a function of the values and of the layer's settings."""
    return lambda layer, width, tensor: (lambda x: function(x, layer), width)


def _sigmoid(x):
    return 1 / (1 + numpy.exp(-x))


def _log_softmax(x):
    shifted = x - x.max(axis=1, keepdims=True)
    return shifted - numpy.log(numpy.exp(shifted).sum(axis=1, keepdims=True))


_ERF = numpy.vectorize(math.erf, otypes=["f8"])

_LAYERS = {
    "linear": _linear,
    "layer_norm": _layer_norm,
    "embedding": _embedding,
    "relu": _elementwise(lambda x, layer: numpy.maximum(x, 0)),
    "leaky_relu": _elementwise(lambda x, layer: numpy.where(x > 0, x, x * layer["negativeSlope"])),
    "elu": _elementwise(
        lambda x, layer: numpy.where(x > 0, x, layer["alpha"] * numpy.expm1(numpy.minimum(x, 0)))
    ),
    "gelu": _elementwise(lambda x, layer: x * (1 + _ERF(x / math.sqrt(2))) / 2),
    "silu": _elementwise(lambda x, layer: x * _sigmoid(x)),
    "softplus": _elementwise(
        lambda x, layer: numpy.logaddexp(0, layer["beta"] * x) / layer["beta"]
    ),
    "tanh": _elementwise(lambda x, layer: numpy.tanh(x)),
    "sigmoid": _elementwise(lambda x, layer: _sigmoid(x)),
    "softmax": _elementwise(lambda x, layer: numpy.exp(_log_softmax(x))),
    "log_softmax": _elementwise(lambda x, layer: _log_softmax(x)),
    "dropout": _elementwise(lambda x, layer: x),
}

_LINKS = {
    "bce_with_logits": _sigmoid,
    "hinge": _sigmoid,
    "cross_entropy": lambda x: numpy.exp(_log_softmax(x)),
    "nll": numpy.exp,
    "poisson_nll": numpy.exp,
    **dict.fromkeys(["bce", "mse", "l1", "smooth_l1", "huber", "quantile"], lambda x: x),
}
