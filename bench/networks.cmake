# The networks of include/edgelite/model that benches time and compile, each as: name/input header type. In `type`,
# Input, ratio and the networks need no namespace. Width multipliers stand in the names as per cent.
set(EDGELITE_NETWORKS
  "edgelite_cnn/32x32x3 edgelite_cnn EdgeLiteCNN<>"
  "resnet8/32x32x3 resnet8 ResNet8<>"
  "ds_cnn/49x10x1 ds_cnn DsCnn<>"
  "resnet20/32x32x3 resnet20 ResNet20<>"
  "mobilenet_v1_25/96x96x3 mobilenet_v1 MobileNetV1<2, Input<96, 96, 3>, ratio<1, 4>>"
  "optimized_cnn/32x32x3 optimized_cnn OptimizedCNN<>"

  "mobilenet_v1/32x32x3 mobilenet_v1 MobileNetV1<10, Input<32, 32, 3>, ratio<1>, 1>"
  "mobilenet_v2/32x32x3 mobilenet_v2 MobileNetV2<10, Input<32, 32, 3>, ratio<1>, 1, 1>"
  "mobilenet_v3_small/32x32x3 mobilenet_v3 MobileNetV3Small<10, Input<32, 32, 3>, ratio<1>, 1>"
  "mobilenet_v3_large/32x32x3 mobilenet_v3 MobileNetV3Large<10, Input<32, 32, 3>, ratio<1>, 1>"
  "shufflenet_v1/32x32x3 shufflenet_v1 ShuffleNetV1<10, Input<32, 32, 3>, ratio<1>, 3, 1, 1>"
  "shufflenet_v2_50/32x32x3 shufflenet_v2 ShuffleNetV2<10, Input<32, 32, 3>, ratio<1, 2>, 1, 1>"
  "shufflenet_v2/32x32x3 shufflenet_v2 ShuffleNetV2<10, Input<32, 32, 3>, ratio<1>, 1, 1>"
  "ghostnet_50/32x32x3 ghostnet GhostNet<10, Input<32, 32, 3>, ratio<1, 2>, 1>"
  "ghostnet/32x32x3 ghostnet GhostNet<10, Input<32, 32, 3>, ratio<1>, 1>"
  "efficientnet_lite0/32x32x3 efficientnet_lite EfficientNetLite0<10, Input<32, 32, 3>, 1>"
  "squeezenet/32x32x3 squeezenet SqueezeNet<10, Input<32, 32, 3>, 1>"
  "hl_cnn/32x32x3 hl_cnn HLCNN<10, Input<32, 32, 3>, 1>"

  "mobilenet_v1/224x224x3 mobilenet_v1 MobileNetV1<>"
  "mobilenet_v2/224x224x3 mobilenet_v2 MobileNetV2<>"
  "mobilenet_v3_small/224x224x3 mobilenet_v3 MobileNetV3Small<>"
  "mobilenet_v3_large/224x224x3 mobilenet_v3 MobileNetV3Large<>"
  "shufflenet_v1/224x224x3 shufflenet_v1 ShuffleNetV1<>"
  "shufflenet_v2_50/224x224x3 shufflenet_v2 ShuffleNetV2<1000, Input<224, 224, 3>, ratio<1, 2>>"
  "shufflenet_v2/224x224x3 shufflenet_v2 ShuffleNetV2<>"
  "ghostnet_50/224x224x3 ghostnet GhostNet<1000, Input<224, 224, 3>, ratio<1, 2>>"
  "ghostnet/224x224x3 ghostnet GhostNet<>"
  "efficientnet_lite0/224x224x3 efficientnet_lite EfficientNetLite0<>"
  "efficientnet_lite1/240x240x3 efficientnet_lite EfficientNetLite1<>"
  "efficientnet_lite2/260x260x3 efficientnet_lite EfficientNetLite2<>"
  "efficientnet_lite3/280x280x3 efficientnet_lite EfficientNetLite3<>"
  "efficientnet_lite4/300x300x3 efficientnet_lite EfficientNetLite4<>"
  "squeezenet/224x224x3 squeezenet SqueezeNet<>"
  "hl_cnn/224x224x3 hl_cnn HLCNN<>"
  "resnet50/224x224x3 resnet50 ResNet50<>")

# Those that compile quickly, which bench_network has.
set(EDGELITE_SMALL_NETWORKS edgelite_cnn/32x32x3 resnet8/32x32x3 ds_cnn/49x10x1)

# edgelite_network_parts(<entry> <prefix>): <prefix>_name, _file (the name without a slash), _header, _type.
function(edgelite_network_parts entry prefix)
  if(NOT entry MATCHES "^([^ ]+) ([^ ]+) (.+)$")
    message(FATAL_ERROR "networks.cmake: expected name/input header type, found ${entry}")
  endif()
  set(${prefix}_name "${CMAKE_MATCH_1}" PARENT_SCOPE)
  set(${prefix}_header "${CMAKE_MATCH_2}" PARENT_SCOPE)
  set(${prefix}_type "${CMAKE_MATCH_3}" PARENT_SCOPE)
  string(REPLACE "/" "_" file "${CMAKE_MATCH_1}")
  set(${prefix}_file "${file}" PARENT_SCOPE)
endfunction()
