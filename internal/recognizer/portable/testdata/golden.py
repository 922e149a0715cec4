"""Writes golden.json: some output values of real models, as ONNX Runtime computes them.

The tests of this package hold the engine to them. The input is made up, of whole
numbers, so that the tests can make the same one. Usage, with the models in a folder:

    pip install onnxruntime==1.32.0 onnx numpy
    python golden.py FOLDER > golden.json
"""

import json
import os
import sys

import numpy
import onnx
import onnxruntime

COUNT = 40  # values kept of each output, spread evenly

# Name of the file; what the made-up pixels 0-255 are divided by and then reduced by.
MODELS = [
    ("nanodet_m_416.onnx", 64, 2),
    ("yolox_nano_416.onnx", 1, 0),
    ("mobilenetv2_fp32.onnx", 64, 2),
    ("mobilenetv2-12-int8.onnx", 64, 2),
]


def pixels(height, width):
    """A pattern with some structure and some noise: levels 0 to 255 of 3 channels."""
    c, y, x = numpy.meshgrid(numpy.arange(3), numpy.arange(height), numpy.arange(width), indexing="ij")
    i = (c * height + y) * width + x
    return ((x * y // 64 + c * 60 + i * 7919 % 32) % 256).astype(numpy.float32)


def exact(path):
    """The model, with signed 8-bit weights made unsigned: 128 more, and the zero point, too.

    That means the same. But on processors with AVX2 and without VNNI, ONNX Runtime adds
    products of unsigned and signed numbers in 16 bits, which overflow; of two unsigned
    ones it computes exact sums.
    """
    model = onnx.load(path)
    constants = {c.name: c for c in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type in ("QLinearConv", "QLinearMatMul"):
            for name in (node.input[3], node.input[5]):
                c = constants[name]
                if c.data_type == onnx.TensorProto.INT8:
                    values = onnx.numpy_helper.to_array(c).astype(numpy.int16) + 128
                    c.CopyFrom(onnx.numpy_helper.from_array(values.astype(numpy.uint8), name))
    return model.SerializeToString()


def golden(path, divisor, minus):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(exact(path), options, providers=["CPUExecutionProvider"])
    given = session.get_inputs()[0]
    height, width = given.shape[2:]
    x = pixels(height, width)[None] / numpy.float32(divisor) - numpy.float32(minus)
    names = [o.name for o in session.get_outputs()]
    outputs = []
    for name, y in zip(names, session.run(names, {given.name: x})):
        flat = y.ravel()
        at = [i * flat.size // COUNT for i in range(COUNT)]
        at.append(int(flat.argmax()))
        outputs.append({
            "name": name, "shape": list(y.shape), "best": int(flat.argmax()),
            "at": at, "values": [round(float(flat[i]), 6) for i in at],
        })
    return {"input": [1, 3, height, width], "divisor": divisor, "minus": minus, "outputs": outputs}


def main():
    folder = sys.argv[1]
    result = {name: golden(os.path.join(folder, name), *how) for name, *how in MODELS}
    lines = []
    for name, model in result.items():
        head = {k: v for k, v in model.items() if k != "outputs"}
        outputs = ",\n".join("    " + json.dumps(o) for o in model["outputs"])
        lines.append(f"  {json.dumps(name)}: {json.dumps(head)[:-1]}, \"outputs\": [\n{outputs}\n  ]}}")
    print("{\n" + ",\n".join(lines) + "\n}")


if __name__ == "__main__":
    main()
