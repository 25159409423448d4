"""Writes import_models.safetensors: what LiteRT's reference kernels compute with the float models of shared/models.

    python make_import_model_goldens.py FOLDER        (ai-edge-litert, numpy, safetensors)

Keys MODEL/TENSOR: the output, and what its softmax reads, by their indices in the file; [4, elements] for the inputs
0 to 3 of counter_values.py, scaled to what the network was trained for.
"""

import os
import sys

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType
from safetensors.numpy import save_file

from counter_values import image

MODELS = {"resnet8_float": (128, 128), "dscnn_float": (40, 0), "autoencoder_float": (5, -12)}  # factor, offset


def main():
    tensors = {}
    for name, (factor, offset) in MODELS.items():
        interpreter = Interpreter(os.path.join(sys.argv[1], name + ".tflite"),
                                  experimental_op_resolver_type=OpResolverType.BUILTIN_REF,
                                  experimental_preserve_all_tensors=True)
        interpreter.allocate_tensors()
        into, out = interpreter.get_input_details()[0], interpreter.get_output_details()[0]["index"]
        kept = [out] + [int(op["inputs"][0]) for op in interpreter._get_ops_details() if op["op_name"] == "SOFTMAX"]
        rows = {index: [] for index in kept}
        shape = [1] * (4 - len(into["shape"])) + list(into["shape"])
        for n in range(4):
            x = image(n, *shape[1:]) * np.float32(factor) + np.float32(offset)
            interpreter.set_tensor(into["index"], x.reshape(into["shape"]))
            interpreter.invoke()
            for index in kept:
                rows[index].append(interpreter.get_tensor(index).ravel())
        tensors.update({f"{name}/{index}": np.stack(found) for index, found in rows.items()})
    folder = os.path.dirname(os.path.abspath(__file__))
    save_file(tensors, os.path.join(folder, "import_models.safetensors"))
    for key, array in tensors.items():
        print(key, array.shape, array.min(), array.max())


main()
