"""Writes every_field.onnx: every field of every message of the `onnx` package, filled once.

Run it with a newer package to see what was added: the test that reads the file then names the field.
"""

from pathlib import Path

import onnx
from google.protobuf.descriptor import FieldDescriptor as Field

NUMBERS = {Field.CPPTYPE_INT32, Field.CPPTYPE_INT64, Field.CPPTYPE_UINT64, Field.CPPTYPE_ENUM}


def fill(message, above):
    """Messages that contain themselves end at the second of their kind."""
    for field in message.DESCRIPTOR.fields:
        if field.containing_oneof and len(field.containing_oneof.fields) > 1:
            if message.WhichOneof(field.containing_oneof.name):
                continue
        fill_field(message, field, above)


def fill_field(message, field, above):
    if field.message_type:
        kind = field.message_type.full_name
        if above.count(kind) > 0:
            return
        place = getattr(message, field.name)
        inner = place.add() if field.is_repeated else place
        inner.SetInParent()
        fill(inner, [*above, kind])
        oneofs = [oneof for oneof in field.message_type.oneofs if len(oneof.fields) > 1]
        if field.is_repeated and oneofs:
            for other in oneofs[0].fields[1:]:
                fill_field(place.add(), other, [*above, kind])
        return
    value = example(field)
    if field.is_repeated:
        getattr(message, field.name).extend([value, value])
    else:
        setattr(message, field.name, value)


def example(field):
    if field.enum_type:
        return field.enum_type.values[-1].number
    if field.cpp_type in NUMBERS:
        return 300 + field.number
    if field.cpp_type in {Field.CPPTYPE_FLOAT, Field.CPPTYPE_DOUBLE}:
        return field.number / 4
    return f"{field.name}".encode() if field.type == Field.TYPE_BYTES else field.name


if __name__ == "__main__":
    model = onnx.ModelProto()
    fill(model, ["onnx.ModelProto"])
    for kind in onnx.TypeProto.DESCRIPTOR.oneofs[0].fields:
        value = model.graph.input.add(name=kind.name)
        fill_field(value.type, kind, ["onnx.ModelProto"])
    data = model.SerializeToString(deterministic=True)
    Path(__file__).with_name("every_field.onnx").write_bytes(data)
    print(len(data), "bytes")
