"""Writes int8.safetensors: what LiteRT's reference kernels compute for single int8 operations.

    python make_int8_goldens.py        (tensorflow-cpu, safetensors)

Each case is a one-layer Keras model, quantized by TFLite's converter and run with OpResolverType.BUILTIN_REF on random
bytes. Keys of a case: input, second (of add and mul), output (int8, HxWxC); weight (PyTorch's order), bias (int32);
scales (float32: input, second or 0, output, then the weight's scales), zero_points (int32: input, second or 0, output).
"""

import os

import numpy as np
import tensorflow as tf
from safetensors.numpy import save_file

FOLDER = os.path.dirname(os.path.abspath(__file__))
keras, layers = tf.keras, tf.keras.layers
tensors = {}


def quantized(model, shapes, random):
    def calibration():
        for _ in range(20):
            yield [(random.standard_normal((1, *s)) * (1 + i) + 0.3).astype(np.float32) for i, s in enumerate(shapes)]

    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = calibration
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = converter.inference_output_type = tf.int8
    interpreter = tf.lite.Interpreter(model_content=converter.convert(),
                                      experimental_op_resolver_type=tf.lite.experimental.OpResolverType.BUILTIN_REF)
    interpreter.allocate_tensors()
    return interpreter


def store(name, make, *shapes, seed, arrange=None):
    random = np.random.default_rng(seed)
    keras.utils.set_random_seed(seed)
    inputs = [layers.Input(s, batch_size=1) for s in shapes]
    interpreter = quantized(keras.Model(inputs, make(*inputs)), shapes, random)
    scales, zeros = [0.0, 0.0, 0.0], [0, 0, 0]
    for i, detail in enumerate(sorted(interpreter.get_input_details(), key=lambda d: d["name"])):
        value = random.integers(-128, 128, detail["shape"], np.int8)
        interpreter.set_tensor(detail["index"], value)
        tensors[f"{name}/{('input', 'second')[i]}"] = value[0]
        scales[i], zeros[i] = detail["quantization"]
    interpreter.invoke()
    detail = interpreter.get_output_details()[0]
    tensors[f"{name}/output"] = interpreter.get_tensor(detail["index"])[0]
    scales[2], zeros[2] = detail["quantization"]
    ops = [op for op in interpreter._get_ops_details() if op["op_name"] not in ("RESHAPE",)]
    assert len(ops) == 1, [op["op_name"] for op in ops]
    if arrange:
        details = {d["index"]: d for d in interpreter.get_tensor_details()}
        _, weight, bias = ops[0]["inputs"]  # the converter drops a bias of zeros
        tensors[f"{name}/weight"] = np.ascontiguousarray(interpreter.get_tensor(weight).transpose(arrange))
        tensors[f"{name}/bias"] = (interpreter.get_tensor(bias) if bias >= 0 else
                                    np.zeros(details[weight]["shape"][0], np.int32))
        scales += list(details[weight]["quantization_parameters"]["scales"])
    tensors[f"{name}/scales"] = np.array(scales, np.float32)
    tensors[f"{name}/zero_points"] = np.array(zeros, np.int32)


options = {"bias_initializer": keras.initializers.RandomNormal(stddev=0.3)}
store("conv", lambda x: layers.Conv2D(7, 3, 2, "same", **options)(x), (7, 8, 5), seed=1, arrange=(0, 3, 1, 2))
store("conv_relu6", lambda x: layers.Conv2D(7, 3, 1, "valid", activation="relu6", **options)(x), (7, 8, 5), seed=2,
      arrange=(0, 3, 1, 2))
store("depthwise", lambda x: layers.DepthwiseConv2D(3, 1, "same", **options)(x), (7, 8, 5), seed=3, arrange=(3, 0, 1, 2))
store("depthwise_multiplier", lambda x: layers.DepthwiseConv2D(3, 2, "same", depth_multiplier=2, **options)(x), (7, 8, 5),
      seed=4, arrange=(3, 0, 1, 2))
# few inputs and many outputs: enough sums that only the right rounding gets all of them
store("pointwise", lambda x: layers.Conv2D(8, 1, **options)(x), (16, 16, 2), seed=11, arrange=(0, 3, 1, 2))
store("linear", lambda x: layers.Dense(3000)(x), (2,), seed=5, arrange=(0, 1))
store("average_pool", lambda x: layers.AveragePooling2D(3, 2, "same")(x), (7, 8, 5), seed=6)
store("max_pool", lambda x: layers.MaxPooling2D(3, 2, "same")(x), (7, 8, 5), seed=7)
store("add", lambda x, y: layers.Add()([x, y]), (7, 8, 5), (7, 8, 5), seed=8)
store("mul", lambda x, y: layers.Multiply()([x, y]), (7, 8, 5), (1, 1, 5), seed=9)
store("mean", lambda x: layers.GlobalAveragePooling2D(keepdims=True)(x), (7, 8, 5), seed=10)

save_file(tensors, os.path.join(FOLDER, "int8.safetensors"))
for key, value in tensors.items():
    print(key, value.dtype, value.shape)
