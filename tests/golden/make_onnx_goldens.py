"""Exports networks of torchvision and timm with PyTorch's exporters and computes with onnxruntime what the files give.

    python make_onnx_goldens.py --shared FOLDER               onnx/*.onnx, small networks, and onnx.safetensors: see onnx_cases.py
    python make_onnx_goldens.py --models FOLDER [NAME...]     the whole networks at 64 x 64, megabytes each: not committed

Weights are PyTorch's initial ones for seed 0; the batch norms' statistics are those of eight random images, so that values stay
of the order of 1 through all layers. For each NAME in FOLDER:
  NAME.onnx         opset 13 or 17, by the exporter that traces (TorchScript)
  NAME_dynamo.onnx  opset 18, by the exporter of torch.export
  NAME_in.npy       [4, 3, 64, 64] float32
  NAME_out.npy      [4, 1000] float32: onnxruntime's, of NAME.onnx
onnx.safetensors holds CASE/in and CASE/out, CASE/in1 ... where there are several, and for models/ of the --shared folder
CASE/out, of image() of counter_values.py times 64 plus 128, rounded (resnet8), or
rounded times the input's scale (dscnn).
Needs torch, torchvision, timm, onnx, onnxscript, onnxruntime.
"""

import argparse
import os
import warnings

import numpy as np
import onnx
import timm
import torch
import torchvision
from safetensors.numpy import save_file

from counter_values import image
from onnx_cases import session, write_cases

networks = {
    "mobilenet_v2": (torchvision.models.mobilenet_v2, 13),
    "mobilenet_v3_small": (torchvision.models.mobilenet_v3_small, 17),
    "mobilenet_v3_large": (torchvision.models.mobilenet_v3_large, 13),
    "shufflenet_v2_x1_0": (torchvision.models.shufflenet_v2_x1_0, 17),
    "squeezenet1_1": (torchvision.models.squeezenet1_1, 13),
    "resnet18": (torchvision.models.resnet18, 17),
    "efficientnet_lite0": (lambda: timm.create_model("efficientnet_lite0"), 13),
    "ghostnet_100": (lambda: timm.create_model("ghostnet_100"), 17),
}


def with_statistics(make, shape):
    """A network of seed 0 whose batch norms know what they will see."""
    torch.manual_seed(0)
    net = make()
    images = torch.randn(8, *shape)
    for m in net.modules():
        if isinstance(m, torch.nn.BatchNorm2d):
            m.momentum = 1.0
    with torch.no_grad():
        net.train()(images)
    return net.eval()


def export(net, shape, path, opset, dynamo=False):
    more = {"external_data": False} if dynamo else {}
    torch.onnx.export(net, (torch.zeros(1, *shape),), path, opset_version=opset, dynamo=dynamo, **more)


def run(path, images):
    """onnxruntime's first output, an image at a time."""
    network = session(path)
    name = network.get_inputs()[0].name
    return np.concatenate([network.run(None, {name: image[None]})[0] for image in images])


def write_networks(folder, names):
    os.makedirs(folder, exist_ok=True)
    for name in names or networks:
        make, opset = networks[name]
        net = with_statistics(make, (3, 64, 64))
        path = os.path.join(folder, name)
        export(net, (3, 64, 64), path + ".onnx", opset)
        images = torch.randn(4, 3, 64, 64, generator=torch.Generator().manual_seed(1)).numpy()
        outputs = run(path + ".onnx", images)
        export(net, (3, 64, 64), path + "_dynamo.onnx", 18, dynamo=True)
        apart = np.abs(run(path + "_dynamo.onnx", images) - outputs).max() / np.abs(outputs).max()
        np.save(path + "_in.npy", images)
        np.save(path + "_out.npy", outputs)
        print(f"{name}: opset {opset}, largest output {np.abs(outputs).max():.3g}, the exporters' files {apart:.1e} apart", flush=True)


def shared_goldens(folder):
    """onnxruntime's results of the trained models for four images."""
    tensors = {}
    for name in "resnet8_float", "resnet8_qdq", "dscnn_qdq":
        model = onnx.load(os.path.join(folder, "models", name + ".onnx"))
        if name == "dscnn_qdq":
            scale = next(t for t in model.graph.initializer if t.name == "PPQ_Variable_47")
            images = [np.rint(image(n, 49, 10, 1) * 64).reshape(490) * onnx.numpy_helper.to_array(scale) for n in range(4)]
        else:
            images = [np.clip(np.rint(image(n, 32, 32, 3) * 64 + 128), 0, 255) for n in range(4)]
            if name == "resnet8_float":
                images = [x.transpose(2, 0, 1) for x in images]
        network = session(model.SerializeToString())
        name_of_input = network.get_inputs()[0].name
        tensors[f"{name}/out"] = np.concatenate([network.run(None, {name_of_input: x[None].astype(np.float32)})[0] for x in images])
    return tensors


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", metavar="FOLDER")
    parser.add_argument("--models", metavar="FOLDER")
    parser.add_argument("names", metavar="NAME", nargs="*")
    given = parser.parse_args()
    torch.set_num_threads(1)
    if given.models:
        write_networks(given.models, given.names)
    if given.shared:
        here = os.path.dirname(os.path.abspath(__file__))
        tensors = write_cases(os.path.join(here, "onnx")) | shared_goldens(given.shared)
        save_file({key: np.ascontiguousarray(t) for key, t in tensors.items()}, os.path.join(here, "onnx.safetensors"))
