"""What the boxed model learns from and is judged by: lines drawn from a seed, with their right answers.

Standard library only. A job is a module with `SYSTEM`, `draw(rng, split)`, `templates(split)`; what a right
answer is stands in `models/sets/RULES.md`.
"""
