"""Optimizers and schedules of a configuration: PyTorch's, and those that 1.13 lacks."""
import math

import torch


class Own(torch.optim.Optimizer):
    """An optimizer with one group of parameters, each of which it starts and then updates."""

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
    """Dozat's product, mu_1 ... mu_{t+1}, as PyTorch has from 2.0 on; 1.13 has mu_t in it twice."""

    product = 1.0

    def start(self, p, s, g):
        s.update(m=torch.zeros_like(p), v=torch.zeros_like(p))

    def prepare(self, g):
        self.mu, self.after = (
            g["betas"][0] * (1 - 0.5 * 0.96 ** (k * g["momentum_decay"]))
            for k in (self.steps, self.steps + 1)
        )
        self.product *= self.mu

    def update(self, p, grad, s, g):
        b1, b2 = g["betas"]
        grad = grad + g["weight_decay"] * p
        s["m"].mul_(b1).add_(grad, alpha=1 - b1)
        s["v"].mul_(b2).addcmul_(grad, grad, value=1 - b2)
        root = (s["v"] / (1 - b2**self.steps)).sqrt() + g["eps"]
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
        sigma = ((s["n"] + grad**2).sqrt() - s["n"].sqrt()) / alpha
        s["z"] += grad - sigma * p
        s["n"] += grad**2
        w = -(s["z"] - torch.sign(s["z"]) * g["l1"]) / (
            (g["beta"] + s["n"].sqrt()) / alpha + g["l2"]
        )
        p.copy_(torch.where(s["z"].abs() <= g["l1"], torch.zeros_like(p), w))


class Cocob(Own):
    """Orabona and Tommasi 2017; the rate is the share of the way that is gone."""

    def start(self, p, s, g):
        s.update(
            first=p.clone(),
            largest=torch.zeros_like(p),
            sum=torch.zeros_like(p),
            reward=torch.zeros_like(p),
            theta=torch.zeros_like(p),
        )

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
        self.squares += sum(float((p.grad**2).sum()) for p in g["params"])

    def update(self, p, grad, s, g):
        if self.squares > 0:
            p.sub_(grad, alpha=g["lr"] * self.distance / math.sqrt(self.squares))


def optimizer(c, params, factor):
    o, lr = torch.optim, c.get("learningRate", 1.0) * factor
    adam = dict(lr=lr, betas=tuple(c.get("betas", (0.9, 0.999))), eps=c.get("eps", 1e-8))
    decay = dict(weight_decay=c.get("weightDecay", 0.0))
    return {
        "sgd": lambda: o.SGD(
            params,
            lr=lr,
            momentum=c.get("momentum", 0.0),
            dampening=c.get("dampening", 0.0),
            nesterov=c.get("nesterov", False),
            **decay
        ),
        "adam": lambda: o.Adam(params, amsgrad=c.get("amsgrad", False), **adam, **decay),
        "adamw": lambda: o.AdamW(params, **adam, weight_decay=c.get("weightDecay", 0.01)),
        "adamax": lambda: o.Adamax(params, **adam, **decay),
        "nadam": lambda: NAdam(params, momentum_decay=c["momentumDecay"], **adam, **decay),
        "radam": lambda: o.RAdam(params, **adam, **decay),
        "adagrad": lambda: o.Adagrad(
            params,
            lr=lr,
            lr_decay=c.get("learningRateDecay", 0.0),
            initial_accumulator_value=c["initialAccumulator"],
            **decay
        ),
        "adadelta": lambda: o.Adadelta(params, lr=lr, rho=c["rho"], **decay),
        "rmsprop": lambda: o.RMSprop(
            params,
            lr=lr,
            alpha=c["alpha"],
            eps=c["eps"],
            momentum=c.get("momentum", 0.0),
            centered=c.get("centered", False),
            **decay
        ),
        "ftrl": lambda: Ftrl(
            params,
            lr=c["alpha"] * factor,
            alpha=c["alpha"] * factor,
            beta=c.get("beta", 1.0),
            l1=c.get("l1", 0.0),
            l2=c.get("l2", 0.0),
        ),
        "cocob": lambda: Cocob(params, lr=factor, alpha=c["alpha"]),
        "dog": lambda: Dog(params, lr=factor, distance=c["initialDistance"]),
    }[c["type"]]()


def step(opt, params, sparse, touched):
    """A step that leaves what was not touched of sparse parameters as it was."""
    before = {}
    for name, axis in sparse.items():
        p = params[name]
        before[name] = (
            p.detach().clone(),
            {k: v.clone() for k, v in opt.state.get(p, {}).items() if torch.is_tensor(v)},
        )
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
                    old = state.get(k, value if k == "first" else slot_at_start(opt, p, k, value))
                    opt.state[p][k] = torch.where(rest, old, v)


def slot_at_start(opt, p, key, value):
    """What a slot was before the first step."""
    if isinstance(opt, Ftrl) and key == "z":
        g = opt.param_groups[0]
        return opt.z(value, torch.zeros_like(value), g["alpha"], g)
    return torch.zeros_like(value)


class Schedule:
    """A scheduler that is told the loss of every step."""

    def __init__(self, c, opt):
        s, self.kind, self.config, self.figures = torch.optim.lr_scheduler, c["type"], c, []
        # Before its first step a scheduler warns that the optimizer has made none.
        opt._step_count = 1
        self.scheduler = {
            "constant": lambda: None,
            "step": lambda: s.StepLR(opt, step_size=c["every"], gamma=c["gamma"]),
            "exponential": lambda: s.ExponentialLR(opt, gamma=c["gamma"]),
            "cosine": lambda: s.LambdaLR(
                opt, lambda k: (1 + math.cos(math.pi * min(k, c["steps"]) / c["steps"])) / 2
            )
            if c.get("hold")
            else s.CosineAnnealingLR(opt, T_max=c["steps"], eta_min=c.get("minimum", 0.0)),
            "linear_warmup": lambda: s.LambdaLR(opt, lambda k: min(1.0, (k + 1) / c["steps"])),
            "inverse_scaling": lambda: s.LambdaLR(opt, lambda k: (k + 1) ** -c["power"]),
            "reduce_on_plateau": lambda: s.ReduceLROnPlateau(
                opt,
                factor=c["factor"],
                patience=c["patience"],
                threshold=c["threshold"],
                cooldown=c["cooldown"],
                eps=0,
            ),
        }[self.kind]()

    def step(self, loss):
        if self.kind == "reduce_on_plateau":
            self.figures.append(loss)
            if len(self.figures) == self.config["every"]:
                self.scheduler.step(sum(self.figures) / len(self.figures))
                self.figures = []
        elif self.scheduler is not None:
            self.scheduler.step()
