"""Trains the reader on two cores, or on a GPU where there is one. Seeded; a run that was stopped is resumed.

The loss is the log-loss of "answers", with smoothed labels, plus the cross-entropy of start and end; both are the first
token for a passage that does not answer.
"""

import hashlib
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from bot.errors import DeskError
from bot.reading.pairs import Pair, PairTokenizer, pairs
from bot.training.examples import Example
from bot.training.network import ReaderNetwork, device

BATCH = 16
CHUNK = 64 * BATCH  # examples that are sorted by length among themselves
BODY_RATE, HEAD_RATE = 1.2e-4, 1.0e-3
WEIGHT_DECAY = 0.01
WARM_UP = 100  # steps, or a tenth of a short run
MIN_RATE_SHARE = 0.02  # of the learning rate, at the end
SMOOTHING = 0.05  # of the labels
SPAN_WEIGHT = 0.5
MAX_NORM = 1.0  # of the gradient
SAVE_EVERY = 200  # steps
REPORT_EVERY = 50  # steps
PADDING = 1  # <pad> of XLM-RoBERTa's vocabulary
MASKED = -1e4


@dataclass(frozen=True)
class EncodedExample:
    """An example as numbers; `start` and `end` are token positions, 0 if the passage does not answer."""

    pair: Pair
    answers: bool
    start: int
    end: int
    weight: float


def encode(example: Example, tokenizer: PairTokenizer) -> EncodedExample | None:
    """The example in the window that holds its answer, the first one without an answer. None if the answer is in no
    window as a whole."""
    for pair in pairs(*map(tokenizer.tokenize, (example.question, example.title, example.passage))):
        if example.answer is None:
            return EncodedExample(pair, False, 0, 0, example.weight)
        if at := pair.positions(*example.answer):
            return EncodedExample(pair, True, *at, example.weight)
    return None


def encode_all(examples: Sequence[Example], tokenizer: PairTokenizer) -> list[EncodedExample]:
    return [encoded for example in examples if (encoded := encode(example, tokenizer))]


def batches(examples: Sequence[EncodedExample], rng: random.Random) -> list[list[EncodedExample]]:
    """Batches of examples of similar length, in random order."""
    mixed, found = rng.sample(examples, len(examples)), []
    for at in range(0, len(mixed), CHUNK):
        chunk = sorted(mixed[at : at + CHUNK], key=lambda one: len(one.pair.ids))
        parts = [chunk[i : i + BATCH] for i in range(0, len(chunk), BATCH)]
        found += rng.sample(parts, len(parts))
    return found


def tensors(batch: Sequence[EncodedExample]) -> tuple[Tensor, Tensor, Tensor]:
    """Padded ids, mask and types, (b, n) each."""
    longest = max(len(one.pair.ids) for one in batch)

    def padded(rows: Sequence[Sequence[int]], value: int) -> Tensor:
        return torch.tensor([[*row, *([value] * (longest - len(row)))] for row in rows])

    ids, types = [one.pair.ids for one in batch], [one.pair.types for one in batch]
    return padded(ids, PADDING), padded([[1] * len(row) for row in ids], 0), padded(types, 0)


def loss_of(answers: Tensor, spans: Tensor, batch: Sequence[EncodedExample], types: Tensor) -> Tensor:
    """`answers` (b,) and `spans` (b, n, 2) as the network gives them, `types` (b, n)."""
    where = answers.device
    label = torch.tensor([1 - SMOOTHING if one.answers else SMOOTHING for one in batch], device=where)
    weight = torch.tensor([one.weight for one in batch], device=where)
    allowed = types.bool()
    allowed[:, 0] = True
    spans = spans.masked_fill(~allowed.unsqueeze(-1), MASKED)
    loss = nn.functional.binary_cross_entropy_with_logits(answers, label, weight)
    for k, positions in enumerate(([one.start for one in batch], [one.end for one in batch])):
        of_end = nn.functional.cross_entropy(spans[..., k], torch.tensor(positions, device=where), reduction="none")
        loss = loss + SPAN_WEIGHT * (of_end * weight).mean()
    return loss


def imitation_loss(outputs: tuple[Tensor, Tensor], wanted: tuple[Tensor, Tensor], mask: Tensor) -> Tensor:
    """How far outputs (answers (b,), spans (b, n, 2)) are from those of the teacher. `mask` (b, n) 1 for tokens."""
    loss = nn.functional.binary_cross_entropy_with_logits(outputs[0], torch.sigmoid(wanted[0]))
    hidden = (mask == 0).unsqueeze(-1)
    own, other = (nn.functional.log_softmax(spans.masked_fill(hidden, MASKED), 1) for spans in (outputs[1], wanted[1]))
    return loss + SPAN_WEIGHT * nn.functional.kl_div(own, other, reduction="batchmean", log_target=True)


def rate_share(step: int, total: int) -> float:
    """The share of the learning rate at a step: a linear rise, then half a cosine."""
    rise = min(WARM_UP, total // 10 + 1)
    if step < rise:
        return (step + 1) / rise
    return max(MIN_RATE_SHARE, 0.5 * (1 + math.cos(math.pi * (step - rise) / max(1, total - rise))))


class Training:
    """A run: the network, its optimizer, and how far it has come."""

    def __init__(
        self,
        network: ReaderNetwork,
        total: int,
        *,
        teacher: ReaderNetwork | None = None,
        rate: float = 1.0,
    ) -> None:
        """`total`: steps of the run; `rate`: factor of the learning rates."""
        self.network = network.to(device()).train()
        self._teacher = teacher and teacher.to(device()).eval()
        rates = [
            {"params": network.body(), "lr": BODY_RATE * rate},
            {"params": network.heads(), "lr": HEAD_RATE * rate},
        ]
        self._optimizer = AdamW(rates, weight_decay=WEIGHT_DECAY)
        self._schedule = LambdaLR(self._optimizer, lambda step: rate_share(step, total))
        self.losses: list[float] = []

    def step(self, batch: Sequence[EncodedExample]) -> None:
        ids, mask, types = (each.to(device()) for each in tensors(batch))
        with torch.autocast(device().type, dtype=torch.bfloat16):
            answers, spans = self.network(self.network.embed(ids), mask, types)
        answers, spans = answers.float(), spans.float()
        loss = loss_of(answers, spans, batch, types)
        if self._teacher:
            with torch.no_grad(), torch.autocast(device().type, dtype=torch.bfloat16):
                wanted = self._teacher(self._teacher.embed(ids), mask, types)
            loss = loss + imitation_loss((answers, spans), (wanted[0].float(), wanted[1].float()), mask)
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # PyTorch gives it no types
        nn.utils.clip_grad_norm_([*self.network.body(), *self.network.heads()], MAX_NORM)
        self._optimizer.step()
        self._schedule.step()
        self.losses.append(loss.item())

    def save(self, file: Path, plan: str) -> None:
        """Write the state of this plan; a run that ends meanwhile leaves the file of before."""
        parts = {"optimizer": self._optimizer.state_dict(), "schedule": self._schedule.state_dict(), "plan": plan}
        scratch = file.with_suffix(".tmp")
        torch.save({"weights": self.network.trained_state(), "losses": self.losses, **parts}, scratch)
        scratch.replace(file)

    def resume(self, file: Path, plan: str) -> None:
        """Go on from a saved state, where there is one. Raises DeskError if it is of another plan."""
        if not file.exists():
            return
        state = torch.load(file, weights_only=True, map_location=device())
        if state.get("plan") != plan:
            raise DeskError(f"{file}: a run of other data, seed or start; delete it, or name another --state")
        self.network.load_trained(state["weights"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._schedule.load_state_dict(state["schedule"])
        self.losses = state["losses"]


def plan_digest(steps: Sequence[Sequence[EncodedExample]], network: ReaderNetwork, rate: float) -> str:
    """A digest of what is learnt in which order, at which rate, and what the network knew before."""
    found = hashlib.sha256(repr((rate, [one.pair.ids for batch in steps for one in batch])).encode())
    for _, weights in sorted(network.trained_state().items()):
        found.update(weights.cpu().numpy().tobytes())
    return found.hexdigest()


def train(
    network: ReaderNetwork,
    stages: Sequence[Sequence[EncodedExample]],
    file: Path,
    *,
    teacher: ReaderNetwork | None = None,
    rate: float = 1.0,
    seed: int = 1,
    max_steps: int | None = None,
    report: Callable[[str], object] = print,
) -> list[float]:
    """Train the network on one set of examples after another, and save it to `file`, every SAVE_EVERY steps and at the
    end. Returns the loss of each step.

    With a teacher, the network learns its outputs too. A run in `file` is resumed; DeskError if it is of another seed,
    rate or data.
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)
    steps = [batch for examples in stages for batch in batches(examples, rng)]
    plan, name = steps[:max_steps], plan_digest(steps, network, rate)
    run = Training(network, len(plan), teacher=teacher, rate=rate)
    run.resume(file, name)
    done, begun = len(run.losses), time.monotonic()
    for step, batch in enumerate(plan[done:], done + 1):
        run.step(batch)
        if step % REPORT_EVERY == 0:
            minutes = (time.monotonic() - begun) / (step - done) * (len(plan) - step) / 60
            recent = sum(run.losses[-REPORT_EVERY:]) / REPORT_EVERY
            report(f"step {step} of {len(plan)}, loss {recent:.3f}, {minutes:.0f} minutes left")
        if step % SAVE_EVERY == 0 or step == len(plan):
            run.save(file, name)
    return run.losses
