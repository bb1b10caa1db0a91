"""The same questions put to plain onnxruntime: the exports themselves, without any of our code."""

import numpy
import onnxruntime

TYPES = {"tensor(float)": numpy.float32, "tensor(float16)": numpy.float16, "tensor(int64)": numpy.int64}


class Export:
    """One sequence on one graph."""

    def __init__(self, path):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self.inputs = self.session.get_inputs()
        self.outputs = [output.name for output in self.session.get_outputs()]

    def logits(self, prompt_ids, answer_ids, chunk):
        """One row per token, as in `reference.Answer`: the prompt in chunks, then the answer one by one."""
        chunk = chunk or len(prompt_ids)
        steps = [prompt_ids[at : at + chunk] for at in range(0, len(prompt_ids), chunk)]
        steps += [[token] for token in answer_ids[:-1]]
        rows, read, past = [], 0, {}
        for step in steps:
            found = dict(zip(self.outputs, self.session.run(None, self.feeds(step, read, past))))
            rows.append(found["logits"][0].astype(numpy.float32))
            past = {name: value for name, value in found.items() if name.startswith("present")}
            read += len(step)
        return numpy.concatenate(rows)

    def feeds(self, step, read, past):
        total = read + len(step)
        feeds = {}
        for wanted in self.inputs:
            name = wanted.name
            if name == "input_ids":
                values = [step]
            elif name == "attention_mask":
                values = numpy.ones((1, total))
            elif name == "position_ids":
                values = [range(read, total)]
            else:
                _, heads, _, width = wanted.shape
                width = width if isinstance(width, int) else HEAD_DIM
                before = past.get(name.replace("past_key_values", "present"))
                values = numpy.zeros((1, heads, 0, width)) if before is None else before
            feeds[name] = numpy.asarray(values, TYPES[wanted.type])
        return feeds


#: The builder leaves it open in the graph.
HEAD_DIM = 16
