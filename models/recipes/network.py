"""Owns the arithmetic of training: the Llama of transformers, but for what training can do without.

Its parameters have the names and shapes of `LlamaForCausalLM`, so a state goes from one to the
other as it is. What nothing is learned from is not computed: the head and the end of the last layer
know only the places where an answer stands. Matrices that read the same input are multiplied as
one, and attention is plain: with so few tokens a row, what saves memory costs time.
"""

import copy
import math

import torch
from torch import nn
from torch.nn import functional

INIT_STD = 0.02


class Llama(nn.Module):
    def __init__(self, config, layers=None):
        """With fewer `layers` than the model has in the end, if they are given."""
        super().__init__()
        self.model = Body(config, layers or config.num_hidden_layers)

    def forward(self, ids, places):
        """The logits at the `places`, which count through all rows of `ids` one after the other."""
        states = self.model(ids, places)
        return functional.linear(states, self.model.embed_tokens.weight.to(states.dtype))

    def state(self):
        """The weights as transformers reads them."""
        return {name: value.detach().clone() for name, value in self.state_dict().items()}


class Body(nn.Module):
    def __init__(self, config, layers):
        super().__init__()
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        self.layers = nn.ModuleList(Layer(config) for _ in range(layers))
        self.norm = Norm(config)
        self.register_buffer("angles", angles(config), persistent=False)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                # What is added to the stream starts faint, the more so the more layers add to it.
                out = name.endswith(("o_proj.weight", "down_proj.weight"))
                std = INIT_STD / math.sqrt(2 * config.num_hidden_layers) if out else INIT_STD
                nn.init.normal_(parameter, std=std)

    def forward(self, ids, places):
        states = self.embed_tokens(ids).to(torch.bfloat16)
        length = ids.shape[1]
        turn = self.angles[:, :length].to(torch.bfloat16)
        later = torch.ones(length, length, dtype=torch.bool, device=ids.device).triu(1)
        *layers, last = self.layers
        for layer in layers:
            states = layer(states, turn, later)
        return self.norm(last(states, turn, later, places))

    def double(self):
        """Twice as deep, and the same answers: each new layer reads as the one before it does, but
        adds nothing yet."""
        grown = []
        for layer in self.layers:
            new = copy.deepcopy(layer)
            with torch.no_grad():
                new.self_attn.o_proj.weight.zero_()
                new.mlp.down_proj.weight.zero_()
            grown += [layer, new]
        self.layers = nn.ModuleList(grown)


class Layer(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.self_attn = Attention(config)
        self.mlp = Mlp(config)
        self.input_layernorm = Norm(config)
        self.post_attention_layernorm = Norm(config)

    def forward(self, states, turn, later, places=None):
        """With `places`, only what comes out there, one row each."""
        mixed = self.self_attn(self.input_layernorm(states), turn, later)
        if places is not None:
            states, mixed = states.flatten(0, 1)[places], mixed.flatten(0, 1)[places]
        states = states + multiplied(mixed, self.self_attn.o_proj)
        return states + self.mlp(self.post_attention_layernorm(states))


class Attention(nn.Module):
    def __init__(self, config):
        super().__init__()
        width, self.head_dim = config.hidden_size, config.head_dim
        self.heads, self.kv_heads = config.num_attention_heads, config.num_key_value_heads
        self.q_proj = nn.Linear(width, self.heads * self.head_dim, bias=False)
        self.k_proj = nn.Linear(width, self.kv_heads * self.head_dim, bias=False)
        self.v_proj = nn.Linear(width, self.kv_heads * self.head_dim, bias=False)
        self.o_proj = nn.Linear(self.heads * self.head_dim, width, bias=False)

    def forward(self, states, turn, later):
        """What each head found, side by side; `o_proj` comes after."""
        rows, length, _ = states.shape
        together = multiplied(states, self.q_proj, self.k_proj, self.v_proj)
        together = together.view(rows, length, -1, self.head_dim).transpose(1, 2)
        turned, values = together.split([self.heads + self.kv_heads, self.kv_heads], dim=1)
        queries, keys = turn_by(turned, turn).split([self.heads, self.kv_heads], dim=1)
        scores = queries @ self.shared(keys).transpose(2, 3) * self.head_dim**-0.5
        shares = scores.masked_fill(later, -torch.inf).softmax(-1)
        return (shares @ self.shared(values)).transpose(1, 2).flatten(2)

    def shared(self, heads):
        return heads.repeat_interleave(self.heads // self.kv_heads, dim=1)


class Mlp(nn.Module):
    def __init__(self, config):
        super().__init__()
        width, inner = config.hidden_size, config.intermediate_size
        self.gate_proj = nn.Linear(width, inner, bias=False)
        self.up_proj = nn.Linear(width, inner, bias=False)
        self.down_proj = nn.Linear(inner, width, bias=False)

    def forward(self, states):
        gate, up = multiplied(states, self.gate_proj, self.up_proj).chunk(2, dim=-1)
        return multiplied(functional.silu(gate) * up, self.down_proj)


class Norm(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(config.hidden_size))
        self.epsilon = config.rms_norm_eps

    def forward(self, states):
        exact = states.float()
        exact = exact * torch.rsqrt(exact.square().mean(-1, keepdim=True) + self.epsilon)
        return (exact * self.weight).to(states.dtype)


def multiplied(states, *linears):
    weights = [linear.weight for linear in linears]
    weight = torch.cat(weights) if len(weights) > 1 else weights[0]
    return functional.linear(states, weight.to(states.dtype))


def angles(config):
    """Cosines and sines of how far each place turns each pair of a head's numbers."""
    half = config.head_dim // 2
    theta = config.rope_parameters["rope_theta"]
    speeds = theta ** (-torch.arange(half, dtype=torch.float64) / half)
    turns = torch.arange(config.max_position_embeddings, dtype=torch.float64)[:, None] * speeds
    turns = torch.cat((turns, turns), dim=-1)
    return torch.stack((turns.cos(), turns.sin())).float()


def turn_by(heads, turn):
    cosines, sines = turn
    first, second = heads.chunk(2, dim=-1)
    return heads * cosines + torch.cat((-second, first), dim=-1) * sines
