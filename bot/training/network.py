"""The network of the reader: a multilingual encoder with one output for "answers" and two for start and end."""

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertModel

from bot.errors import DeskError

TABLE = "word_embeddings"  # in the names of what is not trained
LAYERS = "bert.encoder.layer."  # before the number of a layer, in the names of its weights


class ReaderNetwork(nn.Module):
    """Attends over question and passage together.

    Word embeddings are an input, not a part of it: they are the frozen table of the embedding model.
    """

    def __init__(self, encoder: Path, layers: int, seed: int = 1) -> None:
        """`encoder`: folder of the embedding model. `layers`: how many of its layers are kept, evenly chosen.

        `seed`: of the heads, which are new.
        """
        super().__init__()
        # Dropout is left out: drawing its random numbers costs more than all matrix products on a CPU.
        self.bert = BertModel.from_pretrained(
            encoder,
            add_pooling_layer=False,
            attn_implementation="sdpa",
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        self.bert.embeddings.word_embeddings.weight.requires_grad = False
        self.keep_layers(layers)
        width = self.bert.config.hidden_size
        torch.manual_seed(seed)
        self.span = nn.Linear(width, 2)
        self.answers = nn.Sequential(nn.Linear(width, width), nn.Tanh(), nn.Linear(width, 1))

    def keep_layers(self, layers: int) -> None:
        """Cut it down to this many layers, evenly chosen; the last one stays. Raises DeskError if there are fewer."""
        count = len(self.bert.encoder.layer)
        if layers > count:
            raise DeskError(f"{layers} layers are wanted, and the network has {count}: give --layers {count} or fewer")
        kept = [round((i + 1) * count / layers) - 1 for i in range(layers)]
        self.bert.encoder.layer = nn.ModuleList(self.bert.encoder.layer[i] for i in kept)

    @classmethod
    def trained(cls, encoder: Path, state: Path) -> "ReaderNetwork":
        """The network that a run saved in `state`."""
        weights = torch.load(state, weights_only=True, map_location="cpu")["weights"]
        network = cls(encoder, 1 + max(int(name.split(".")[3]) for name in weights if name.startswith(LAYERS)))
        network.load_trained(weights)
        return network

    def embed(self, ids: Tensor) -> Tensor:
        """The word embeddings (b, n, d) of token numbers (b, n)."""
        found: Tensor = self.bert.embeddings.word_embeddings(ids)
        return found

    def forward(self, embeddings: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """Log-odds that the passage answers (b,), and logits of start and end (b, n, 2).

        `embeddings` (b, n, d) of the words, `mask` (b, n) 1 for tokens, `types` (b, n) 0 for the question.
        """
        hidden = self.bert(inputs_embeds=embeddings, attention_mask=mask, token_type_ids=types).last_hidden_state
        return self.answers(hidden[:, 0]).squeeze(-1), self.span(hidden)

    def body(self) -> list[nn.Parameter]:
        """The encoder's parameters that are trained."""
        return [parameter for parameter in self.bert.parameters() if parameter.requires_grad]

    def heads(self) -> list[nn.Parameter]:
        return [*self.span.parameters(), *self.answers.parameters()]

    def trained_state(self) -> dict[str, Tensor]:
        """The state without the table of word embeddings."""
        return {name: value for name, value in self.state_dict().items() if TABLE not in name}

    def load_trained(self, state: dict[str, Tensor]) -> None:
        """Load what `trained_state` gave. Raises RuntimeError if the names do not match."""
        missing, unexpected = self.load_state_dict(state, strict=False)
        if unexpected or [name for name in missing if TABLE not in name]:
            raise RuntimeError(f"weights of another network: missing {missing}, unexpected {unexpected}")


def device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
