"""Layers of a configuration as PyTorch has them, behind tables of categories."""
import torch
from torch import nn


class Splittable:
    """Java's SplittableRandom, for the seeds of dropouts."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = self.state + 0x9E3779B97F4A7C15 & (1 << 64) - 1
        return mix64(self.state)


def mix64(z):
    mask = (1 << 64) - 1
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & mask
    z = (z ^ z >> 27) * 0x94D049BB133111EB & mask
    return z ^ z >> 31


class Dropout(nn.Module):
    """PyTorch's, but for where its mask comes from."""

    def __init__(self, probability, seed):
        super().__init__()
        self.probability, self.seed, self.drawn = probability, seed, 0

    def forward(self, x):
        if not self.training:
            return x
        factors = []
        for _ in range(x.numel()):
            self.drawn += 1
            uniform = (
                mix64(self.seed + self.drawn * 0x9E3779B97F4A7C15 & (1 << 64) - 1) >> 11
            ) * 2.0**-53
            factors.append(0.0 if uniform < self.probability else 1 / (1 - self.probability))
        return x * torch.tensor(factors).reshape(x.shape)


class Table(nn.Module):
    """A column of indices becomes what they stand for."""

    def __init__(self, entries, size, column):
        super().__init__()
        self.table, self.column, self.looked_up = nn.Embedding(entries, size), column, None
        self.weight = self.table.weight

    def forward(self, x):
        self.looked_up = x[:, self.column].long()
        return torch.cat(
            [x[:, : self.column], self.table(self.looked_up), x[:, self.column + 1 :]], dim=1
        )


def build(layers, width, seed):
    random, modules = Splittable(seed), []
    for c in layers:
        kind = c["type"]
        if kind == "linear":
            modules.append(nn.Linear(width, c["out"], bias=c.get("bias", True)))
            for _ in range(sum(p.numel() for p in modules[-1].parameters())):
                random.next()
            width = c["out"]
        elif kind == "embedding":
            modules.append(Table(c["entries"], c["size"], c["column"]))
            width += c["size"] - 1
        else:
            modules.append(
                {
                    "relu": nn.ReLU,
                    "gelu": nn.GELU,
                    "silu": nn.SiLU,
                    "tanh": nn.Tanh,
                    "sigmoid": nn.Sigmoid,
                    "softmax": lambda: nn.Softmax(dim=1),
                    "log_softmax": lambda: nn.LogSoftmax(dim=1),
                    "leaky_relu": lambda: nn.LeakyReLU(c["negativeSlope"]),
                    "elu": lambda: nn.ELU(c["alpha"]),
                    "softplus": lambda: nn.Softplus(c["beta"]),
                    "layer_norm": lambda: nn.LayerNorm(width),
                    "dropout": lambda: Dropout(c["probability"], random.next()),
                }[kind]()
            )
    return nn.Sequential(*modules)


class Model(nn.Module):
    """Tables of categories, and behind them the layers."""

    def __init__(self, schema, config, initial):
        super().__init__()
        self.schema = schema
        self.tables = [
            nn.Parameter(initial["embeddings.%s.weight" % f.path].clone()) for f in schema.tables
        ]
        width = schema.width + sum(t.shape[1] for t in self.tables)
        self.layers = build(config["model"]["layers"], width, config.get("seed", 42))
        self.by_name = {
            "embeddings.%s.weight" % f.path: t for f, t in zip(schema.tables, self.tables)
        }
        for i, layer in enumerate(self.layers):
            for name in ("weight", "bias"):
                if getattr(layer, name, None) is not None:
                    self.by_name["%d.%s" % (i, name)] = getattr(layer, name)
        assert set(self.by_name) == set(initial), (set(self.by_name), set(initial))
        with torch.no_grad():
            for name, p in self.by_name.items():
                p.copy_(initial[name])
        # Rows of a first layer's weight are its columns: what an input touches.
        self.sparse = {name: 0 for name in self.by_name if name.startswith("embeddings.")}
        if schema.sparse:
            self.sparse["0.weight"] = 1
        if isinstance(self.layers[0], Table):
            self.sparse["0.weight"] = 0

    def forward(self, rows):
        x = torch.zeros(len(rows), self.schema.width)
        for i, (dense, entries, _) in enumerate(rows):
            for column, value in dense.items():
                x[i, column] = value
            for column, value in entries:
                x[i, column] += value
        parts = [x]
        for t, table in enumerate(self.tables):
            ids = torch.tensor([row[2][t] for row in rows])
            parts.append(torch.where(ids[:, None] < 0, torch.zeros(()), table[ids.clamp(min=0)]))
        return self.layers(torch.cat(parts, dim=1))

    def touched(self, rows):
        """Which rows of each sparse parameter a batch touched."""
        touched = {}
        for t, f in enumerate(self.schema.tables):
            touched["embeddings.%s.weight" % f.path] = {row[2][t] for row in rows if row[2][t] >= 0}
        if "0.weight" in self.sparse and isinstance(self.layers[0], Table):
            touched["0.weight"] = set(self.layers[0].looked_up.tolist())
        elif "0.weight" in self.sparse:
            behind = range(self.schema.width, self.by_name["0.weight"].shape[1])
            touched["0.weight"] = {
                *self.schema.dense_columns,
                *behind,
                *(c for row in rows for c, _ in row[1]),
            }
        return touched
