"""What somebody says to a house -> the calls of tools that it means.

`wishes` knows how single wishes are worded, `sentence` how they are said together, `refusals` what
cannot be done. `SYSTEM` stands in front of every line, in training as in the task file.
"""

from jobs.commands.sentence import draw, templates

SYSTEM = "commands"

__all__ = ["SYSTEM", "draw", "templates"]
