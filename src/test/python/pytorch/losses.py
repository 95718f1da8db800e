"""Losses of a configuration as PyTorch has them."""
import torch
from torch import nn


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
        "quantile": quantile,
        "hinge": hinge,
        "poisson_nll": lambda x, t: f.poisson_nll_loss(x, t, log_input=True, reduction=reduction),
        "bce": lambda x, t: f.binary_cross_entropy(x, t, reduction=reduction),
        "bce_with_logits": lambda x, t: f.binary_cross_entropy_with_logits(
            x,
            t,
            reduction=reduction,
            pos_weight=torch.tensor(c["posWeight"]) if "posWeight" in c else None,
        ),
        "cross_entropy": lambda x, t: f.cross_entropy(
            x, t, weight=weights, label_smoothing=c.get("labelSmoothing", 0.0), reduction=reduction
        ),
        "nll": lambda x, t: f.nll_loss(x, t, reduction=reduction),
    }[c["type"]]


class Criterion:
    """A loss with its reduction, and what the output of a model by it predicts."""

    def __init__(self, config):
        self.config, self.mean = config, config.get("reduction", "mean") == "mean"
        self.classes = config["type"] in ("cross_entropy", "nll")
        self.each = losses(config, "none")
        self.batch = losses(config, config.get("reduction", "mean"))

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
