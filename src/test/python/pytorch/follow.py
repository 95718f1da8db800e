"""Follows what a learner does over a file, with PyTorch in float64: follow.py FOLDER

For every folder in FOLDER that has a config.yaml, samples.jsonl or samples.csv, and the parameters
it starts from as initial.safetensors, it writes expected.json:

  parameters   by name, flat: what they are in the end
  predictions  a pair of prediction and loss for every sample, in the order they were learned
  steps        how many steps were taken
and for every third planted.json, the same at a learning rate that is 1.001 times as large: what
must not pass.

Of a parameter whose gradient comes row by row, a step changes the rows that the batch touched and
what is kept of them, and nothing else. Adam in PyTorch has this as SparseAdam; here every optimizer
has it: what it did to other rows is taken back.

Needs PyTorch, NumPy and PyYAML; Debian's python3-torch brings them all.
"""
import json
import pathlib
import struct
import sys

import numpy as np
import torch
import yaml
from torch import nn

from losses import Criterion
from model import Model
from optimizers import Schedule, optimizer, step
from samples import Scaler, Schema, number, read_samples

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


class Learner:
    """What a folder's configuration makes of its samples."""

    def __init__(self, folder, factor):
        config = yaml.safe_load((folder / "config.yaml").read_text("utf-8"))
        self.config, self.schema = config, Schema(config["sample"])
        self.scaler, self.criterion = Scaler(self.schema), Criterion(config["loss"])
        self.model = Model(self.schema, config, read_safetensors(folder / "initial.safetensors"))
        self.params = self.model.by_name
        self.optimizer = optimizer(config["optimizer"], list(self.params.values()), factor)
        self.schedule = Schedule(config.get("schedule", {"type": "constant"}), self.optimizer)
        self.predictions, self.steps = [], 0
        self.samples = [
            (row, number(s["label"]), number(s.get("weight", "1")))
            for s in read_samples(folder)
            for row in [self.schema.row(s)]
            if row is not None
        ]
        self.weighted = "weight" in config["sample"]

    def run(self):
        batch = self.config["batch"]
        size = 1 if batch["mode"] == "single" else batch["size"]
        chunks = [self.samples[i : i + size] for i in range(0, len(self.samples), size)]
        if batch["mode"] != "full":
            for chunk in chunks:
                rows = self.rows(chunk, True)
                self.predict(rows, chunk)
                self.learn(rows, chunk)
        for epoch in range(batch["epochs"] if batch["mode"] == "full" else 0):
            rows = []
            for chunk in chunks:
                part = self.rows(chunk, epoch == 0)
                self.predict(part, chunk)
                rows += part
            self.learn(rows, self.samples)
        return dict(
            parameters={n: p.detach().reshape(-1).tolist() for n, p in self.params.items()},
            predictions=self.predictions,
            steps=self.steps,
        )

    def rows(self, chunk, fit):
        return [
            (self.scaler.scale(dense, fit), entries, ids) for (dense, entries, ids), _, _ in chunk
        ]

    def predict(self, rows, chunk):
        self.model.eval()
        with torch.no_grad():
            output, labels = self.model(rows), [label for _, label, _ in chunk]
            self.predictions += map(
                list,
                zip(self.criterion.predictions(output), self.criterion.of_rows(output, labels)),
            )

    def learn(self, rows, chunk):
        labels, weights = [c[1] for c in chunk], [c[2] for c in chunk] if self.weighted else None
        with torch.no_grad():
            told = float(self.criterion.loss(self.model(rows), labels, weights))
        self.model.train()
        self.optimizer.zero_grad()
        self.criterion.loss(self.model(rows), labels, weights).backward()
        clip = self.config.get("clip")
        if clip:
            (nn.utils.clip_grad_norm_ if clip["type"] == "norm" else nn.utils.clip_grad_value_)(
                list(self.params.values()), clip["max"]
            )
        step(self.optimizer, self.params, self.model.sparse, self.model.touched(rows))
        self.schedule.step(told)
        self.steps += 1


def read_safetensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header, body = json.loads(data[8 : 8 + length]), data[8 + length :]
    return {
        name: torch.tensor(
            np.frombuffer(body[slice(*h["data_offsets"])], "<f4").astype(float).reshape(h["shape"])
        )
        for name, h in header.items()
        if name != "__metadata__"
    }


for count, each in enumerate(sorted(pathlib.Path(sys.argv[1]).iterdir())):
    (each / "expected.json").write_text(json.dumps(Learner(each, 1.0).run()))
    if count % 3 == 0:
        (each / "planted.json").write_text(json.dumps(Learner(each, 1.001).run()))
