"""Follows what a learner does over a file, with PyTorch in float64: follow.py FOLDER

For every folder in FOLDER that has a config.yaml, samples.jsonl or samples.csv, and the parameters
it starts from as initial.safetensors, it writes expected.json:

  parameters   by name, flat: what they are in the end
  predictions  a pair of prediction and loss for every sample, in the order they were learned
  steps        how many steps were taken
and planted.json, the same at a learning rate that is 1.001 times as large: what must not pass.

Of a parameter whose gradient comes row by row, a step changes the rows that the batch touched and
what is kept of them, and nothing else. Adam in PyTorch has this as SparseAdam; here every optimizer
has it: what it did to other rows is taken back.

Needs PyTorch, NumPy and PyYAML; Debian's python3-torch brings them all.
"""
import csv, io, json, math, pathlib, struct, sys

import numpy as np
import torch
import yaml
from torch import nn

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


# ---- samples ----

def murmur3(data, seed=0):
    """MurmurHash3_x86_32, unsigned."""
    mask, h = 0xFFFFFFFF, seed
    rotate = lambda x, r: (x << r | x >> 32 - r) & mask
    mix = lambda k: rotate(k * 0xCC9E2D51 & mask, 15) * 0x1B873593 & mask
    whole = len(data) // 4 * 4
    for i in range(0, whole, 4):
        h = rotate(h ^ mix(int.from_bytes(data[i:i + 4], "little")), 13) * 5 + 0xE6546B64 & mask
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
        for line in lines.read_text().splitlines():
            yield {k: v for k, v in json.loads(line, parse_int=Text, parse_float=Text).items() if v is not None}
    else:
        for row in csv.DictReader(io.StringIO((folder / "samples.csv").read_text())):
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
        self.values = config["size"] if self.type == "array" else 1 if self.dense else 0 if self.embedded else config.get("buckets", 0)
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
        return [(k, number(v)) for k, v in value.items()] if self.type == "map" else [(text_of(value), 1.0)]


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
        self.sparse = any(not f.dense and not f.embedded for f in self.features) or bool(self.tables)
        self.dense_columns = [c for f in self.features if f.dense for c in range(f.column, f.column + f.values + f.indicator)]

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
                ids.append(own if raw is None else murmur3(raw[0][0].encode()) % f.config["buckets"])
            elif raw is None:
                if f.indicator:
                    entries.append((f.column + f.values, 1.0))
            else:
                seed, first, buckets = (murmur3(f.path.encode()), self.own, self.buckets) if f.shares else (0, f.column, f.values)
                entries += [(first + murmur3(t.encode(), seed) % buckets, v) for t, v in raw]
        return dense, entries, ids


class Scaler:
    """Fills in means and scales, sample by sample."""

    def __init__(self, schema):
        self.columns = {}
        for f in schema.features:
            for i in range(f.values if f.dense else 0):
                self.columns[f.column + i] = (f.config.get("scale", "none"), f.missing in ("mean", "indicator"))
        self.seen = {c: [] for c in self.columns}      # what the scaler took in
        self.there = {c: [] for c in self.columns}     # what there was to be averaged

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


# ---- the model ----

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
            uniform = (mix64(self.seed + self.drawn * 0x9E3779B97F4A7C15 & (1 << 64) - 1) >> 11) * 2.0 ** -53
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
        return torch.cat([x[:, :self.column], self.table(self.looked_up), x[:, self.column + 1:]], dim=1)


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
            modules.append({
                "relu": nn.ReLU, "gelu": nn.GELU, "silu": nn.SiLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid,
                "softmax": lambda: nn.Softmax(dim=1), "log_softmax": lambda: nn.LogSoftmax(dim=1),
                "leaky_relu": lambda: nn.LeakyReLU(c["negativeSlope"]), "elu": lambda: nn.ELU(c["alpha"]),
                "softplus": lambda: nn.Softplus(c["beta"]), "layer_norm": lambda: nn.LayerNorm(width),
                "dropout": lambda: Dropout(c["probability"], random.next()),
            }[kind]())
    return nn.Sequential(*modules)


class Model(nn.Module):
    """Tables of categories, and behind them the layers."""

    def __init__(self, schema, config, initial):
        super().__init__()
        self.schema = schema
        self.tables = [nn.Parameter(initial["embeddings.%s.weight" % f.path].clone()) for f in schema.tables]
        width = schema.width + sum(t.shape[1] for t in self.tables)
        self.layers = build(config["model"]["layers"], width, config.get("seed", 42))
        self.by_name = {"embeddings.%s.weight" % f.path: t for f, t in zip(schema.tables, self.tables)}
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
            touched["0.weight"] = {*self.schema.dense_columns, *behind, *(c for row in rows for c, _ in row[1])}
        return touched


# ---- losses ----

def losses(c, reduction):
    """The loss of outputs and targets, as PyTorch has it."""
    f = nn.functional
    weights = torch.tensor(c["classWeights"]) if "classWeights" in c else None

    def quantile(x, t):
        v = torch.maximum(c["quantile"] * (t - x), (c["quantile"] - 1) * (t - x))
        return {"mean": v.mean, "sum": v.sum, "none": lambda: v}[reduction]()

    def hinge(x, t):
        v = torch.clamp(1 - (2 * t - 1) * x, min=0)
        return {"mean": v.mean, "sum": v.sum, "none": lambda: v}[reduction]()

    return {
        "mse": lambda x, t: f.mse_loss(x, t, reduction=reduction),
        "l1": lambda x, t: f.l1_loss(x, t, reduction=reduction),
        "smooth_l1": lambda x, t: f.smooth_l1_loss(x, t, reduction=reduction, beta=c["beta"]),
        "huber": lambda x, t: f.huber_loss(x, t, reduction=reduction, delta=c["delta"]),
        "quantile": quantile, "hinge": hinge,
        "poisson_nll": lambda x, t: f.poisson_nll_loss(x, t, log_input=True, reduction=reduction),
        "bce": lambda x, t: f.binary_cross_entropy(x, t, reduction=reduction),
        "bce_with_logits": lambda x, t: f.binary_cross_entropy_with_logits(
            x, t, reduction=reduction, pos_weight=torch.tensor(c["posWeight"]) if "posWeight" in c else None),
        "cross_entropy": lambda x, t: f.cross_entropy(
            x, t, weight=weights, label_smoothing=c.get("labelSmoothing", 0.0), reduction=reduction),
        "nll": lambda x, t: f.nll_loss(x, t, reduction=reduction),
    }[c["type"]]


class Criterion:
    def __init__(self, config):
        self.config, self.mean = config, config.get("reduction", "mean") == "mean"
        self.classes = config["type"] in ("cross_entropy", "nll")
        self.each, self.batch = losses(config, "none"), losses(config, config.get("reduction", "mean"))

    def targets(self, labels):
        return torch.tensor(labels).long() if self.classes else torch.tensor(labels)[:, None]

    def loss(self, output, labels, weights):
        """A mean divides by how many there are, whatever they weigh."""
        target = self.targets(labels)
        if weights is None:
            return self.batch(output, target)
        total = (self.each(output, target).reshape(-1) * torch.tensor(weights)).sum()
        return total / self.divisor(target)

    def divisor(self, target):
        if not self.mean:
            return 1
        if "classWeights" in self.config:
            return torch.tensor(self.config["classWeights"])[target].sum()
        return len(target)

    def of_rows(self, output, labels):
        target = self.targets(labels)
        each = self.each(output, target).reshape(-1)
        if self.mean and "classWeights" in self.config:
            each = each / torch.tensor(self.config["classWeights"])[target]
        return each.tolist()

    def predictions(self, output):
        kind = self.config["type"]
        if kind in ("bce_with_logits", "hinge"):
            output = torch.sigmoid(output)
        elif kind in ("nll", "poisson_nll"):
            output = torch.exp(output)
        elif kind == "cross_entropy":
            output = torch.softmax(output, dim=1)
        return output.max(dim=1).values.tolist()


# ---- optimizers that PyTorch 1.13 lacks ----

class Own(torch.optim.Optimizer):
    def __init__(self, params, lr, **settings):
        super().__init__(params, dict(lr=lr, **settings))
        self.steps = 0

    @torch.no_grad()
    def step(self):
        self.steps += 1
        group = self.param_groups[0]
        self.prepare(group)
        for p in group["params"]:
            if not self.state[p]:
                self.start(p, self.state[p], group)
            self.update(p, p.grad, self.state[p], group)

    def prepare(self, group):
        pass


class NAdam(Own):
    """Dozat's product, mu_1 ... mu_{t+1}, as PyTorch has it from 2.0 on; 1.13 has mu_t in it twice."""

    product = 1.0

    def start(self, p, s, g):
        s.update(m=torch.zeros_like(p), v=torch.zeros_like(p))

    def prepare(self, g):
        self.mu, self.after = (g["betas"][0] * (1 - 0.5 * 0.96 ** (k * g["momentum_decay"])) for k in (self.steps, self.steps + 1))
        self.product *= self.mu

    def update(self, p, grad, s, g):
        b1, b2 = g["betas"]
        grad = grad + g["weight_decay"] * p
        s["m"].mul_(b1).add_(grad, alpha=1 - b1)
        s["v"].mul_(b2).addcmul_(grad, grad, value=1 - b2)
        root = (s["v"] / (1 - b2 ** self.steps)).sqrt() + g["eps"]
        p.addcdiv_(grad, root, value=-g["lr"] * (1 - self.mu) / (1 - self.product))
        p.addcdiv_(s["m"], root, value=-g["lr"] * self.after / (1 - self.product * self.after))


class Ftrl(Own):
    """McMahan et al. 2013, algorithm 1; a new rate moves z so that the weights stay."""

    def start(self, p, s, g):
        s["n"] = torch.zeros_like(p)
        s["z"] = self.z(p, s["n"], g["alpha"], g)

    @staticmethod
    def z(p, n, alpha, g):
        return -p * ((g["beta"] + n.sqrt()) / alpha + g["l2"]) - torch.sign(p) * g["l1"]

    def update(self, p, grad, s, g):
        alpha = g["lr"]
        if alpha == 0:
            return
        s["z"] = torch.where(p == 0, s["z"], self.z(p, s["n"], alpha, g))
        sigma = ((s["n"] + grad ** 2).sqrt() - s["n"].sqrt()) / alpha
        s["z"] += grad - sigma * p
        s["n"] += grad ** 2
        w = -(s["z"] - torch.sign(s["z"]) * g["l1"]) / ((g["beta"] + s["n"].sqrt()) / alpha + g["l2"])
        p.copy_(torch.where(s["z"].abs() <= g["l1"], torch.zeros_like(p), w))


class Cocob(Own):
    """Orabona and Tommasi 2017; the rate is the share of the way that is gone."""

    def start(self, p, s, g):
        s.update(first=p.clone(), largest=torch.zeros_like(p), sum=torch.zeros_like(p), reward=torch.zeros_like(p), theta=torch.zeros_like(p))

    def update(self, p, grad, s, g):
        slope = -grad
        s["largest"] = torch.maximum(s["largest"], slope.abs())
        s["sum"] += slope.abs()
        s["reward"] = torch.clamp(s["reward"] + (p - s["first"]) * slope, min=0)
        s["theta"] += slope
        most = s["largest"]
        bet = s["theta"] / (most * torch.maximum(s["sum"] + most, g["alpha"] * most))
        target = s["first"] + bet * (most + s["reward"])
        p.copy_(torch.where(most > 0, p + g["lr"] * (target - p), p))


class Dog(Own):
    """Ivgi et al. 2023, over all parameters together."""

    squares = 0.0

    def start(self, p, s, g):
        pass

    def prepare(self, g):
        if self.steps == 1:
            self.first, self.distance = [p.clone() for p in g["params"]], g["distance"]
        far = math.sqrt(sum(float(((p - f) ** 2).sum()) for p, f in zip(g["params"], self.first)))
        self.distance = max(self.distance, far)
        self.squares += sum(float((p.grad ** 2).sum()) for p in g["params"])

    def update(self, p, grad, s, g):
        if self.squares > 0:
            p.sub_(grad, alpha=g["lr"] * self.distance / math.sqrt(self.squares))


def optimizer(c, params, factor):
    o, lr = torch.optim, c.get("learningRate", 1.0) * factor
    adam = dict(lr=lr, betas=tuple(c.get("betas", (0.9, 0.999))), eps=c.get("eps", 1e-8))
    decay = dict(weight_decay=c.get("weightDecay", 0.0))
    return {
        "sgd": lambda: o.SGD(params, lr=lr, momentum=c.get("momentum", 0.0), dampening=c.get("dampening", 0.0), nesterov=c.get("nesterov", False), **decay),
        "adam": lambda: o.Adam(params, amsgrad=c.get("amsgrad", False), **adam, **decay),
        "adamw": lambda: o.AdamW(params, **adam, weight_decay=c.get("weightDecay", 0.01)),
        "adamax": lambda: o.Adamax(params, **adam, **decay),
        "nadam": lambda: NAdam(params, momentum_decay=c["momentumDecay"], **adam, **decay),
        "radam": lambda: o.RAdam(params, **adam, **decay),
        "adagrad": lambda: o.Adagrad(params, lr=lr, lr_decay=c.get("learningRateDecay", 0.0), initial_accumulator_value=c["initialAccumulator"], **decay),
        "adadelta": lambda: o.Adadelta(params, lr=lr, rho=c["rho"], **decay),
        "rmsprop": lambda: o.RMSprop(params, lr=lr, alpha=c["alpha"], eps=c["eps"], momentum=c.get("momentum", 0.0), centered=c.get("centered", False), **decay),
        "ftrl": lambda: Ftrl(params, lr=c["alpha"] * factor, alpha=c["alpha"] * factor, beta=c.get("beta", 1.0), l1=c.get("l1", 0.0), l2=c.get("l2", 0.0)),
        "cocob": lambda: Cocob(params, lr=factor, alpha=c["alpha"]),
        "dog": lambda: Dog(params, lr=factor, distance=c["initialDistance"]),
    }[c["type"]]()


def step(opt, params, sparse, touched):
    """A step that leaves what was not touched of sparse parameters as it was."""
    before = {}
    for name, axis in sparse.items():
        p = params[name]
        before[name] = (p.detach().clone(), {k: v.clone() for k, v in opt.state.get(p, {}).items() if torch.is_tensor(v)})
    opt.step()
    for name, axis in sparse.items():
        p, (value, state) = params[name], before[name]
        rest = torch.ones(p.shape[axis], dtype=torch.bool)
        rest[list(touched[name])] = False
        rest = rest[:, None] if axis == 0 else rest[None, :]
        with torch.no_grad():
            p.copy_(torch.where(rest, value, p))
            for k, v in opt.state[p].items():
                if torch.is_tensor(v) and v.shape == p.shape:
                    old = state.get(k, value if k == "first" else first_z(opt, p, k, value))
                    opt.state[p][k] = torch.where(rest, old, v)


def first_z(opt, p, key, value):
    """What a slot was before the first step."""
    if isinstance(opt, Ftrl) and key == "z":
        g = opt.param_groups[0]
        return opt.z(value, torch.zeros_like(value), g["alpha"], g)
    return torch.zeros_like(value)


# ---- schedules ----

class Schedule:
    def __init__(self, c, opt):
        s, self.kind, self.config, self.figures = torch.optim.lr_scheduler, c["type"], c, []
        # Before its first step a scheduler warns that the optimizer has made none.
        opt._step_count = 1
        base = opt.param_groups[0]["lr"]
        self.scheduler = {
            "constant": lambda: None,
            "step": lambda: s.StepLR(opt, step_size=c["every"], gamma=c["gamma"]),
            "exponential": lambda: s.ExponentialLR(opt, gamma=c["gamma"]),
            "cosine": lambda: s.LambdaLR(opt, lambda k: (1 + math.cos(math.pi * min(k, c["steps"]) / c["steps"])) / 2) if c.get("hold")
            else s.CosineAnnealingLR(opt, T_max=c["steps"], eta_min=c.get("minimum", 0.0)),
            "linear_warmup": lambda: s.LambdaLR(opt, lambda k: min(1.0, (k + 1) / c["steps"])),
            "inverse_scaling": lambda: s.LambdaLR(opt, lambda k: (k + 1) ** -c["power"]),
            "reduce_on_plateau": lambda: s.ReduceLROnPlateau(opt, factor=c["factor"], patience=c["patience"], threshold=c["threshold"], cooldown=c["cooldown"], eps=0),
        }[self.kind]()

    def step(self, loss):
        if self.kind == "reduce_on_plateau":
            self.figures.append(loss)
            if len(self.figures) == self.config["every"]:
                self.scheduler.step(sum(self.figures) / len(self.figures))
                self.figures = []
        elif self.scheduler is not None:
            self.scheduler.step()


# ---- the learner ----

class Learner:
    def __init__(self, folder, factor):
        config = yaml.safe_load((folder / "config.yaml").read_text())
        self.config, self.schema = config, Schema(config["sample"])
        self.scaler, self.criterion = Scaler(self.schema), Criterion(config["loss"])
        self.model = Model(self.schema, config, read_safetensors(folder / "initial.safetensors"))
        self.params = self.model.by_name
        self.optimizer = optimizer(config["optimizer"], list(self.params.values()), factor)
        self.schedule = Schedule(config.get("schedule", {"type": "constant"}), self.optimizer)
        self.predictions, self.steps = [], 0
        self.samples = [(row, number(s["label"]), number(s.get("weight", "1"))) for s in read_samples(folder) for row in [self.schema.row(s)] if row is not None]
        self.weighted = "weight" in config["sample"]

    def run(self):
        batch = self.config["batch"]
        size = 1 if batch["mode"] == "single" else batch["size"]
        chunks = [self.samples[i:i + size] for i in range(0, len(self.samples), size)]
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
        return dict(parameters={n: p.detach().reshape(-1).tolist() for n, p in self.params.items()}, predictions=self.predictions, steps=self.steps)

    def rows(self, chunk, fit):
        return [(self.scaler.scale(dense, fit), entries, ids) for (dense, entries, ids), _, _ in chunk]

    def predict(self, rows, chunk):
        self.model.eval()
        with torch.no_grad():
            output, labels = self.model(rows), [label for _, label, _ in chunk]
            self.predictions += map(list, zip(self.criterion.predictions(output), self.criterion.of_rows(output, labels)))

    def learn(self, rows, chunk):
        labels, weights = [c[1] for c in chunk], [c[2] for c in chunk] if self.weighted else None
        with torch.no_grad():
            told = float(self.criterion.loss(self.model(rows), labels, weights))
        self.model.train()
        self.optimizer.zero_grad()
        self.criterion.loss(self.model(rows), labels, weights).backward()
        clip = self.config.get("clip")
        if clip:
            (nn.utils.clip_grad_norm_ if clip["type"] == "norm" else nn.utils.clip_grad_value_)(list(self.params.values()), clip["max"])
        step(self.optimizer, self.params, self.model.sparse, self.model.touched(rows))
        self.schedule.step(told)
        self.steps += 1


def read_safetensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header, body = json.loads(data[8:8 + length]), data[8 + length:]
    return {
        name: torch.tensor(np.frombuffer(body[slice(*h["data_offsets"])], "<f4").astype(float).reshape(h["shape"]))
        for name, h in header.items() if name != "__metadata__"
    }


for each in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    for name, factor in (("expected.json", 1.0), ("planted.json", 1.001)):
        (each / name).write_text(json.dumps(Learner(each, factor).run()))
