"""Writes resnet8_float.safetensors: what LiteRT's reference kernels compute of 16 synthetic images with MLPerf Tiny's float
ResNet-8.

    python make_resnet8_float_golden.py resnet8_float.tflite [OUTPUT]        (ai-edge-litert, numpy, safetensors)

Keys: logits, probabilities, [16, 10] float32. A pixel's value is its byte, 0 to 255.
"""

import os
import sys

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType
from safetensors.numpy import save_file

from synthetic_images import synthetic_images


def main():
    interpreter = Interpreter(sys.argv[1], experimental_op_resolver_type=OpResolverType.BUILTIN_REF,
                              experimental_preserve_all_tensors=True)
    interpreter.allocate_tensors()
    into, out = interpreter.get_input_details()[0]["index"], interpreter.get_output_details()[0]["index"]
    softmax = next(op for op in interpreter._get_ops_details() if op["op_name"] == "SOFTMAX")
    rows = {"logits": [], "probabilities": []}
    for image in synthetic_images(16):
        interpreter.set_tensor(into, image[None].astype(np.float32))
        interpreter.invoke()
        rows["logits"].append(interpreter.get_tensor(int(softmax["inputs"][0]))[0])
        rows["probabilities"].append(interpreter.get_tensor(out)[0])
    folder = os.path.dirname(os.path.abspath(__file__))
    output = sys.argv[2] if len(sys.argv) > 2 else os.path.join(folder, "resnet8_float.safetensors")
    save_file({key: np.stack(values) for key, values in rows.items()}, output)
    print("classes:", np.stack(rows["logits"]).argmax(1).tolist())


main()
