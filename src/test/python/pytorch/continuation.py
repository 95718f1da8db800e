"""Runs the lines of the page on PyTorch around a training: continuation.py PAGE SAMPLES TYPE WAY

The page's model is trained over SAMPLES, a JSON object a line, four a step. WAY is `on` to go on
from half.safetensors, or `first` to begin; either leaves trained.safetensors in this folder.
"""
import json
import re
import sys

import torch

SGD = "SGD(model.parameters(), lr=0.01, momentum=0.9)"
page, samples, kind, way = sys.argv[1:]
blocks = re.findall(r"```python\n(.*?)```", open(page, encoding="utf-8").read(), re.DOTALL)
load = next(block for block in blocks if "load_state_dict" in block)
save = next(block for block in blocks if "write_file" in block)
if kind == "sgd":
    load = load.replace("Adam(model.parameters(), lr=0.01)", SGD)
    save = save.replace('"adam"', '"sgd"')
if way == "first":
    load = load[: load.index("metadata, tensors")]
torch.manual_seed(1)
exec(load)
lines = [json.loads(line) for line in open(samples, encoding="utf-8")]
steps = 0 if way == "first" else int(metadata["optimizer.step"])
for start in range(0, len(lines), 4):
    chunk = lines[start : start + 4]
    x = torch.tensor([each["x"] for each in chunk])
    y = torch.tensor([[each["y"]] for each in chunk])
    optimizer.zero_grad()
    torch.nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()
    steps += 1
exec(save)
