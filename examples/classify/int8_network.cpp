#include "network.hpp"

classify::Classifier classify::int8_classifier() { return classifier<std::int8_t>("int8"); }
