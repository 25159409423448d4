#include "network.hpp"

classify::Classifier classify::float_classifier() { return classifier<float>("float"); }
