#include <edgelite/host/tflite.hpp>

int main() {
  edgelite::tflite::Model model;
  return edgelite::parse_tflite("nothing", {}, model) ? 0 : 1;
}
