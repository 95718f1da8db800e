"""Samples as the learner sees them: read, hashed, filled in, scaled; README has the rules."""
import csv
import io
import json
import math

import numpy as np


def murmur3(data, seed=0):
    """MurmurHash3_x86_32, unsigned."""
    mask, h = 0xFFFFFFFF, seed
    rotate = lambda x, r: (x << r | x >> 32 - r) & mask
    mix = lambda k: rotate(k * 0xCC9E2D51 & mask, 15) * 0x1B873593 & mask
    whole = len(data) // 4 * 4
    for i in range(0, whole, 4):
        h = rotate(h ^ mix(int.from_bytes(data[i : i + 4], "little")), 13) * 5 + 0xE6546B64 & mask
    if len(data) > whole:
        h ^= mix(int.from_bytes(data[whole:], "little"))
    h ^= len(data)
    h = (h ^ h >> 16) * 0x85EBCA6B & mask
    h = (h ^ h >> 13) * 0xC2B2AE35 & mask
    return h ^ h >> 16


class Text(str):
    """A JSON number as it was written."""


def read_samples(folder):
    lines = folder / "samples.jsonl"
    if lines.exists():
        for line in lines.read_text("utf-8").splitlines():
            yield {
                k: v
                for k, v in json.loads(line, parse_int=Text, parse_float=Text).items()
                if v is not None
            }
    else:
        for row in csv.DictReader(io.StringIO((folder / "samples.csv").read_text("utf-8"))):
            yield {k: v for k, v in row.items() if v != ""}


def text_of(value):
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def number(value):
    """As the learner reads it: rounded to float32."""
    if isinstance(value, bool) or value in ("true", "false"):
        return 1.0 if value in (True, "true") else 0.0
    return float(np.float32(float(value)))


class Feature:
    """A feature's columns, as README lays them out."""

    def __init__(self, config):
        self.config, self.missing = config, config.get("missing", "dead-letter")
        self.type = "cross" if "cross" in config else config["type"]
        self.dense = self.type in ("numeric", "boolean", "array")
        self.embedded = "embedding" in config
        self.shares = not self.dense and "buckets" not in config
        self.values = (
            config["size"]
            if self.type == "array"
            else 1
            if self.dense
            else 0
            if self.embedded
            else config.get("buckets", 0)
        )
        self.indicator = self.missing == "indicator" and not self.embedded
        self.path = "*".join(config["cross"]) if self.type == "cross" else config["field"]

    def raw(self, sample):
        """Its values; None where it is missing."""
        if self.type == "cross":
            parts = [sample.get(field) for field in self.config["cross"]]
            return None if None in parts else [("\x1f".join(map(text_of, parts)), 1.0)]
        value = sample.get(self.config["field"])
        if value is None:
            return None
        if self.dense:
            return [number(v) for v in value] if self.type == "array" else [number(value)]
        return (
            [(k, number(v)) for k, v in value.items()]
            if self.type == "map"
            else [(text_of(value), 1.0)]
        )


class Schema:
    """Turns samples into rows: dense values, sparse entries by column, rows of tables."""

    def __init__(self, config):
        self.config, self.features = config, [Feature(f) for f in config["features"]]
        own = 0
        for f in self.features:
            f.column, own = own, own + f.values + f.indicator
        self.buckets = config["buckets"] if any(f.shares for f in self.features) else 0
        self.own, self.width = own, own + self.buckets
        self.tables = [f for f in self.features if f.embedded]
        self.sparse = any(not f.dense and not f.embedded for f in self.features) or bool(
            self.tables
        )
        self.dense_columns = [
            c
            for f in self.features
            if f.dense
            for c in range(f.column, f.column + f.values + f.indicator)
        ]

    def row(self, sample):
        """None where the sample is a dead letter."""
        dense, entries, ids = {}, [], []
        for f in self.features:
            raw = f.raw(sample)
            if raw is None and f.missing == "dead-letter":
                return None
            if f.dense:
                fill = math.nan if f.missing in ("mean", "indicator") else 0.0
                for i in range(f.values):
                    dense[f.column + i] = fill if raw is None else raw[i]
                if f.indicator:
                    dense[f.column + f.values] = float(raw is None)
            elif f.embedded:
                own = f.config["buckets"] if f.missing == "indicator" else -1
                ids.append(
                    own if raw is None else murmur3(raw[0][0].encode()) % f.config["buckets"]
                )
            elif raw is None:
                if f.indicator:
                    entries.append((f.column + f.values, 1.0))
            else:
                seed, first, buckets = (
                    (murmur3(f.path.encode()), self.own, self.buckets)
                    if f.shares
                    else (0, f.column, f.values)
                )
                entries += [(first + murmur3(t.encode(), seed) % buckets, v) for t, v in raw]
        return dense, entries, ids


class Scaler:
    """Fills in means and scales, sample by sample."""

    def __init__(self, schema):
        self.columns = {}
        for f in schema.features:
            for i in range(f.values if f.dense else 0):
                self.columns[f.column + i] = (
                    f.config.get("scale", "none"),
                    f.missing in ("mean", "indicator"),
                )
        self.seen = {c: [] for c in self.columns}  # what the scaler took in
        self.there = {c: [] for c in self.columns}  # what there was to be averaged

    def scale(self, dense, fit):
        out = dict(dense)
        for c, (scale, fills) in self.columns.items():
            x = dense[c]
            if fills and math.isnan(x):
                x = float(np.float32(np.mean(self.there[c]))) if self.there[c] else 0.0
            elif fills and fit:
                self.there[c].append(x)
            if fit:
                self.seen[c].append(x)
            out[c] = self.scaled(scale, x, self.seen[c])
        return out

    @staticmethod
    def scaled(scale, x, seen):
        if scale == "standard":
            deviation = np.std(seen) if min(seen) < max(seen) else 0
            return (x - np.mean(seen)) / deviation if deviation > 0 else 0.0
        if scale == "minmax":
            low, high = min(seen), max(seen)
            return (x - low) / (high - low) if high > low else 0.0
        if scale == "robust":
            low, middle, high = np.quantile(seen[-255:], [0.25, 0.5, 0.75])
            return float(np.clip((x - middle) / ((high - low) / 1.349 if high > low else 1), -5, 5))
        return x
